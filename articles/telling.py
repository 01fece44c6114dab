"""What readers are told of the past: corrections beside the text, and what is kept from them."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import writing
from articles.stamps import move_stamps

SENT_TWICE = timedelta(minutes=10)


@transaction.atomic
def correct(article, *, kind, text, place="bottom", thanks="", by=None, origin="code"):
    """Tell readers something about a public article whose text stays as it is; once if sent twice."""
    current = writing.locked(article)
    _check(current, text)
    writing.keep_baseline(current)
    now = timezone.now()
    edition = current.revisions.filter(edition__isnull=False).order_by("-edition").first()
    about = {"kind": kind, "text": text.strip(), "place": place, "thanks": thanks.strip()}
    if same := current.corrections.filter(made_at__gt=now - SENT_TWICE, by=by, **about).first():
        return same
    correction = current.corrections.create(revision=edition, made_at=now, by=by, **about)
    current.updated_at = now
    current.save(update_fields=["updated_at", "saved_at"])
    writing.record(current, "corrected", by=by, origin=origin, note=text, revision=edition)
    article.refresh_from_db()
    return correction


def _check(article, text):
    if not article.is_readable:
        raise ValidationError(_("Readers can’t open this article now."))
    if not text.strip():
        raise ValidationError({"text": _("Tell readers what changed.")})


@transaction.atomic
def reword(correction, *, by=None, origin="code"):
    """Store a correction that was written anew; the log keeps what it said."""
    former = type(correction).objects.select_for_update().get(pk=correction.pk)
    correction.save()
    note = _("The note said before: %(text)s") % {"text": former.text}
    _log(correction, note, by, origin)


@transaction.atomic
def take_back(correction, *, by=None, origin="code"):
    """Delete a correction; the log keeps what it said."""
    _log(correction, _("The note was deleted: %(text)s") % {"text": correction.text}, by, origin)
    correction.delete()


def _log(correction, note, by, origin):
    about = {"by": by, "origin": origin, "revision": correction.revision}
    writing.record(correction.article, "reworded", note=note, **about)


@transaction.atomic
def withhold(article, revision, is_withheld, *, by=None, origin="code"):
    """Keep an edition out of the history that readers see, or show it there again."""
    revision.is_withheld = is_withheld
    revision.save(update_fields=["is_withheld"])
    note = _("Kept from the public history.") if is_withheld else _("Back in the public history.")
    writing.record(article, "withheld", by=by, origin=origin, note=note, revision=revision)
    move_stamps("articles", f"article:{article.pk}")
