"""manage.py reconcile: how our ledger differs from a provider's own account."""

import re
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from donations import clock, differences
from donations.providers import GATEWAYS, gateway_for
from donations.reconciling import LAG, NIGHT_DAYS, is_clean, last_days, reconcile

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


class Command(BaseCommand):
    help = "Prints each difference between a provider's account and our ledger (docs/donations.md)."

    def add_arguments(self, parser):
        names = [gateway.name for gateway in GATEWAYS if gateway.signature_header]
        parser.add_argument("--provider", choices=names, default=names[0])
        span = parser.add_mutually_exclusive_group()
        span.add_argument("--days", type=int, default=NIGHT_DAYS, help="so many, up to now")
        span.add_argument("--month", help="like 2026-10, in the site's zone")
        parser.add_argument("--mend", action="store_true", help="take over what we missed")

    def handle(self, *, provider, days, month, mend, **options):
        if not gateway_for(provider).is_configured:
            raise CommandError(f"{provider} is not set up: there is nothing to compare.")
        run = reconcile(provider, *_span(days, month), mend=mend)
        for each in run.differences:
            self.stdout.write(_line(each))
        self.stdout.write(_summary(run))
        if not is_clean(run):
            raise SystemExit(1)


def _span(days, month):
    if not month:
        if not 1 <= days <= 1000:
            raise CommandError("--days is a number from 1 to 1000.")
        return last_days(days)
    found = MONTH.fullmatch(month)
    if not found:
        raise CommandError("--month looks like 2026-10.")
    since, until = clock.month(*map(int, found.groups()), timezone.get_default_timezone())
    until = min(until, timezone.now() - LAG)
    if until - since < timedelta():
        raise CommandError("That month has not begun.")
    return since, until


def _line(each):
    ours, theirs = (_cents(each[side]) for side in ("ours", "theirs"))
    kind, at = differences.KINDS[each["kind"]], f"{each['at'][:16]}Z"
    return f"{kind}: {each['ref']} {at} ours {ours}, theirs {theirs} {each['currency']}"


def _cents(cents):
    if cents is None:
        return "-"
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02}"


def _summary(run):
    if run.error:
        return f"Not compared: {run.error}"
    differing = len(differences.real(run.differences))
    return f"{run.compared} compared, {run.mended} taken over, {differing} differences."
