"""What moderators see of a person: who they are, what they wrote, what was said and done about them."""

from dataclasses import dataclass
from datetime import timedelta
from heapq import merge
from itertools import islice

from allauth.account.models import EmailAddress
from django.db.models import Count, F, Min, Prefetch, Q, Sum, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from comments import appeals, cursors, persons
from comments.models import Comment, Note, Report, Sanction, Trace
from comments.queues import cursor_of, place_in

TABS = {
    "comments": _("All"),
    "rejected": _("Rejected"),
    "reports": _("Reports"),
    "account": _("Account"),
    "notes": _("Notes"),
}
PER_PAGE = 20
# What grows with a person slowly is shown as far as somebody would read.
LINES_MAX = 100
NAMES_MAX = 20
RECENT_DAYS = 7
Status = Comment.Status
REJECTED = Q(status__in=(Status.SPAM, Status.REMOVED))
VISIBLE = Q(status=Status.VISIBLE)


@dataclass(frozen=True)
class Drawer:
    """A person, and by what they were found: `kind` member, guest or comment, and its id."""

    kind: str
    pk: int
    person: persons.Person

    @property
    def path(self):
        name = "person_of" if self.kind == "comment" else self.kind
        return reverse(f"moderation:{name}", args=[self.pk])

    @property
    def name(self):
        return self.person.name or self.address

    @property
    def address(self):
        """Enough of a guest's address to tell it from another."""
        local, _at, domain = self.person.email.rpartition("@")
        return f"{local[:1]}•••@{domain}" if domain else ""

    @property
    def comments(self):
        """Theirs, and what bears a guest's address: moderators are told that it proves nothing."""
        return self.person.comments(also_signed=True)

    @cached_property
    def sanctions(self):
        """What holds against them, but for warnings they have read."""
        read = Q(kind=Sanction.Kind.WARNING, acknowledged_at__isnull=False)
        return list(self.person.sanctions().exclude(read))

    @cached_property
    def numbers(self):
        recent = Q(created_at__gt=timezone.now() - timedelta(days=RECENT_DAYS))
        found = self.comments.aggregate(
            first=Min("created_at"),
            published=Count("pk", filter=VISIBLE),
            waiting=Count("pk", filter=Q(status=Status.PENDING)),
            rejected=Count("pk", filter=Q(status=Status.REMOVED)),
            spam=Count("pk", filter=Q(status=Status.SPAM)),
            votes=Sum("score", filter=VISIBLE, default=0),
            recent=Count("pk", filter=recent & (VISIBLE | REJECTED)),
            recent_rejected=Count("pk", filter=recent & REJECTED),
        )
        share = found["recent_rejected"] * 100 / max(found["recent"], 1)
        return found | {"share": round(share)}

    @cached_property
    def since(self):
        return self.person.member.date_joined if self.person.member else self.numbers["first"]

    @cached_property
    def neighbours(self):
        """Other names from the same networks, as long as traces are kept; some of them."""
        theirs = Trace.objects.filter(comment__in=self.comments, network__isnull=False)
        near = Comment.objects.filter(trace__network__in=theirs.values("network"))
        others = near.exclude(pk__in=self.comments.values("pk")).exclude(name=self.person.name)
        names = others.order_by("name").values_list("name", flat=True).distinct()
        return list(names[: NAMES_MAX + 1])

    @property
    def has_many_neighbours(self):
        return len(self.neighbours) > NAMES_MAX

    def page_of_comments(self, after, *, rejected=False):
        """Some comments, newest first, with why they were rejected, and the cursor of the next."""
        chosen = self.comments.filter(REJECTED) if rejected else self.comments
        why = Prefetch("decisions", appeals.rejections(), to_attr="rejected")
        chosen = chosen.select_related("article").prefetch_related(why)
        newest = cursors.past(cursors.in_order(chosen, "newest"), "newest", after)
        return _page(list(newest[: PER_PAGE + 1]), lambda row: cursors.cursor_after(row, "newest"))

    def page_of_reports(self, after):
        """Reports they made (`is_made`) and reports of their comments, newest first."""
        made = _some_reports(self._reports_made, after)
        for report in made:
            report.is_made = True
        received = _some_reports(Report.objects.filter(comment__in=self.comments), after)
        both = merge(made, received, key=_place, reverse=True)
        return _page(list(islice(both, PER_PAGE + 1)), lambda row: cursor_of(_place(row)))

    @cached_property
    def made(self):
        """How many reports they made, and what became of them."""
        states = {state: Count("pk", filter=Q(state=state)) for state in Report.State.values}
        return self._reports_made.order_by().aggregate(all=Count("pk"), **states)

    @property
    def _reports_made(self):
        if self.person.member:
            return Report.objects.filter(member=self.person.member)
        key = self.person.reader_key
        return Report.objects.filter(reporter=key) if key else Report.objects.none()

    def history(self):
        """All sanctions there were, newest first."""
        known = self._about()
        if not known and self.person.networks:
            known = {"network__in": self.person.networks}
        if not known:
            return []
        sanctions = Sanction.objects.filter(**known).select_related("moderator", "lifted_by")
        return list(sanctions[:LINES_MAX])

    def has_confirmed_address(self):
        if self.person.member:
            return EmailAddress.objects.filter(user=self.person.member, verified=True).exists()
        return self.person.is_confirmed

    def notes(self):
        known = self._about()
        notes = Note.objects.filter(**known) if known else Note.objects.none()
        return list(notes.select_related("moderator")[:LINES_MAX])

    def note_count(self):
        known = self._about()
        return Note.objects.filter(**known).count() if known else 0

    def _about(self):
        """The person as sanctions and notes name them."""
        if self.person.member:
            return {"member": self.person.member}
        return {"guest": self.person.guest} if self.person.guest else {}


def _some_reports(reports, after):
    place = place_in(after)
    reports = reports.select_related("comment__article").order_by("-reported_at", "-pk")
    if place:
        columns, values = [F("reported_at"), F("id")], map(Value, place)
        reports = reports.filter(cursors.RowComparison(columns, "<", values))
    return list(reports[: PER_PAGE + 1])


def _place(report):
    return report.reported_at, report.pk


def _page(found, cursor):
    """The rows of a page, and the cursor of the next ("" when there is none)."""
    shown = found[:PER_PAGE]
    return shown, cursor(shown[-1]) if len(found) > len(shown) else ""
