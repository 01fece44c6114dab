"""Links in mails to subscribers: each does one thing, for one of them, until their number is raised."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.urls import reverse

from comments.models import Comment, Subscriber, Subscription

CONFIRM_DAYS = 3
SALTS = {name: f"comments.subscriptions.{name}" for name in ("confirm", "end", "manage", "mute")}
# What a member's mails come by besides subscriptions, and the field that says so.
WISHES = {"answers": "answers_level", "desk": "desk_level"}


def confirm_path(subscription):
    """Shows what will be followed; good for three days."""
    return _path("confirm", subscription.subscriber, subscription.pk)


def end_path(subscriber, subscriptions, *, wishes=()):
    """Ends exactly these; `wishes` names what of WISHES it ends besides."""
    keys = sorted(subscription.pk for subscription in subscriptions)
    return _path("end", subscriber, keys, sorted(wishes))


def mute_path(subscriber, root):
    return _path("mute", subscriber, root.pk)


def manage_path(subscriber):
    return _path("manage", subscriber)


def headers(subscriber, subscriptions, *, wishes=()):
    """What lets a mail program offer a button that ends what the mail comes by (RFC 8058)."""
    end = settings.SITE_URL + end_path(subscriber, subscriptions, wishes=wishes)
    return {
        "List-Unsubscribe": f"<{end}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<comments.{urlsplit(settings.SITE_URL).hostname}>",
    }


def confirmed_by(token):
    """The subscription that a link confirms; None when it is forged, too old, or of no use."""
    found = _open("confirm", token, max_age=CONFIRM_DAYS * 24 * 3600)
    return found and _asked(*found)


def asked_by(token):
    """The subscription of a link to confirm, however old it is."""
    found = _open("confirm", token)
    return found and _asked(*found)


def managed_by(token):
    found = _open("manage", token)
    return found and found[0]


def muted_by(token):
    """Subscriber and first comment of the thread; None when the link is of no use."""
    found = _open("mute", token)
    root = found and Comment.objects.filter(pk=found[1]).select_related("article").first()
    return root and (found[0], root)


def ended_by(token):
    """Subscriber, subscriptions, and names of wishes; None when the link is of no use."""
    found = _open("end", token)
    if not found:
        return None
    subscriber, keys, wishes = found
    theirs = Subscription.objects.select_related("article").filter(subscriber=subscriber)
    return subscriber, theirs.filter(pk__in=keys), wishes


def _asked(subscriber, key):
    asked = Subscription.objects.select_related("article").filter(subscriber=subscriber, pk=key)
    for subscription in asked:
        subscription.subscriber = subscriber
        return subscription
    return None


def _path(name, subscriber, *what):
    token = signing.dumps(
        [subscriber.pk, subscriber.number, *what], salt=SALTS[name], compress=True
    )
    return reverse(f"comments:subscription_{name}", args=[token])


def _open(name, token, max_age=None):
    """Whose link it is and what it names; None unless it is good."""
    try:
        pk, number, *what = signing.loads(token, salt=SALTS[name], max_age=max_age)
    except signing.BadSignature:
        return None
    known = Subscriber.objects.select_related("user", "guest")
    subscriber = known.filter(pk=pk, number=number).first()
    return subscriber and [subscriber, *what]
