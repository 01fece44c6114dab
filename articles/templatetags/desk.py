"""The first page of the newsroom: what waits for the person who opens it."""

from django import template

from articles import desk

register = template.Library()


@register.simple_tag
def desk_parts(user):
    """The lists of articles and pictures that wait; see articles/desk.py."""
    return desk.parts_for(user)
