"""Who may set out to pay now: limits against those who try stolen cards on us."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import ngettext

from donations.models import Attempt

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Refusal:
    """Somebody has to wait. Why stays with us: whoever tests cards must not learn from it."""

    seconds: int
    why: str

    @property
    def message(self):
        minutes = -(-self.seconds // 60)
        return ngettext(
            "This can't be done right now. Please try again in %(count)d minute, "
            "or give in another way.",
            "This can't be done right now. Please try again in %(count)d minutes, "
            "or give in another way.",
            minutes,
        ) % {"count": minutes}


def admit(provider, origin, payment=None):
    """Let somebody go on to pay, or say for how long they have to wait."""
    return None


def note_declines(payment, declines):
    """Keep each decline that a provider tells of, once: (its id, when)."""
    known = {"kind": Attempt.Kind.DECLINE, "provider": payment.provider, "payment": payment}
    known |= {"address": payment.address, "network": payment.network}
    rows = [Attempt(ref=ref, made_at=at, **known) for ref, at in sorted(declines)]
    Attempt.objects.bulk_create(rows, ignore_conflicts=True)
