"""What somebody follows, and what they don't want to hear of: the only code that changes it."""

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from comments.models import Level, Mute, Subscriber, Subscription
from comments.subscriber_links import WISHES

CHANGED = ["level", "created_at", "confirmed_at", "ended_at"]


@transaction.atomic
def follow(subscriber, article, kind, *, comment=None, level=Level.DAILY, confirmed):
    """Follow something, once; what had ended begins again.

    Without proof (`confirmed` false) what is in force stays as it is, and all else waits for it.
    """
    Subscriber.objects.select_for_update(no_key=True).get(pk=subscriber.pk)
    what = {"subscriber": subscriber, "article": article, "kind": kind, "comment": comment}
    known = Subscription.objects.filter(**what).first()
    if known and is_in_force(known) and not confirmed:
        return known
    followed = known or Subscription(**what)
    _begin(followed, level, confirmed)
    return followed


def confirm(subscription):
    """Its subscriber showed that the address is theirs; twice is as good as once."""
    first = Coalesce("confirmed_at", timezone.now())
    Subscription.objects.filter(pk=subscription.pk).update(confirmed_at=first, ended_at=None)
    if guest := subscription.subscriber.guest:
        guest.confirm()


def end(subscriptions):
    """End these (a queryset or a list); how many were not ended before."""
    running = Subscription.objects.filter(pk__in=_keys(subscriptions), ended_at=None)
    return running.update(ended_at=timezone.now())


def end_all(subscriber, subscriptions, wishes):
    """End these, and what else their mails came by (subscriber_links.WISHES)."""
    end(subscriptions)
    wish(subscriber, **dict.fromkeys(wishes, ""))


def wish(subscriber, **levels):
    """How often they are told of what WISHES names; "" ends it."""
    changes = {WISHES[name]: level for name, level in levels.items()}
    if changes:
        Subscriber.objects.filter(pk=subscriber.pk).update(**changes)


def begin_again(subscriptions):
    """Undo of `end`, for what had been confirmed."""
    ended = Subscription.objects.filter(pk__in=_keys(subscriptions), confirmed_at__isnull=False)
    return ended.update(ended_at=None)


def is_in_force(subscription):
    return bool(subscription.confirmed_at) and not subscription.ended_at


def mute(subscriber, root):
    """Nothing of this thread any more, whatever else they follow."""
    Mute.objects.get_or_create(subscriber=subscriber, root=root)


def unmute(subscriber, root):
    Mute.objects.filter(subscriber=subscriber, root=root).delete()


def _begin(followed, level, confirmed):
    now = timezone.now()
    if not is_in_force(followed):
        followed.created_at, followed.ended_at, followed.confirmed_at = now, None, None
    followed.level = level
    if confirmed:
        followed.confirmed_at = followed.confirmed_at or now
    followed.save(update_fields=CHANGED if followed.pk else None)


def _keys(subscriptions):
    return [subscription.pk for subscription in subscriptions]
