"""How each provider stands, at a glance."""

from datetime import timedelta

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from donations import breaker
from donations.admin import decisions
from donations.models import Attempt, LedgerEntry, Provider
from donations.providers import GATEWAYS

MOMENT = "j E Y, H:i"
PERIODS = [
    ("minutes", timedelta(minutes=10), gettext_lazy("10 minutes")),
    ("hour", timedelta(hours=1), gettext_lazy("Hour")),
    ("day", timedelta(days=1), gettext_lazy("Day")),
]


class Glance:
    """One provider: its row, what the settings say, and what was tried lately."""

    def __init__(self, row, gateway, counts, decision, now):
        self.row, self.gateway, self.counts = row, gateway, counts
        self.decision, self.now = decision, now

    @property
    def is_taking(self):
        return self.gateway.is_configured and self.row.is_on and not self.is_closed

    @property
    def is_closed(self):
        return self.row.is_closed_at(self.now)

    @property
    def method(self):
        return self.gateway.method.label

    @property
    def state(self):
        if not self.gateway.is_configured:
            return _("Not set up")
        if not self.row.is_on:
            return _("Switched off")
        if self.is_closed:
            return _("Closed")
        return pgettext("way to give", "Open")

    @property
    def mode(self):
        return _("live") if self.gateway.is_live else _("test: nothing is charged or counted")

    @property
    def is_card(self):
        return self.gateway.method == LedgerEntry.Method.CARD

    @property
    def breaker(self):
        """What the breaker does, and why, in a sentence."""
        if self.row.override == Provider.Override.CLOSED:
            return _("Closed by hand until you open it")
        if self.row.override == Provider.Override.OPEN:
            return _("Kept open by hand: the breaker does nothing")
        if self.is_closed:
            until = date_format(timezone.localtime(self.row.closed_until), MOMENT)
            why = breaker.REASONS.get(self.row.closed_why, _("Closed by itself"))
            return _("%(why)s: closed until %(until)s") % {"until": until, "why": why}
        return pgettext("breaker", "Ready")

    @property
    def tried(self):
        """A row of numbers for each kind of attempt."""
        return [
            (kind.label, [self.counts.get(f"{kind}_{name}", 0) for name, _span, _label in PERIODS])
            for kind in Attempt.Kind
        ]

    @property
    def decisions(self):
        return [(name, decisions.DECISIONS[name]) for name in decisions.offered(self.row)]


def glances(rows):
    """Of all providers there are, in the order in which readers are offered them."""
    now, known = timezone.now(), {row.name: row for row in rows}
    counts, decided = _counts(now), _last_decisions(known.values())
    return [
        Glance(row, make(), counts.get(row.name, {}), decided.get(str(row.pk)), now)
        for make in GATEWAYS
        if (row := known.get(make.name))
    ]


def _counts(now):
    numbers = {
        f"{kind}_{name}": Count("pk", filter=Q(kind=kind, made_at__gt=now - span))
        for kind in Attempt.Kind
        for name, span, _label in PERIODS
    }
    lately = Attempt.objects.filter(made_at__gt=now - PERIODS[-1][1]).order_by()
    return {found["provider"]: found for found in lately.values("provider").annotate(**numbers)}


def _last_decisions(rows):
    """The newest line of each one's history, by its key as the history writes it."""
    kind = ContentType.objects.get_for_model(Provider)
    keys = [str(row.pk) for row in rows]
    lines = LogEntry.objects.filter(content_type=kind, object_id__in=keys).order_by("action_time")
    return {line.object_id: line for line in lines.select_related("user")}
