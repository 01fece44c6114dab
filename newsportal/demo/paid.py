"""Gifts of the demo that came by card, with payments and donors behind them, and what waits."""

from datetime import timedelta
from itertools import count

from django.conf import settings
from django.utils import timezone

from donations import clock, closing, statements
from donations.models import Donor, LedgerEntry, Payment, Pledge, Proposal, Provider

METHODS = {"card", "monthly"}
PROVIDER = "stripe"


def book(campaign, cents, moment, *, is_monthly, now, donor_name, message):
    """A settled card gift: donor, payment, what is booked of it, and its fee."""
    number = next(number for number in count(1) if not _payments(f"ch_demo_{number}").exists())
    donor = Donor.objects.create(email=f"donor{number}@example.org", language="en")
    about = {"campaign": campaign, "provider": PROVIDER, "donor": donor, "amount_cents": cents}
    about |= {"currency": campaign.currency, "donor_name": donor_name, "message": message}
    about["words_status"] = Payment.WordsStatus.SHOWN if donor_name else Payment.WordsStatus.NONE
    payment = Payment.objects.create(
        pledge=_pledge(about, number, moment, now) if is_monthly else None,
        method=LedgerEntry.Method.CARD,
        status=Payment.Status.SETTLED,
        payment_ref=f"pi_demo_{number}",
        charge_ref=f"ch_demo_{number}",
        created_at=moment - timedelta(minutes=2),
        settled_at=moment,
        **about,
    )
    _enter(payment, moment)


def add_waiting(campaign, table, now, treasurer):
    """Transfers that were announced, words nobody has read yet, a sum that needs two people."""
    about = {"campaign": campaign, "currency": campaign.currency}
    for row in table["announced"]:
        donor = Donor.objects.create(email=row.pop("email"), language="en")
        open_since = {"status": Payment.Status.OPEN, "created_at": now - timedelta(days=2)}
        bank = {"provider": "offline", "method": LedgerEntry.Method.BANK}
        Payment.objects.create(donor=donor, **about, **row, **open_since, **bank)
    words = {"donor_name": table["waiting"]["name"], "message": table["waiting"]["message"]}
    unnamed = Payment.objects.filter(donor_name="", status=Payment.Status.SETTLED).first()
    Payment.objects.filter(pk=unnamed.pk).update(words_status=Payment.WordsStatus.WAITING, **words)
    proposal = table["proposal"]
    proposed = now - timedelta(days=proposal.pop("days_ago"))
    Proposal.objects.create(
        kind=LedgerEntry.Kind.GIFT,
        booked_at=proposed,
        proposed_at=proposed,
        proposed_by=treasurer,
        **about,
        **proposal,
    )


def add_desk(campaign, table, now, treasurer):
    """The oldest month closed, the card provider compared last night, a statement to work on."""
    month = closing.oldest_open(campaign)
    if month.is_over:
        closing.close(campaign, month.first_day, treasurer)
    Provider.objects.filter(name=PROVIDER).update(checked_at=now - timedelta(hours=6))
    statement, day = table["statement"], (now - timedelta(days=1)).date()
    rows = ["Date;Amount;Payer;Text", *(f"{day};{';'.join(line)}" for line in statement["lines"])]
    content = "\n".join(rows).encode()
    statements.take_in(content, statement["name"], campaign=campaign, by=treasurer)


def _payments(charge_ref):
    return Payment.objects.filter(provider=PROVIDER, charge_ref=charge_ref)


def _pledge(about, number, moment, now):
    return Pledge.objects.create(
        provider_ref=f"sub_demo_{number}",
        customer_ref=f"cus_demo_{number}",
        status=Pledge.Status.ACTIVE,
        started_at=moment,
        next_charge_at=_next_charge(moment, now),
        **about,
    )


def _next_charge(moment, now):
    """Next month for who gave this month; within what is left of it for who gave before."""
    zone = timezone.get_default_timezone()
    start, end = clock.period(now, zone)
    return end + (moment - start) if moment >= start else now + (end - now) / 2


def _enter(payment, moment):
    """What settling books: the gift, and what the provider keeps."""
    about = {"campaign": payment.campaign, "payment": payment, "method": payment.method}
    about |= {"provider": PROVIDER, "booked_at": moment}
    LedgerEntry.objects.book(
        amount_cents=payment.amount_cents,
        provider_ref=payment.charge_ref,
        donor_name=payment.donor_name,
        message=payment.message,
        is_public=bool(payment.donor_name),
        **about,
    )
    share = payment.amount_cents * settings.DONATION_FEE_PERMILLE // 1000
    LedgerEntry.objects.book(
        kind=LedgerEntry.Kind.FEE,
        amount_cents=-(share + settings.DONATION_FEE_CENTS),
        provider_ref=payment.charge_ref.replace("ch_", "txn_"),
        **about,
    )
