"""Tables of the old site that no export holds, as CSV files whose first line names the columns."""

import csv

from django.utils.translation import gettext as _

from articles.wordpress.export import UnreadableExport

SEPARATORS = ",;\t"
SUBSCRIPTIONS = (
    *("email", "subscribtion_id", "post_id", "subscribtion_type"),  # spelt as wpDiscuz does
    *("confirm", "subscription_date"),
)


def question_keys(path):
    """{number: name in the text} of wpDiscuz's questions (wc_feedback_forms)."""
    return {row["id"]: row["unique_id"] for row in _rows(path, ("id", "unique_id"))}


def subscriptions(path):
    """The rows of wc_comments_subscription."""
    return _rows(path, SUBSCRIPTIONS)


def _rows(path, columns):
    """These columns of each line, all of them before anything is done with one."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            separator = max(SEPARATORS, key=file.readline().count)
            file.seek(0)
            table = csv.DictReader(file, delimiter=separator)
            _check(table.fieldnames or (), columns)
            return [{name: (row[name] or "").strip() for name in columns} for row in table]
    except OSError as error:
        message = _("The file can't be read: %(why)s.")
        raise UnreadableExport(message % {"why": error.strerror}) from error
    except (UnicodeError, csv.Error) as error:
        raise UnreadableExport(_("The file is not CSV in UTF-8.")) from error


def _check(found, columns):
    missing = ", ".join(name for name in columns if name not in found)
    if missing:
        message = _("The first line of the file does not name these columns: %(names)s.")
        raise UnreadableExport(message % {"names": missing})
