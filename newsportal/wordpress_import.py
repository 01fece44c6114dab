"""Loads a WordPress export: its posts become articles, their comments a discussion."""

from contextlib import nullcontext

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from articles.wordpress.export import Export
from articles.wordpress.importing import ArticleImport
from articles.wordpress.report import FAILED, IMPORTED, SKIPPED, UNCHANGED, Report
from articles.wordpress.text import plain_text
from comments.importing import already_here, import_thread
from comments.models import Discussion
from newsportal.wordpress_comments import ExportedThread
from newsportal.wordpress_questions import ExportedQuestions


def import_export(path, *, question_keys=None, is_rehearsal=False):
    """Import a file; a rehearsal does everything and keeps nothing. Returns the report.

    `question_keys` are the names of questions by their number in wpDiscuz's own table.
    """
    export = Export(path)
    report = Report()
    articles = ArticleImport(export.site)
    with transaction.atomic() if is_rehearsal else nullcontext():
        for item in export.items():
            report.add(_import_item(articles, item, question_keys or {}))
        if is_rehearsal:
            transaction.set_rollback(True)
    articles.report_on(report)
    if export.removed_characters:
        what = _("characters that XML forbids were removed")
        report.problem("file", "", export.site.fields.get("title", ""), what)
    return report


def _import_item(articles, item, question_keys):
    """One article with its comments, whole or not at all."""
    report = Report()
    try:
        with transaction.atomic():
            article, is_new = articles.take(item, report)
            if article is None:
                report.count(
                    "comment", SKIPPED, _("of an item that was skipped"), len(item.comments)
                )
            else:
                asked = articles.questions_of(item)
                questions = ExportedQuestions(article, item, asked, question_keys, report)
                if is_new:
                    questions.keep()
                questions.link(_import_discussion(article, item, is_new, report))
    except (DatabaseError, ValueError) as error:
        report = Report()
        report.count(item.type, FAILED, type(error).__name__)
        report.problem(item.type, item.id, plain_text(item["title"]), error)
    return report


def _import_discussion(article, item, is_new, report):
    """{key: primary key} of the comments that are new here."""
    rows = ExportedThread(item, report).rows()
    known = {} if is_new else already_here(article, [row["key"] for row in rows])
    found = import_thread(article, rows) if len(known) < len(rows) else {}
    report.count("comment", IMPORTED, number=len(rows) - len(known))
    report.count("comment", UNCHANGED, number=len(known))
    if is_new:
        is_open = item["wp:comment_status"] != "closed"
        Discussion.objects.update_or_create(article=article, defaults={"is_open": is_open})
    return {key: pk for key, pk in found.items() if key not in known}
