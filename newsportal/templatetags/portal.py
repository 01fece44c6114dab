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


@register.tag
def keep(parser, token):
    """{% keep "name" %} ... {% endkeep %}: the same HTML as a moment ago; see kept_parts.py."""
    _tag, name = token.split_contents()
    drawn = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(name.strip("\"'"), drawn)


class KeepNode(template.Node):
    def __init__(self, name, nodelist):
        self.name, self.nodelist = name, nodelist

    def render(self, context):
        parts = getattr(context.get("request"), "parts", None)
        if parts is None:
            return self.nodelist.render(context)
        return parts.keep(self.name, lambda: self.nodelist.render(context))
