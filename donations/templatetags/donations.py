"""The tracker on every page, and the box after articles."""

from django import template
from django.conf import settings

from donations.goal import goal_for
from donations.money import money

register = template.Library()


@register.filter
def exact_money(cents, currency):
    """1,400.00 of 140,000 cents."""
    return money(cents, currency, exact=True)


@register.inclusion_tag("donations/_strip.html", takes_context=True)
def goal_strip(context):
    """A line on top of the page, unless this reader has hidden it."""
    return _appeal(context["request"])


@register.inclusion_tag("donations/_support_box.html", takes_context=True)
def support_box(context):
    """The appeal after an article, unless this reader has hidden it."""
    return _appeal(context["request"]) | {"SITE_NAME": context.get("SITE_NAME", "")}


def _appeal(request):
    """The goal, where it is asked for and this reader has not hidden it."""
    goal = None if "strip" in request.COOKIES else goal_for(request)
    return {"goal": goal if goal and goal.is_asking else None, "days": settings.STRIP_HIDDEN_DAYS}
