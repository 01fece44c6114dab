"""The article text: which HTML an editor may write, and the one place that cleans it."""

import re

import nh3
from django.conf import settings
from django_prose_editor.config import allowlist_from_extensions
from django_prose_editor.fields import ProseEditorField

from articles.editor_parts import EXTENSIONS
from articles.nesting import shallow

# Tab and newline stay; the others break feeds, and PostgreSQL refuses NUL.
CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# Each that begins no entity costs the parser a look back over the others.
LONE_AMPERSAND = re.compile("&(?!#?[0-9a-zA-Z]{1,32};)")
# Characters that browsers drop from an address or read as a slash.
TRICKS_IN_ADDRESSES = re.compile(r"[\s\\\x00-\x1f\x7f]")
# A picture as nh3 writes it: every value quoted, no quote inside a value.
PICTURE = re.compile(r'<img(?: [a-z-]+="[^"]*")*>')
NUMBER = re.compile("[0-9]{1,18}")
NUMBERS = {"width", "height", "data-file"}
# Reading HTML mends what is nested wrongly, and what was mended can be read in another way again.
REPAIRS = 5
# What a class or a direction may say, by tag; the looks are in prose.css.
CLASSES = {"figure": {"wide"}, "blockquote": {"pull"}, "p": {"card"}}
DIRECTIONS = {"ltr", "rtl", "auto"}


def sanitize_body(html):
    """The HTML we store: tags and attributes of the editor's own list, nothing that runs.

    Every way into the body passes here: the admin form, `save()`, the WordPress import.
    """
    html = LONE_AMPERSAND.sub("&amp;", shallow(CONTROL_CHARACTERS.sub("", html or "")))
    for _round in range(REPAIRS):
        clean = PICTURE.sub(_checked_picture, _cleaner.clean(html)).replace("<p></p>", "")
        if clean == html:
            break
        html = clean
    return html


def is_our_picture(address):
    """True for an address of ours: reading an article must not call at anybody else's."""
    if not address or TRICKS_IN_ADDRESSES.search(address) or address.startswith("//"):
        return False
    is_relative = ":" not in address.partition("/")[0]
    return address.startswith(settings.MEDIA_URL) or is_relative


def _filter_attribute(tag, name, value):
    """The editor's list allows any picture address, any class and any text as a number."""
    if tag == "img" and name == "src":
        return value if is_our_picture(value) else None
    if name == "class":
        return value if value in CLASSES.get(tag, ()) else None
    if name == "dir":
        return value if value in DIRECTIONS else None
    return value if name not in NUMBERS or NUMBER.fullmatch(value) else None


def _checked_picture(match):
    tag = match[0]
    if ' src="' not in tag:
        return ""
    return tag if ' alt="' in tag else tag.replace("<img ", '<img alt="" ')


_cleaner = nh3.Cleaner(
    **allowlist_from_extensions(EXTENSIONS), attribute_filter=_filter_attribute, strip_comments=True
)


def _with_hosts():
    """The editor's list; a link card knows which addresses it may show."""
    card = EXTENSIONS["LinkCard"] | {"hosts": settings.EMBED_HOSTS}
    return EXTENSIONS | {"LinkCard": card}


class ArticleBodyField(ProseEditorField):
    """Rich text that is sanitized in the form and again whenever a row is written."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, extensions=_with_hosts(), sanitize=sanitize_body, **kwargs)

    def pre_save(self, instance, add):
        value = sanitize_body(super().pre_save(instance, add))
        setattr(instance, self.attname, value)
        return value
