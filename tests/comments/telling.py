"""What the bell tells, made without the worker."""

from comments.models import Notice, Subscriber
from tests.factories import make_comment


def tell(user, comment=None, *, kind="reply", **facts):
    """A notice for a member; about a comment of its own if none is named."""
    comment = comment or make_comment()
    subscriber = Subscriber.objects.of_member(user)
    known = {"comment": comment, "thread": comment.tree_id, "kind": kind}
    return Notice.objects.create(subscriber=subscriber, **known | facts)


def is_read(notice):
    notice.refresh_from_db()
    return notice.read_at is not None
