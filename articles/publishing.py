"""What happens to an article between its first draft and its retraction.

Every verb locks the article, checks that it may happen from where it stands, changes the state,
moves on the version and writes a line of the log, in one transaction. Who may ask for it is in
rights.py and asked by the admin, not here.

draft -> review -> approved -> published (scheduled while its time has not come)
published -> unpublished | retracted; unpublished -> published again
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.template.defaultfilters import date as formatted
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import checklist, contents, writing

# The states (Article.state) that each verb starts from.
STARTS = {
    "submit": {"draft"},
    "take_back": {"review"},
    "send_back": {"review", "approved"},
    "approve": {"draft", "review"},
    "publish": {"draft", "review", "approved", "scheduled", "unpublished"},
    "unschedule": {"scheduled"},
    "publish_changes": {"published", "retracted"},
    "discard_changes": {"published", "retracted"},
    "unpublish": {"scheduled", "published", "retracted"},
    "retract": {"published", "unpublished"},
}


class WrongState(ValidationError):
    """The article is not where this verb starts from."""


def check_ready(article, at=None):
    """Every reason why it can't be published at a moment (default: now), as ValidationError."""
    reasons = [check.reason for check in checklist.missing(article, at)]
    embargo = article.embargo_until
    if embargo and embargo > (at or timezone.now()):
        until = formatted(timezone.localtime(embargo), "j E Y, H:i T")
        reasons.append(_("It is under embargo until %(time)s.") % {"time": until})
    if reasons:
        raise ValidationError(reasons)


@transaction.atomic
def submit(article, *, by=None, origin="code", note=""):
    """draft -> review."""
    current = _from(article, "submit")
    return _move(article, current, "review", "submitted", by=by, origin=origin, note=note)


@transaction.atomic
def send_back(article, *, by=None, origin="code", note=""):
    """review, approved -> draft, with what is still wanted."""
    current = _from(article, "send_back")
    return _move(article, current, "draft", "sent_back", by=by, origin=origin, note=note)


@transaction.atomic
def take_back(article, *, by=None, origin="code", note=""):
    """review -> draft, by its writers."""
    current = _from(article, "take_back")
    return _move(article, current, "draft", "sent_back", by=by, origin=origin, note=note)


@transaction.atomic
def approve(article, *, by=None, origin="code", note=""):
    """draft, review -> approved."""
    current = _from(article, "approve")
    return _move(article, current, "approved", "approved", by=by, origin=origin, note=note)


@transaction.atomic
def publish(article, at=None, *, by=None, origin="code", note=""):
    """Any state but retracted -> published at a moment; in the future it is scheduled.

    An article that was public before keeps its first time unless `at` is given. Publishing what is
    public changes nothing.
    """
    current = writing.locked(article)
    if current.is_public and at is None:
        return current
    _check_start(current, "publish")
    now = timezone.now()
    at = at or (current.published_at if current.was_public else None) or now
    check_ready(current, at)
    writing.keep_baseline(current)
    current.published_at, current.is_gone = at, False
    if current.updated_at and current.updated_at < at:
        current.updated_at = None
    about = {"by": by, "origin": origin, "note": note, "revision": _open_edition(current, at, now)}
    action = "scheduled" if at > now else "published"
    return _move(article, current, "published", action, **about)


@transaction.atomic
def unschedule(article, *, by=None, origin="code", note=""):
    """scheduled -> approved; -> unpublished what readers knew before it was scheduled again."""
    current = _from(article, "unschedule")
    current.revisions.filter(published_at=current.published_at).update(
        edition=None, published_at=None
    )
    first = current.revisions.filter(edition__isnull=False).order_by("edition").first()
    current.published_at = first.published_at if first else None
    status = "unpublished" if first else "approved"
    return _move(article, current, status, "unscheduled", by=by, origin=origin, note=note)


@transaction.atomic
def publish_changes(
    article, *, by=None, seen=None, origin="code", kind="", text="", place="bottom", thanks=""
):
    """Put the pending revision in front of readers; return the Correction, or None for a typo.

    `kind` is a Correction.Kind, empty for what readers need not be told. Refused (ValidationError)
    without pending changes, or while they miss something that publication asks for.
    """
    current = writing.locked(article)
    writing.check_version(current, seen)
    if current.state not in STARTS["publish_changes"] or current.pending is None:
        raise ValidationError(_("There are no changes to publish."))
    revision, now = current.pending, timezone.now()
    contents.put(current, revision.content)
    check_ready(current, current.published_at)
    current.pending = None
    if kind:
        current.updated_at = now
    _number(current, revision, now)
    correction = _correct(
        current, revision, now, by=by, kind=kind, text=text, place=place, thanks=thanks
    )
    about = {"by": by, "origin": origin, "note": text, "revision": revision}
    _move(article, current, current.status, "changed", **about)
    return correction


@transaction.atomic
def discard_changes(article, *, by=None, origin="code", note=""):
    """Drop the pending revision; it stays in the list of versions."""
    current = writing.locked(article)
    if current.state not in STARTS["discard_changes"] or current.pending is None:
        raise ValidationError(_("There are no changes to discard."))
    about = {"by": by, "origin": origin, "note": note, "revision": current.pending}
    current.pending = None
    return _move(article, current, current.status, "discarded", **about)


@transaction.atomic
def unpublish(article, *, gone=False, by=None, origin="code", note=""):
    """published, retracted -> unpublished: readers get 404, or 410 when it is `gone` for good."""
    current = _from(article, "unpublish")
    if current.is_scheduled:
        return unschedule(article, by=by, origin=origin, note=note)
    writing.keep_baseline(current)
    current.is_gone = gone
    if current.pending:
        contents.put(current, current.pending.content)
        current.pending = None
    return _move(article, current, "unpublished", "unpublished", by=by, origin=origin, note=note)


@transaction.atomic
def retract(article, *, text, by=None, origin="code", place="top", thanks=""):
    """published, unpublished -> retracted: the page stays, under a notice that says why."""
    current = _from(article, "retract")
    writing.keep_baseline(current)
    now = timezone.now()
    current.updated_at, current.is_featured, current.is_gone = now, False, False
    revision = current.revisions.exclude(edition=None).order_by("-edition").first()
    if current.status == "unpublished":
        _put_back(current, revision)
    about = {"by": by, "text": text, "place": place, "thanks": thanks}
    correction = _correct(current, revision, now, kind="retraction", **about)
    _move(article, current, "retracted", "retracted", by=by, origin=origin, note=text)
    return correction


@transaction.atomic
def set_embargo(article, until, *, by=None, origin="code", note=""):
    """Set, move or lift (None) the embargo of what is not public and not due before its end."""
    current = writing.locked(article)
    if until == current.embargo_until:
        return current
    if until and (was_ever_public(current) or _is_out_before(current, until)):
        raise ValidationError(_("It is published, or scheduled, before this embargo ends."))
    current.embargo_until = until
    action = "embargoed" if until else "released"
    return _move(article, current, current.status, action, by=by, origin=origin, note=note)


@transaction.atomic
def feature(article, is_featured, *, by=None, seen=None, origin="code", note=""):
    """Choose it to lead the front page, or no longer; `seen` as in `writing.write`."""
    current = writing.locked(article)
    writing.check_version(current, seen)
    if current.is_featured == is_featured:
        return current
    current.is_featured = is_featured
    about = {"by": by, "origin": origin, "note": note}
    return _move(article, current, current.status, "featured", **about)


def was_ever_public(article):
    """True when readers had it in front of them, however it stands now."""
    seen = article.revisions.filter(edition__isnull=False, published_at__lte=timezone.now())
    return article.was_public or seen.exists()


def _is_out_before(article, moment):
    return article.published_at is not None and article.published_at < moment


def _from(article, verb):
    """The locked article, when the verb may start from its state."""
    current = writing.locked(article)
    _check_start(current, verb)
    return current


def _check_start(article, verb):
    if article.state not in STARTS[verb]:
        state = _("Scheduled") if article.is_scheduled else article.get_status_display()
        text = _("That can't be done now: the article is “%(state)s”.")
        raise WrongState(text % {"state": state})


def _move(article, current, status, action, **about):
    """Store the new state with its line of the log, and show it on the caller's object."""
    current.status = status
    current.version += 1
    current.save()
    writing.record(current, action, **about)
    article.refresh_from_db()
    return article


def _open_edition(article, at, now):
    """The revision with the text as it stands becomes an edition that readers see from `at` on."""
    revision = _standing_revision(article)
    if revision.edition is None:
        _number(article, revision, at)
    elif revision.published_at > now:
        article.revisions.filter(pk=revision.pk).update(published_at=at)
    return revision


def _standing_revision(article):
    """The newest revision that says what the row says: changes may have been discarded since."""
    content = contents.normal(contents.content_of(article))
    newest_first = article.revisions.order_by("-version").iterator(chunk_size=10)
    same = (revision for revision in newest_first if revision.content == content)
    return next(same, None) or writing.add_revision(article, content)


def _number(article, revision, at):
    """Make a revision the next edition."""
    last = article.revisions.aggregate(last=Max("edition"))["last"] or 0
    article.revisions.filter(pk=revision.pk).update(edition=last + 1, published_at=at)


def _put_back(article, edition):
    """What was written since readers had it stays in the list of versions."""
    contents.put(article, edition.content | {"slug": article.slug})
    check_ready(article)


def _correct(article, revision, at, *, by, kind, text, place, thanks):
    if not kind:
        return None
    if not text.strip():
        raise ValidationError({"text": _("Tell readers what changed.")})
    about = {"kind": kind, "text": text.strip(), "place": place, "thanks": thanks.strip()}
    return article.corrections.create(revision=revision, made_at=at, by=by, **about)
