"""What a movement on a bank statement may be: suggestions for the treasurer, who decides."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Max, Q

from donations.bank import noon
from donations.models import LedgerEntry, Payment, StatementLine
from donations.offline import Offline

# Signs that look alike on paper are one; of each group a code has only one.
ALIKE = str.maketrans("0Q1L", "OOII")
# A transfer comes this long after the form was sent, or money goes back this long after it came.
NEAR = timedelta(days=30)
ANSWERED = timedelta(days=400)
PAID = (Payment.Status.SETTLED, Payment.Status.RETURNED, Payment.Status.QUARANTINED)


@dataclass
class Suggestions:
    """What is known of one line. `code` is what the field for the payment starts with."""

    code: str = ""
    is_sure: bool = False
    announced: Payment | None = None  # whose code stands in the text
    perhaps: tuple[Payment, ...] = ()  # of the same amount, announced shortly before
    before: StatementLine | None = None  # the last that the same payer gave
    answers: LedgerEntry | None = None  # the gift that goes back

    @property
    def is_paid_already(self):
        return self.announced is not None and self.announced.status in PAID


def folded(text):
    """Letters and digits alone, in one case, those that look alike as one."""
    return re.sub(r"[^A-Z0-9]", "", text.upper()).translate(ALIKE)


def payment_with(code):
    """The payment of a code as somebody typed it, or nothing."""
    pk = _codes().get(folded(code))
    return Payment.objects.filter(pk=pk).first() if pk else None


def suggest(lines):
    """{key of a line: its suggestions}, in the same few queries for one line and for hundreds."""
    lines = list(lines)
    announced, codes = {}, _codes()
    for line in lines:
        if pk := _code_in(line.text, codes):
            announced[line.pk] = pk
    payments = _payments(lines, announced.values())
    before, answered = _last_of_payers(lines), _gifts_answered(lines)
    found = {}
    for line in lines:
        own = payments.get(announced.get(line.pk))
        found[line.pk] = _of_gift(line, own, payments.values(), before)
        if line.amount_cents < 0:
            found[line.pk] = _of_return(line, own, answered)
    return found


def _of_gift(line, announced, payments, before):
    known = Suggestions(announced=announced, before=before.get(line.payer))
    if announced is None:
        known.perhaps = tuple(each for each in payments if _may_be(line, each))[:3]
    elif not known.is_paid_already:
        known.code = announced.code
        known.is_sure = _is_of_amount(line, announced)
    return known


def _of_return(line, announced, answered):
    """Money that went back: the gift of this code, of this payer, or of this amount."""
    paid = announced if announced and announced.status in PAID else None
    alike = [entry for entry in answered if _may_answer(line, entry)]
    alike.sort(key=lambda entry: _payer_of(entry) == line.payer, reverse=True)
    entry = next((entry for entry in alike if paid and entry.payment_id == paid.pk), None)
    entry = entry or next(iter(alike), None)
    payment = paid or (entry and entry.payment)
    return Suggestions(code=payment.code or "" if payment else "", announced=paid, answers=entry)


def _codes():
    """{code as it is compared: key of its payment}."""
    found = Payment.objects.filter(provider=Offline.name, code__isnull=False)
    return {folded(code): pk for code, pk in found.values_list("code", "pk")}


def _code_in(text, codes):
    signs = folded(text)
    for length in {len(code) for code in codes}:
        for start in range(len(signs) - length + 1):
            if pk := codes.get(signs[start : start + length]):
                return pk
    return None


def _payments(lines, announced):
    """Those whose codes were found, and those of the same amounts that still wait."""
    days = [line.booked_on for line in lines] or [None]
    near = Q(total__in={line.amount_cents for line in lines}) & ~Q(status__in=PAID)
    if days[0]:
        near &= Q(created_at__range=(noon(min(days)) - NEAR, noon(max(days)) + timedelta(days=1)))
    offline = Payment.objects.filter(provider=Offline.name, code__isnull=False)
    totals = offline.annotate(total=F("amount_cents") + F("cover_cents")).select_related("donor")
    found = totals.filter(Q(pk__in=set(announced)) | near).order_by("-created_at", "-pk")
    return {payment.pk: payment for payment in found}


def _is_of_amount(line, payment):
    return (line.amount_cents, line.currency) == (payment.total_cents, payment.currency)


def _may_be(line, payment):
    waited = noon(line.booked_on) + timedelta(hours=12) - payment.created_at
    is_near = timedelta(0) <= waited <= NEAR
    return _is_of_amount(line, payment) and is_near and payment.status not in PAID


def _last_of_payers(lines):
    """{payer: the last line that was booked of them}."""
    payers = {line.payer for line in lines if line.payer and line.amount_cents > 0}
    booked = StatementLine.objects.filter(payer__in=payers, status=StatementLine.Status.BOOKED)
    booked = booked.filter(amount_cents__gt=0)
    last = booked.order_by().values("payer").annotate(last=Max("pk")).values("last")
    found = StatementLine.objects.filter(pk__in=last).select_related("entry")
    return {line.payer: line for line in found}


def _gifts_answered(lines):
    """Gifts by bank of the amounts that went back, newest first."""
    gone = [line for line in lines if line.amount_cents < 0]
    if not gone:
        return []
    days = [line.booked_on for line in gone]
    gifts = LedgerEntry.objects.gifts().filter(method=LedgerEntry.Method.BANK)
    found = gifts.filter(
        amount_cents__in={-line.amount_cents for line in gone},
        booked_at__range=(noon(min(days)) - ANSWERED, noon(max(days)) + timedelta(days=1)),
    )
    return list(found.select_related("payment", "statement_line").order_by("-booked_at", "-pk"))


def _may_answer(line, entry):
    since = noon(line.booked_on) + timedelta(hours=12) - entry.booked_at
    is_alike = (entry.amount_cents, entry.currency) == (-line.amount_cents, line.currency)
    return is_alike and timedelta(0) <= since <= ANSWERED


def _payer_of(entry):
    return getattr(getattr(entry, "statement_line", None), "payer", "")
