"""What is known of the people behind some comments and reports, in a constant number of statements."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from comments.models import Comment, Report, Sanction, Trace
from comments.readers import email_key

DAYS = 7
REJECTED = (Comment.Status.SPAM, Comment.Status.REMOVED)


@dataclass
class Standing:
    """Somebody's last days: comments judged, rejected, reports of them upheld; what holds against them."""

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
    recent, upheld, previous = _recent(comments), _upheld(comments), _previous(comments)
    against = _sanctions(comments)
    return {
        comment.pk: Standing(
            *recent.get(_who(comment), (0, 0)),
            upheld=upheld.get(_who(comment), 0),
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


def _written_by(comments, prefix=""):
    """Everything of these people, as far as it is certainly theirs."""
    members = {comment.author_id for comment in comments} - {None}
    guests = {comment.reader for comment in comments if not comment.author_id} - {None}
    by_member, by_guest = f"{prefix}author__in", f"{prefix}reader__in"
    return Q(**{by_member: members}) | Q(**{by_guest: guests, f"{prefix}author": None})


def _recent(comments):
    """{person: (judged, rejected)} of the last days."""
    judged = Q(status__in=[Comment.Status.VISIBLE, *REJECTED])
    found = Comment.objects.filter(_written_by(comments), judged, created_at__gt=_since())
    counted = found.order_by().values_list("author", "reader")
    rejected = Count("pk", filter=Q(status__in=REJECTED))
    return _by_person(counted.annotate(Count("pk"), rejected=rejected))


def _upheld(comments):
    """{person: reports upheld of what they wrote in the last days}."""
    theirs = _written_by(comments, "comment__")
    found = Report.objects.filter(theirs, state="upheld", comment__created_at__gt=_since())
    counted = found.order_by().values_list("comment__author", "comment__reader")
    return {who: numbers[0] for who, numbers in _by_person(counted.annotate(Count("pk"))).items()}


def _by_person(rows):
    """Sums for each person; members may have written under several cookies."""
    found = {}
    for author, reader, *numbers in rows:
        before = found.get(author or reader, [0] * len(numbers))
        found[author or reader] = [sum(pair) for pair in zip(before, numbers, strict=True)]
    return found


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
