"""What waits for the person who keeps the accounts: the first page of the admin."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import ngettext

from donations import words
from donations.models import Payment, Proposal, Reconciliation, StatementLine


@dataclass(frozen=True)
class Waiting:
    """So much of one kind, in a sentence, and where to see to it."""

    sentence: str
    address: str


def waiting_for(user):
    """What this person can do something about; nothing of which there is none."""
    found = (tell(user) for tell in (_proposals, _lines, _held, _words, _differences))
    return [waiting for waiting in found if waiting]


def _proposals(user):
    """Those of others: nobody confirms their own."""
    if not user.has_perm("donations.change_proposal"):
        return None
    waiting = Proposal.objects.filter(status=Proposal.Status.WAITING)
    count = waiting.exclude(proposed_by=user).exclude(proposed_by=None).count()
    sentence = ngettext(
        "%(count)d entry waits for you as the second person.",
        "%(count)d entries wait for you as the second person.",
        count,
    )
    return _waiting(count, sentence, "donations_proposal_changelist", "status__exact=waiting")


def _lines(user):
    if not user.has_perm("donations.change_statementline"):
        return None
    count = StatementLine.objects.filter(status=StatementLine.Status.NEW).count()
    sentence = ngettext(
        "%(count)d line of a bank statement is new.",
        "%(count)d lines of bank statements are new.",
        count,
    )
    return _waiting(count, sentence, "donations_statement_changelist", "new=1")


def _held(user):
    if not user.has_perm("donations.refund_payment"):
        return None
    count = Payment.objects.filter(status=Payment.Status.QUARANTINED).count()
    sentence = ngettext(
        "%(count)d gift is held back to be looked at.",
        "%(count)d gifts are held back to be looked at.",
        count,
    )
    return _waiting(count, sentence, "donations_payment_changelist", "status__exact=quarantined")


def _words(user):
    if not user.has_perm("donations.refund_payment"):
        return None
    count = words.waiting().count()
    sentence = ngettext(
        "%(count)d donor’s public words wait to be read.",
        "%(count)d donors’ public words wait to be read.",
        count,
    )
    return _waiting(count, sentence, "donations_donor_words")


def _differences(user):
    """Of the last comparison with each provider."""
    if not user.has_perm("donations.view_reconciliation"):
        return None
    ended = Reconciliation.objects.filter(ended_at__isnull=False)
    last = {run.provider: run for run in ended.order_by("-started_at", "-pk")[:20][::-1]}
    count = sum(len(run.differences) for run in last.values())
    sentence = ngettext(
        "%(count)d difference to a provider’s account.",
        "%(count)d differences to providers’ accounts.",
        count,
    )
    return _waiting(count, sentence, "donations_reconciliation_changelist")


def _waiting(count, sentence, name, query=""):
    if not count:
        return None
    address = reverse(f"admin:{name}")
    return Waiting(sentence % {"count": count}, f"{address}?{query}" if query else address)
