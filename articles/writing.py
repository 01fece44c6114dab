"""The one way into an article's content: checked against other editors, kept as a revision."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from articles import checklist
from articles.contents import check_address, content_of, normal, overlay, put, working_content

STATES_OF_READERS = {"published", "retracted"}
SCHEDULED = _("It is scheduled and would come out like this. Take it off the schedule first.")


class Conflict(Exception):
    """Somebody else changed the article since `seen`; `article` is how it stands now."""

    def __init__(self, article):
        super().__init__(f"article {article.pk} is at version {article.version}")
        self.article = article


def locked(article):
    """The article as it stands, locked until the transaction ends."""
    articles = type(article).objects.select_related(None)
    return articles.select_for_update(of=("self",)).get(pk=article.pk)


def check_version(article, seen):
    """Refuse to go on from another version than `seen`; None asks for nothing. Conflict."""
    if seen is not None and seen != article.version:
        raise Conflict(article)


@transaction.atomic
def write(
    article, content, *, by=None, seen=None, origin="code", action="saved", note="", restores=None
):
    """Save content as a new revision and return it, or None when nothing changed.

    What readers see of a public article stays until `publish_changes`: the revision waits as
    `article.pending`. Otherwise the article's own row changes at once. `seen` is the version the
    writer started from: Conflict when it is not the current one. `article` is refreshed.
    """
    current = locked(article)
    check_version(current, seen)
    content, state = normal(content), current.state
    if content == normal(working_content(current)):
        return None
    keep_baseline(current)
    revision = add_revision(current, content, by=by, restores=restores)
    if state in STATES_OF_READERS:
        check_address(current, content["slug"])
        current.pending = revision
        current.save(update_fields=["version", "pending", "saved_at"])
    else:
        reopen(current, by)
        put(current, content)
        if state == "scheduled":
            hand_on_edition(current, revision)
    record(current, action, by=by, origin=origin, note=note, revision=revision)
    article.refresh_from_db()
    return revision


@transaction.atomic
def start(article, content, *, by=None, origin="code"):
    """Save a new article with its first revision; who started it owns it."""
    content = normal(content)
    check_address(article, content["slug"])
    article.owner = by
    overlay(article, content).save()
    revision = add_revision(article, content, by=by)
    put(article, content)
    record(article, "created", by=by, origin=origin, revision=revision)
    return revision


def keep_baseline(article):
    """An article from before its first revision (imported, made by code) gets one as it stands."""
    if not article.revisions.exists():
        is_out = article.status in article.SEEN
        edition = {"edition": 1, "published_at": article.published_at} if is_out else {}
        article.revisions.create(
            version=article.version,
            content=normal(content_of(article)),
            created_at=article.saved_at,
            **edition,
        )


def add_revision(article, content, **fields):
    """The next version of a locked article; saving the article is the caller's."""
    article.version += 1
    return article.revisions.create(version=article.version, content=content, **fields)


def reopen(article, by):
    """What was approved and then changed by somebody who may not approve is reviewed again."""
    may_approve = by is None or by.has_perm("articles.approve_article")
    if article.status == article.Status.APPROVED and not may_approve:
        article.status = article.Status.REVIEW


def hand_on_edition(article, revision):
    """A scheduled article comes out as last saved, if nothing is missing then."""
    reasons = [check.reason for check in checklist.missing(article)]
    if reasons:
        raise ValidationError([SCHEDULED, *reasons])
    former = article.revisions.filter(edition__isnull=False).order_by("-edition").first()
    if former and former.published_at == article.published_at:
        edition = former.edition
        article.revisions.filter(pk=former.pk).update(edition=None, published_at=None)
        article.revisions.filter(pk=revision.pk).update(
            edition=edition, published_at=article.published_at
        )


def record(article, action, *, by=None, origin="code", note="", revision=None):
    """A line of the newsroom's log, in the caller's transaction."""
    events = apps.get_model("articles", "Event").objects
    return events.create(
        article=article,
        headline=article.headline,
        action=action,
        origin=origin,
        by=by,
        note=note[:1000],
        revision=revision,
    )
