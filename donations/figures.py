"""What the database says about a campaign and a month, in one statement."""

from dataclasses import dataclass, replace
from datetime import datetime

from donations import checked
from donations.checked import Check
from donations.models import Campaign


@dataclass(frozen=True)
class Figures:
    """A campaign and its month as they were at one moment."""

    name: str
    headline: str
    appeal: str
    currency: str
    is_paused: bool
    goal_cents: int | None
    raised_cents: int
    gifts: int
    start: datetime
    end: datetime
    read_at: datetime
    # What monthly donors are still to give this month, where the campaign shows it.
    expected_cents: int = 0
    check: Check | None = None


def read_figures(start, end, now):
    """The active campaign's month; nothing without a campaign."""
    campaigns = Campaign.objects.active().with_month(start, end).with_expected(now, end)
    campaign = campaigns.annotate(**checked.columns(checked.card_names())).first()
    if campaign is None:
        return None
    return replace(
        figures_of(campaign, start, end, now),
        goal_cents=campaign.goal_cents,
        raised_cents=campaign.raised_cents,
        gifts=campaign.gifts,
        expected_cents=campaign.expected_cents if campaign.shows_expected else 0,
        check=checked.check_of(campaign),
    )


def figures_of(campaign, start, end, now):
    """A campaign's words, without any sums."""
    return Figures(
        name=campaign.name,
        headline=campaign.headline,
        appeal=campaign.appeal,
        currency=campaign.currency,
        is_paused=campaign.is_paused,
        goal_cents=None,
        raised_cents=0,
        gifts=0,
        start=start,
        end=end,
        read_at=now,
    )
