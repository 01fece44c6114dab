"""What a reader follows, as it belongs to them: handed over, moved to their account, forgotten."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from comments.models import Notice, Subscriber


def exported(reader):
    """What they follow, how they want to hear of it, and what they were told, for a file."""
    subscriber = _known(reader).first()
    if subscriber is None:
        return {}
    followed = subscriber.subscriptions.select_related("article").order_by("pk")
    told = Notice.objects.filter(subscriber=subscriber).order_by("pk")
    return {
        "mail": _wishes(subscriber),
        "subscriptions": [_subscription(each) for each in followed],
        "muted_threads": [_address(mute.root_id) for mute in subscriber.mutes.order_by("pk")],
        "notices": [_notice(each) for each in told],
    }


def _wishes(subscriber):
    return {
        "language": subscriber.language,
        "about_answers": subscriber.answers_level,
        "about_waiting_work": subscriber.desk_level,
        "none_since": subscriber.stopped_at,
        "why_none": subscriber.stopped_why,
    }


def _subscription(each):
    columns = ("created_at", "confirmed_at", "ended_at")
    return {column: getattr(each, column) for column in columns} | {
        "what": each.get_kind_display(),
        "how_often": each.get_level_display(),
        "article": settings.SITE_URL + each.article.get_absolute_url(),
        "comment": _address(each.comment_id),
    }


def _notice(each):
    columns = ("made_at", "read_at", "mailed_at")
    return {column: getattr(each, column) for column in columns} | {
        "what": each.get_kind_display(),
        "comment": _address(each.comment_id),
    }


@transaction.atomic
def move(guest, user):
    """A guest who has an account now: what they followed is the account's, nothing of it twice."""
    rows = Subscriber.objects.select_for_update(no_key=True)
    theirs, own = rows.filter(guest=guest).first(), rows.filter(user=user).first()
    if theirs is None:
        return
    # They heard of it by mail; the bell begins with what is new.
    theirs.notices.filter(read_at=None).update(read_at=timezone.now())
    if own:
        _add(theirs, own)
        theirs.delete()
    else:
        _hand_over(theirs, user)


def _hand_over(subscriber, user):
    """The row itself changes hands, so that links in mails so far go on ending what they end."""
    subscriber.user, subscriber.guest = user, None
    if subscriber.stopped_why == Subscriber.Stopped.BOUNCED:  # another address refused it
        subscriber.stopped_at, subscriber.stopped_why = None, ""
    subscriber.save(update_fields=["user", "guest", "stopped_at", "stopped_why"])


def _add(theirs, own):
    known = {_what(each): each for each in own.subscriptions.all()}
    for subscription in theirs.subscriptions.filter(confirmed_at__isnull=False):
        same = known.get(_what(subscription))
        if same is None:
            subscription.subscriber = own
            subscription.save(update_fields=["subscriber"])
        elif subscription.ended_at is None and (same.ended_at or not same.confirmed_at):
            same.level, same.confirmed_at = subscription.level, subscription.confirmed_at
            same.ended_at = None
            same.save(update_fields=["level", "confirmed_at", "ended_at"])
    muted = own.mutes.values("root")
    theirs.mutes.exclude(root__in=muted).update(subscriber=own)


def _what(subscription):
    return subscription.article_id, subscription.kind, subscription.comment_id


@transaction.atomic
def forget(reader, address=""):
    """Somebody leaves: no subscription, no muted thread and no notice is left of them.

    Also of the guest with this address. Behind the lock nobody writes them another mail.
    """
    guests = Subscriber.objects.filter(guest__email=address.lower())
    found = [each.pk for each in (*_known(reader), *guests)]
    for subscriber in Subscriber.objects.select_for_update().filter(pk__in=found).order_by("pk"):
        subscriber.delete()


def _known(reader):
    if reader.user:
        return Subscriber.objects.filter(user=reader.user)
    return (
        Subscriber.objects.filter(guest=reader.guest) if reader.guest else Subscriber.objects.none()
    )


def _address(comment_id):
    return settings.SITE_URL + reverse("comments:comment", args=[comment_id]) if comment_id else ""
