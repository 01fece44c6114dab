"""manage.py import_wordpress: load the posts and comments of a WordPress export."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.wordpress.export import UnreadableExport
from newsportal.wordpress_import import import_export
from newsportal.wordpress_tables import question_keys


class Command(BaseCommand):
    help = "Load the posts and comments of a WordPress export (WXR 1.0 to 1.2)."

    def add_arguments(self, parser):
        parser.add_argument("file", help="The .xml file WordPress gave you (Tools, Export).")
        parser.add_argument(
            "--dry-run", action="store_true", help="Report what would happen, keep nothing."
        )
        parser.add_argument("--report", help="Also write the report as JSON to this file.")
        parser.add_argument(
            "--questions", help="wpDiscuz's table wc_feedback_forms as CSV, if there are questions."
        )

    def handle(self, *, file, dry_run, report, questions, **options):
        try:
            keys = question_keys(questions) if questions else None
            result = import_export(file, question_keys=keys, is_rehearsal=dry_run)
        except UnreadableExport as error:
            raise CommandError(str(error)) from error
        self.stdout.write(result.as_text())
        if report:
            facts = {"file": file, "dry_run": dry_run} | result.as_json()
            text = json.dumps(facts, ensure_ascii=False, indent=2)
            Path(report).write_text(text + "\n", encoding="utf-8")
        if dry_run:
            self.stdout.write(_("Dry run: nothing was kept."))
        if result.has_failures:
            raise CommandError(_("Some items could not be stored; see the report."))
