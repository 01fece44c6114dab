"""Which moderator looks at a comment now: others leave it to them for some minutes."""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from comments import deciding
from comments.models import Claim

CLAIM_MINUTES = 10


class Claimed(Exception):
    """Another moderator looks at the comment: `claim` is theirs."""

    def __init__(self, claim):
        super().__init__(claim.pk)
        self.claim = claim


def claims_on(comment_ids):
    """{comment id: claim that holds}, each with its moderator, in one statement."""
    held = Claim.objects.using(connection.alias).filter(comment__in=list(comment_ids))
    held = held.filter(claimed_at__gt=_oldest()).select_related("moderator")
    return {claim.pk: claim for claim in held}


def claim(comment, by, *, takes_over=False):
    """Have a comment to oneself if nobody else has it, or in any case; whose it is now.

    Of several who ask at once one gets it: the database looks at the row again under its lock.
    """
    _found, is_new = Claim.objects.get_or_create(comment=comment, defaults={"moderator": by})
    if not is_new:
        free = Q() if takes_over else Q(moderator=by) | Q(claimed_at__lte=_oldest())
        taken = Claim.objects.filter(free, pk=comment.pk)
        taken.update(moderator=by, claimed_at=timezone.now())
    return claims_on([comment.pk]).get(comment.pk)


def release(comment, by):
    """Leave it to others."""
    Claim.objects.filter(pk=comment.pk, moderator=by).delete()


@transaction.atomic
def decide(comment, action, *, by, **about):
    """Decide as a moderator: not about what another one looks at. The claim ends with it."""
    deciding.locked(comment)
    held = claims_on([comment.pk]).get(comment.pk)
    if held and held.moderator_id != by.pk:
        raise Claimed(held)
    decision = deciding.decide(comment, action, by=by, **about)
    Claim.objects.filter(pk=comment.pk).delete()
    return decision


def _oldest():
    return timezone.now() - timedelta(minutes=CLAIM_MINUTES)
