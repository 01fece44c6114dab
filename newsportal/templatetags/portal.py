"""What templates of every app need."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def icon(name, variant=""):
    """A drawing from static/img/icons.svg; `{% icon "forward" "directional" %}` turns with the text."""
    classes = f"icon icon--{variant}" if variant else "icon"
    address = f"{static('img/icons.svg')}#{name}"
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', classes, address
    )
