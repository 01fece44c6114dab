"""manage.py import_wpdiscuz_subscriptions: who followed discussions on the old site goes on here."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.wordpress.export import UnreadableExport
from newsportal.wordpress_subscriptions import import_subscriptions


class Command(BaseCommand):
    help = "Let people who followed discussions with wpDiscuz follow them here, once a day."

    def add_arguments(self, parser):
        parser.add_argument("file", help="wpDiscuz's table wc_comments_subscription as CSV.")
        parser.add_argument("site", help="The address of the old site, as its export names it.")
        parser.add_argument(
            "--they-agreed",
            action="store_true",
            help="They agreed to such mail, and I can show it. Without this, nothing is kept.",
        )

    def handle(self, *, file, site, they_agreed, **options):
        try:
            result = import_subscriptions(file, site, is_rehearsal=not they_agreed)
        except UnreadableExport as error:
            raise CommandError(str(error)) from error
        self.stdout.write(result.as_text())
        if not they_agreed:
            self.stdout.write(_("Dry run: nothing was kept."))
