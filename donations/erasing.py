"""Erasing a donor, and what is forgotten by itself: people go, every sum stays."""

from datetime import timedelta

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from donations import donors, words
from donations.models import Donor, Payment, Pledge, Proposal
from donations.provided import ProviderAway, ProviderRefused

CHECKOUT_LASTS = timedelta(days=1)
UNPAID_KEPT = timedelta(days=30)
AT_ONCE = 500
Status = Payment.Status
UNPAID = [Status.STARTED, Status.OPEN, Status.EXPIRED, Status.FAILED]


class CannotErase(Exception):
    """A monthly gift may still be charged: it has to be ended first."""


def erase(donor):
    """End what is charged every month, then forget who gave. Nothing is erased when that fails."""
    for _attempt in range(3):
        _end_monthly(donor)
        if _forget(donor):
            return
    raise CannotErase


def erase_address(email):
    """The same for whoever gave with an address, if anybody did."""
    donor = Donor.objects.with_email(email).first() if email else None
    if donor:
        erase(donor)


def forget_unpaid():
    """Payments that were never paid lose the donor; who gave nothing at all is deleted."""
    over = timezone.now() - UNPAID_KEPT
    unpaid = Payment.objects.filter(status__in=UNPAID, created_at__lt=over, donor__isnull=False)
    found = list(unpaid.order_by("pk").values_list("pk", "donor")[:AT_ONCE])
    people = {donor for _payment, donor in found}
    with transaction.atomic():
        # Asked again: one of them may be paid just now.
        still = unpaid.filter(pk__in=[payment for payment, _donor in found])
        still.filter(pledge__status=Pledge.Status.STARTED).update(pledge=None)
        count = still.update(donor=None, **words.NOTHING)
        _delete_those_who_never_gave(people, over)
    return count


def _delete_those_who_never_gave(people, over):
    begun = Pledge.objects.filter(donor__in=people, status=Pledge.Status.STARTED)
    begun.filter(started_at__lt=over, provider_ref="", payments=None).delete()
    nothing = {"payments": None, "pledges": None, "receipts": None}
    without = Donor.objects.filter(pk__in=people, created_at__lt=over, **nothing)
    without.exclude(pk__in=Proposal.objects.exclude(donor=None).values("donor")).delete()


def _end_monthly(donor):
    """At the provider, outside any transaction."""
    if _may_still_start(donor):
        raise CannotErase
    for pledge in donor.pledges.filter(status__in=donors.RUNNING):
        try:
            donors.end(pledge)
        except (ProviderAway, ProviderRefused) as error:
            raise CannotErase from error


def _may_still_start(donor):
    """True while a checkout of a monthly gift is open at the provider."""
    begun = donor.pledges.filter(status=Pledge.Status.STARTED)
    return begun.filter(started_at__gt=timezone.now() - CHECKOUT_LASTS).exists()


@transaction.atomic
def _forget(donor):
    """False when a monthly gift began meanwhile; behind the locks none can."""
    words.take_away(donor)
    locked = Donor.objects.select_for_update(no_key=True).get(pk=donor.pk)
    if locked.pledges.filter(status__in=donors.RUNNING).exists():
        transaction.set_rollback(True)
        return False
    nobody = {"address": None, "network": None, "language": ""}
    locked.payments.update(**nobody)
    named = Proposal.objects.filter(donor=locked)
    named.update(donor_name="", message="", is_public=False)
    apps.get_model("newsportal", "OutgoingMail").objects.filter(donor=locked).delete()
    locked.email, locked.language, locked.erased_at = "", "", timezone.now()
    locked.link_number += 1
    locked.save(update_fields=["email", "language", "erased_at", "link_number"])
    return True
