"""The tracker on every page, and the box after articles."""

from django import template

from donations.goal import goal_for

register = template.Library()


@register.inclusion_tag("donations/_strip.html", takes_context=True)
def goal_strip(context):
    """A line on top of the page, unless this reader has hidden it."""
    request = context["request"]
    is_hidden = "strip" in request.COOKIES
    return {"goal": None if is_hidden else _asking(request)}


@register.inclusion_tag("donations/_support_box.html", takes_context=True)
def support_box(context):
    return {"goal": _asking(context["request"]), "SITE_NAME": context.get("SITE_NAME", "")}


def _asking(request):
    goal = goal_for(request)
    return goal if goal and goal.is_asking else None
