"""What staff can decide about a provider, each on a page that asks first."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from donations import switches
from donations.forms.providers import DecisionForm, SwitchOffForm
from donations.models import LedgerEntry, Provider
from donations.providers import gateway_for

AUTO, OPEN, CLOSED = Provider.Override


class Decision(NamedTuple):
    label: str
    explanation: str
    done: str
    is_grave: bool = False
    form: type = DecisionForm


DECISIONS = {
    "off": Decision(
        _("Switch off"),
        _(
            "Readers are no longer sent there, its button goes from the support page, and your "
            "notice stands in its place. What it tells us of gifts already made still counts."
        ),
        _("Switched off."),
        is_grave=True,
        form=SwitchOffForm,
    ),
    "on": Decision(
        _("Switch on"),
        _("Readers can give this way again. The notice is kept for another time."),
        _("Switched on."),
    ),
    "close": Decision(
        _("Close now"),
        _(
            "Nobody can begin a card gift until you open them again. Other ways stay in view. "
            "What is paid meanwhile is looked at before it counts."
        ),
        _("Closed by hand."),
    ),
    "open": Decision(
        _("Open now"),
        _(
            "Card gifts stay open, also when most cards are declined: the breaker does nothing "
            "until you let it decide again. The limits for each address stay."
        ),
        _("Kept open by hand."),
    ),
    "auto": Decision(
        _("Let the breaker decide"),
        _("Card gifts are open, and close for an hour when cards are being tested."),
        _("The breaker decides again."),
    ),
    "tell": Decision(
        _("Tell the monthly donors"),
        _(
            "Everybody who gives every month this way gets one letter in their language, with "
            "your notice. Asked for again, nobody gets a second one."
        ),
        _("Monthly donors were told."),
    ),
}


def offered(row):
    """The names of the decisions that make sense as the row stands."""
    gateway = gateway_for(row.name)
    names = ["off" if row.is_on else "on"]
    if gateway.repeats and not row.is_on:
        names.append("tell")
    if gateway.method == LedgerEntry.Method.CARD and row.is_on:
        names += [each for each, override in OVERRIDES.items() if row.override != override]
    return names


OVERRIDES = {"close": CLOSED, "open": OPEN, "auto": AUTO}


def decide(row, name, notice=""):
    """Do it; how many donors were told."""
    if name == "tell":
        return switches.tell_monthly_donors(row)
    if name in OVERRIDES:
        row.keep(OVERRIDES[name])
    else:
        row.switch(on=name == "on", notice=notice)
    return 0
