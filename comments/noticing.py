"""The only code that makes notices: what somebody is told, each thing once."""

from django.db import connection

from comments import pacing
from comments.models import Notice


def notice(subscriber, kind, comment, *, decision=None, subscription=None, level="", due_at=None):
    """Tell somebody of a comment, or of a decision about it; telling it again changes nothing."""
    keep(
        [
            Notice(
                subscriber=subscriber,
                kind=kind,
                comment=comment,
                thread=comment.tree_id,
                decision=decision,
                subscription=subscription,
                level=level,
                due_at=due_at or pacing.due_at(level),
            )
        ]
    )


def keep(notices):
    """Store these, but for what their subscribers were told already."""
    Notice.objects.using(connection.alias).bulk_create(notices, ignore_conflicts=True)
