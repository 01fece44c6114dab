"""What the goal pays for: the costs of the active campaign as a table that adds up."""

from dataclasses import dataclass

from donations.models import Cost
from donations.money import money, percentage


@dataclass(frozen=True)
class Line:
    label: str
    share: str
    amount: str


@dataclass(frozen=True)
class Budget:
    lines: list
    total: str


def of_active_campaign():
    """Nothing when no costs are told."""
    costs = list(Cost.objects.filter(campaign__is_active=True).select_related("campaign"))
    if not costs:
        return None
    amounts = [cost.amount_cents for cost in costs]
    lines = [
        Line(cost.label, percentage(percent), _money(cost.amount_cents, cost.campaign))
        for cost, percent in zip(costs, shares(amounts), strict=True)
    ]
    return Budget(lines, _money(sum(amounts), costs[0].campaign))


def shares(amounts):
    """Whole percents that add up to 100: what rounding leaves goes to the largest remainders."""
    total = sum(amounts)
    floors = [amount * 100 // total for amount in amounts]
    by_remainder = sorted(range(len(amounts)), key=lambda place: -(amounts[place] * 100 % total))
    for place in by_remainder[: 100 - sum(floors)]:
        floors[place] += 1
    return floors


def _money(cents, campaign):
    return money(cents, campaign.currency, exact=bool(cents % 100))
