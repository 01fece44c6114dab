"""manage.py recount: prove the counters of comments, votes and discussions, and mend them."""

import sys

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.recounting import recount


class Command(BaseCommand):
    help = "Counts comments and votes again and corrects the stored counters."

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--check", action="store_true", help="only report; exit with 1 if a counter is wrong"
        )
        what.add_argument("--mend", action="store_true", help="correct them; so without a word")

    def handle(self, *, check, **options):
        wrong = recount(mend=not check)
        for counter, rows in sorted(wrong.items()):
            self.stdout.write(f"{counter}: {rows}")
        if not wrong:
            self.stdout.write(_("All counters are right."))
            return
        self.stdout.write(self._sentence(wrong.total(), check))
        if check:
            sys.exit(1)

    def _sentence(self, number, check):
        if check:
            found = ngettext("%d counter is wrong.", "%d counters are wrong.", number)
        else:
            found = ngettext("%d counter was corrected.", "%d counters were corrected.", number)
        return found % number
