"""The first page of the admin: what waits for the person who keeps the accounts."""

from django import template

from donations import treasury

register = template.Library()


@register.simple_tag
def treasury_waiting(user):
    """Sentences with an address each; see donations/treasury.py."""
    return treasury.waiting_for(user)
