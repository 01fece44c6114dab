"""What is known of the people behind some comments and reports, in a constant number of statements."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from articles.json_rows import JsonRows
from comments.models import Comment, Report, Sanction, Trace
from comments.readers import email_key

DAYS = 7
LATEST = 30
REJECTED = (Comment.Status.SPAM, Comment.Status.REMOVED)


@dataclass
class Standing:
    """Somebody's last days: comments judged, rejected, reports of them upheld; what holds against them.

    Of those who write much, only the latest 30 comments count.
    """

    judged: int = 0
    rejected: int = 0
    upheld: int = 0
    # The status of the comment before this one; None for a first one.
    previous: int | None = None
    is_known: bool = False
    sanctions: list = field(default_factory=list)

    @property
    def is_first(self):
        return self.is_known and self.previous is None

    @property
    def returns(self):
        return self.previous in REJECTED


@dataclass
class Record:
    """What became of the reports somebody made."""

    settled: int = 0
    upheld: int = 0


def standings_of(comments):
    """{comment id: Standing of its writer}."""
    latest, previous = _last_days(comments), _previous(comments)
    upheld, against = _upheld(latest), _sanctions(comments)
    return {
        comment.pk: Standing(
            *_sums(latest.get(_who(comment), []), upheld),
            previous=previous[comment.pk],
            is_known=_who(comment) is not None,
            sanctions=against[comment.pk],
        )
        for comment in comments
    }


def records_of(reporters):
    """{reporter: Record} of their settled reports."""
    settled = Report.objects.filter(reporter__in=set(reporters) - {None}).exclude(state="open")
    counted = settled.order_by().values_list("reporter")
    counted = counted.annotate(Count("pk"), upheld=Count("pk", filter=Q(state="upheld")))
    return {reporter: Record(*numbers) for reporter, *numbers in counted}


def _who(comment):
    """A member by account, a guest by cookie; None when nobody can tell."""
    return comment.author_id or comment.reader


def _sums(rows, upheld):
    """(judged, rejected, reports upheld) of somebody's last days."""
    rejected = sum(status in REJECTED for _pk, status in rows)
    return len(rows), rejected, sum(upheld.get(pk, 0) for pk, _status in rows)


def _last_days(comments):
    """{person: [(comment id, status), ...]} of what was judged of the last days, newest first.

    No more than LATEST of each person: a page of the desk costs the same whoever is on it.
    """
    anybody = {_who(comment): comment.pk for comment in comments}
    judged = Comment.objects.filter(
        status__in=[Comment.Status.VISIBLE, *REJECTED], created_at__gt=_since()
    ).newest()
    row = JSONObject(pk="pk", status="status")
    theirs = {
        "of_member": judged.filter(author=OuterRef("author")),
        "of_guest": judged.filter(reader=OuterRef("reader"), author=None),
    }
    rows = {name: JsonRows(found.values(row=row)[:LATEST]) for name, found in theirs.items()}
    found = Comment.objects.filter(pk__in=anybody.values()).order_by()
    lists = {pk: lists for pk, *lists in found.annotate(**rows).values_list("pk", *rows)}
    return {
        who: [(row["pk"], row["status"]) for row in (lists[pk][0] or lists[pk][1])]
        for who, pk in anybody.items()
        if who is not None and pk in lists
    }


def _upheld(latest):
    """{comment id: reports of it that were upheld}."""
    theirs = [pk for rows in latest.values() for pk, _status in rows]
    found = Report.objects.filter(comment__in=theirs, state="upheld").order_by()
    return dict(found.values_list("comment").annotate(Count("pk")))


def _previous(comments):
    """{comment id: status of what its writer wrote before it}."""
    earlier = Comment.objects.filter(created_at__lt=OuterRef("created_at")).newest()
    by_member = earlier.filter(author=OuterRef("author"))
    by_guest = earlier.filter(reader=OuterRef("reader"), author=None)
    before = Coalesce(*(Subquery(theirs.values("status")[:1]) for theirs in (by_member, by_guest)))
    found = Comment.objects.filter(pk__in=[comment.pk for comment in comments]).order_by()
    return dict(found.annotate(before=before).values_list("pk", "before"))


def _sanctions(comments):
    """{comment id: what holds against its writer, by account, address or, for guests, network}."""
    guests = [comment for comment in comments if not comment.author_id]
    came = Trace.objects.filter(comment__in=guests, network__isnull=False)
    networks = dict(came.values_list("comment", "network"))
    known = {comment.pk: _known_as(comment, networks) for comment in comments}
    anybody = set().union(*known.values())
    theirs = Q(member__in=_of(int, anybody)) | Q(guest__email__in=_of(str, anybody))
    theirs |= Q(network__in=_of(UUID, anybody)) | Q(address__in=_of(UUID, anybody))
    found = Sanction.objects.in_force().filter(theirs).select_related("guest")
    against = [(each.member_id or _name_of(each), each) for each in found]
    return {pk: [each for whom, each in against if whom in names] for pk, names in known.items()}


def _known_as(comment, networks):
    """An account; else an address, its hash and a network's: never taken for one another."""
    if comment.author_id:
        return {comment.author_id}
    email = comment.email.lower()
    return {email, email and email_key(email), networks.get(comment.pk)} - {"", None}


def _name_of(sanction):
    return sanction.network or sanction.address or sanction.guest.email


def _of(kind, names):
    return [name for name in names if isinstance(name, kind)]


def _since():
    return timezone.now() - timedelta(days=DAYS)
