"""The differences a comparison found, as rows to read: what, when, how much here and there."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from donations import differences
from donations.models import LedgerEntry, Payment, Pledge
from donations.money import money

# A page with more is of no help: the command prints all.
MOST_ROWS = 200


class Row(NamedTuple):
    label: str
    what: str
    ref: str
    address: str  # of what we have of it, or ""
    at: object
    ours: str
    theirs: str
    gap: str


class Group(NamedTuple):
    name: str
    title: str
    rows: list
    left_out: int


def groups_of(run):
    """Those to look at, and those that are as they should be."""
    real = differences.real(run.differences)
    notes = [each for each in run.differences if each not in real]
    addresses = _addresses(run.provider, [*real[:MOST_ROWS], *notes[:MOST_ROWS]])
    return [
        Group(
            name,
            title,
            [_row(each, addresses) for each in found[:MOST_ROWS]],
            max(0, len(found) - MOST_ROWS),
        )
        for name, title, found in (
            ("real", _("To look at"), real),
            ("notes", _("As it should be"), notes),
        )
        if found
    ]


def _row(each, addresses):
    ours, theirs = each["ours"] or 0, each["theirs"] or 0
    ref = each["ref"]
    return Row(
        label=differences.KINDS.get(each["kind"], each["kind"]),
        what=_what(each),
        ref=ref,
        address=addresses.get(ref) or addresses.get(each["charge"], ""),
        at=parse_datetime(each["at"]),
        ours=_money(each, each["ours"]),
        theirs=_money(each, each["theirs"]),
        gap=_money(each, theirs - ours),
    )


def _what(each):
    kinds = dict(LedgerEntry.Kind.choices)
    return kinds.get(each["what"]) or (_("Monthly gift") if "pledge" in each["kind"] else "")


def _money(each, cents):
    return "–" if cents is None else money(cents, each["currency"], exact=True)


def _addresses(provider, found):
    """{reference: where it is shown}, in one statement for each table."""
    refs = [each["ref"] for each in found] + [each["charge"] for each in found if each["charge"]]
    tables = [
        (LedgerEntry, "provider_ref", "ledgerentry"),
        (Pledge, "provider_ref", "pledge"),
        (Payment, "charge_ref", "payment"),  # rather than its first entry
    ]
    return {
        ref: reverse(f"admin:donations_{name}_change", args=[pk])
        for model, field, name in tables
        for pk, ref in model.objects.filter(
            provider=provider, **{f"{field}__in": set(refs)}
        ).values_list("pk", field)
    }
