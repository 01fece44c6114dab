"""What tests of the moderators' desk do again and again."""

from django.urls import reverse

from comments.deciding import version_of
from tests.factories import make_user

HTMX = {"HX-Request": "true"}


def make_moderator(**fields):
    return make_user(group="Moderator", **fields)


def decide(client, comment, action, *, headers=None, **sent):
    """Press a button on the card as it is in the database now, unless a version is named."""
    if "version" not in sent:
        comment.refresh_from_db()
        sent["version"] = version_of(comment)
    address = reverse("moderation:decide", args=[comment.pk])
    return client.post(address, {"action": action} | sent, headers=headers)


def undo(client, act, *, headers=None, **sent):
    return client.post(reverse("moderation:undo", args=[act]), sent, headers=headers)
