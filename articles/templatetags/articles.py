from django import template

register = template.Library()


@register.simple_tag
def section_nav():
    return ""
