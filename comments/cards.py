"""A comment as moderators see it, with all they need to decide; a page of them in a constant number
of statements."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count, Prefetch, prefetch_related_objects

from articles.models import Article
from comments.claims import claims_on
from comments.deciding import version_of
from comments.excerpts import excerpt
from comments.grounds import ground_of
from comments.marking import marked, typed
from comments.models import Claim, Comment, Decision, Report, Revision
from comments.standing import Record, Standing, records_of, standings_of

# Of each comment; how many open reports there are in all, the comment knows.
REPORTS_SHOWN = 10
DECISIONS_SHOWN = 10
A_MOMENT = timedelta(minutes=1)


@dataclass
class Card:
    """One comment; `typed` is its source, for what a rule saw there and the page can't show."""

    comment: Comment
    version: str
    body: str
    typed: str
    grounds: list
    reports: list
    decisions: list
    answered: "Answered | None"
    standing: Standing
    claim: Claim | None
    revisions: int = 0

    @property
    def waited_later(self):
        """Since when it waits, where that is not since it was written."""
        since = self.comment.queued_at
        return since if since and since - self.comment.created_at > A_MOMENT else None


@dataclass
class Answered:
    """Whom a comment answers, and what they said; nothing of it when it is gone."""

    comment: Comment
    words: str = ""


@dataclass
class ShownReport:
    report: Report
    record: Record = field(default_factory=Record)


def cards_of(comments):
    """Cards of these comments, in their order."""
    _fetch(comments)
    answered, standings = _answered(comments), standings_of(comments)
    claims, revisions = claims_on([each.pk for each in comments]), _revisions(comments)
    records = records_of(report.reporter for each in comments for report in each.shown_reports)
    return [
        _card(
            comment,
            answered=answered.get(comment.reply_to_id or comment.parent_id),
            standing=standings[comment.pk],
            claim=claims.get(comment.pk),
            revisions=revisions.get(comment.pk, 0),
            reports=[
                ShownReport(each, records.get(each.reporter, Record()))
                for each in comment.shown_reports
            ],
        )
        for comment in comments
    ]


def _card(comment, **found):
    grounds = [ground_of(finding) for finding in comment.findings.all()]
    words = {word for ground in grounds for word in ground.words}
    places = [place for ground in grounds for place in ground.places]
    body, is_complete = marked(comment.body_html, words)
    return Card(
        comment,
        version_of(comment),
        body=body,
        typed="" if is_complete else typed(comment.text, places),
        grounds=grounds,
        decisions=comment.shown_decisions,
        **found,
    )


def _fetch(comments):
    """What hangs on the comments, one statement each."""
    articles = Article.objects.select_related("section").only(
        *("headline", "slug", "language", "status", "published_at"),
        *("section__name", "section__slug"),
    )
    reports = Report.objects.filter(state="open").select_related("member")
    decisions = Decision.objects.select_related("moderator")
    prefetch_related_objects(
        comments,
        Prefetch("article", articles),
        "author",
        "prompt",
        "findings",
        Prefetch("reports", reports[:REPORTS_SHOWN], to_attr="shown_reports"),
        Prefetch("decisions", decisions[:DECISIONS_SHOWN], to_attr="shown_decisions"),
    )


def _answered(comments):
    asked = {comment.reply_to_id or comment.parent_id for comment in comments} - {None}
    found = Comment.objects.in_bulk(asked)
    return {pk: Answered(each, excerpt(each.body_html)) for pk, each in found.items()}


def _revisions(comments):
    """{comment id: how many earlier texts it has}."""
    counted = Revision.objects.filter(comment__in=comments).order_by().values_list("comment")
    return dict(counted.annotate(Count("pk")))
