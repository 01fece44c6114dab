"""What people book by hand. From a sum on, a second person looks at it first."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from donations import receipts, returned, returning, settling
from donations.models import LedgerEntry, Payment, Proposal, Refund

PROPOSED = ("campaign", "kind", "method", "amount_cents", "currency", "booked_at", "provider")
PROPOSED += ("provider_ref", "payment", "reverses", "donor_name", "message", "is_public", "note")
PROPOSED += ("donor",)
# The rest is what a card provider told: there it goes back, and here it follows.
BOOKED_BY_PEOPLE = ("manual", "bank")
Status = Proposal.Status


class AlreadyDecided(Exception):
    """Somebody was quicker to book or to decline it."""


class PaymentDiffers(Exception):
    """The payment was paid already, or less of it is left than went back."""


class BookedByProvider(Exception):
    """It goes back at the provider: taken back here as well, it would count twice."""


def needs_second_person(amount_cents):
    return abs(amount_cents) >= settings.DONATION_SECOND_PERSON_CENTS


@transaction.atomic
def enter(fields, by, evidence=None):
    """Book what somebody entered, or propose it where the sum asks for a second person."""
    fields = {"currency": fields["campaign"].currency, "booked_at": timezone.now()} | fields
    fields = {name: fields[name] for name in PROPOSED if name in fields}
    if needs_second_person(fields["amount_cents"]):
        return Proposal.objects.create(**fields, evidence=evidence, proposed_by=by)
    return _book(fields, evidence, by)


def enter_reversal(entry, by):
    """Book the opposite of an entry today, or propose to; twice changes nothing."""
    if entry.provider not in BOOKED_BY_PEOPLE:
        raise BookedByProvider
    if not needs_second_person(entry.amount_cents):
        return _reverse(entry, by=by)
    known = {"campaign": entry.campaign, "kind": LedgerEntry.Kind.ADJUSTMENT}
    known |= {"method": entry.method, "currency": entry.currency, "proposed_by": by}
    known |= {"amount_cents": -entry.amount_cents, "booked_at": timezone.now()}
    standing = Proposal.objects.exclude(status=Status.DECLINED)
    proposal, _is_new = standing.get_or_create(reverses=entry, defaults=known)
    return proposal


@transaction.atomic
def confirm(proposal, by):
    """Book what another person proposed. Confirmed twice, it is one entry."""
    proposal = _locked(proposal)
    if proposal.status == Status.BOOKED:
        return proposal.entry
    if proposal.status != Status.WAITING:
        raise AlreadyDecided
    if proposal.proposed_by_id in (None, by.pk):
        raise PermissionDenied("Another person than the one who entered it confirms.")
    fields = {name: getattr(proposal, name) for name in PROPOSED}
    entry = _book(fields, proposal.evidence, proposal.proposed_by, confirmed_by=by)
    _decide(proposal, Status.BOOKED, by, entry=entry)
    proposal.statement_lines.update(status="booked", entry=entry)
    return entry


@transaction.atomic
def decline(proposal, by, answer):
    """Nothing is booked; a line of a statement waits anew."""
    proposal = _locked(proposal)
    if proposal.status != Status.WAITING:
        raise AlreadyDecided
    _decide(proposal, Status.DECLINED, by, answer=answer)
    proposal.statement_lines.update(status="new", proposal=None)


def _locked(proposal):
    return Proposal.objects.select_for_update(of=["self"], no_key=True).get(pk=proposal.pk)


def _locked_payment(payment):
    return Payment.objects.select_for_update(of=["self"], no_key=True).get(pk=payment.pk)


def _decide(proposal, status, by, **about):
    """Note who decided. A donor's words stay with the entry alone, where they can be taken back."""
    decided = {"status": status, "decided_by": by, "decided_at": timezone.now()} | about
    decided |= {"donor_name": "", "message": ""}
    for name, value in decided.items():
        setattr(proposal, name, value)
    proposal.save(update_fields=list(decided))


def _book(fields, evidence, by, confirmed_by=None):
    """The entry, with all that follows for its payment and the receipt of its donor."""
    fields = dict(fields)
    donor, reverses = fields.pop("donor", None), fields.pop("reverses", None)
    people = {"recorded_by": by, "confirmed_by": confirmed_by}
    if reverses:
        return _reverse(reverses, by=by, confirmed_by=confirmed_by)
    if fields.get("payment"):
        return _book_payment(fields, evidence=evidence, **people)
    entry = LedgerEntry.objects.book(**fields, evidence=evidence, **people)
    if donor and entry.kind == LedgerEntry.Kind.GIFT:
        receipts.issue(entry, donor)
    return entry


@transaction.atomic
def _reverse(entry, **people):
    """Take an entry back, but not a gift of which something went back to the donor."""
    if entry.payment and entry.kind == LedgerEntry.Kind.GIFT:
        payment = _locked_payment(entry.payment)
        if payment.entries.filter(kind=LedgerEntry.Kind.REFUND, reversal=None).exists():
            raise PaymentDiffers
    return entry.reverse(**people)


def _book_payment(fields, *, recorded_by, **about):
    """What came for a payment that was announced with a code, or went back of it."""
    payment, ref, cents = fields["payment"], fields["provider_ref"], fields["amount_cents"]
    about |= {"note": fields["note"]}
    if fields["kind"] == LedgerEntry.Kind.GIFT:
        when = fields["booked_at"]
        entry = settling.settle_offline(
            payment, amount_cents=cents, booked_at=when, ref=ref, by=recorded_by, **about
        )
    else:
        entry = _book_return(fields, recorded_by=recorded_by, **about)
    if entry is None or entry.provider_ref not in (ref, f"{ref}:cover"):
        raise PaymentDiffers
    return entry


def _book_return(fields, **about):
    """The money that was sent back by hand, as a refund of its payment."""
    payment, cents = _locked_payment(fields["payment"]), -fields["amount_cents"]
    stands = payment.entries.filter(kind=LedgerEntry.Kind.GIFT, reversal=None).exists()
    is_settled = payment.status == Payment.Status.SETTLED
    if not (stands and is_settled) or cents > returning.left_cents(payment):
        return None
    about["provider"], ref = fields["provider"], fields["provider_ref"]
    done = {"amount_cents": cents, "status": Refund.Status.DONE}
    done["refunded_at"] = fields["booked_at"]
    payment.refunds.create(provider=about["provider"], provider_ref=ref, **done)
    returned.update(payment, **about)
    return payment.entries.filter(provider_ref__in=[ref, f"{ref}:cover"]).order_by("pk").first()
