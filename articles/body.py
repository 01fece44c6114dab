"""The article text: which HTML an editor may write, and the one place that cleans it."""

import re

import nh3
from django.conf import settings
from django.urls import reverse_lazy
from django_prose_editor.config import allowlist_from_extensions
from django_prose_editor.fields import ProseEditorField

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Strike": True,
    "Code": True,
    "CodeBlock": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Figure": {"pickerUrl": reverse_lazy("admin:articles_mapimage_pick")},
    "Image": True,
    "Caption": True,
}
# Tab and newline stay; the others break feeds, and PostgreSQL refuses NUL.
CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# Characters that browsers drop from an address or read as a slash.
TRICKS_IN_ADDRESSES = re.compile(r"[\s\\\x00-\x1f\x7f]")
# A picture as nh3 writes it: every value quoted, no quote inside a value.
PICTURE = re.compile(r'<img(?: [a-z-]+="[^"]*")*>')
NUMBERS = {"width", "height", "data-file"}


def sanitize_body(html):
    """The HTML we store: tags and attributes of the editor's own list, nothing that runs.

    Every way into the body passes here: the admin form, `save()`, the WordPress import.
    """
    clean = _cleaner.clean(CONTROL_CHARACTERS.sub("", html or ""))
    clean = PICTURE.sub(_checked_picture, clean)
    return "" if clean == "<p></p>" else clean


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
    if name == "class" or (name in NUMBERS and not value.isdecimal()):
        return None
    return value


def _checked_picture(match):
    tag = match[0]
    if ' src="' not in tag:
        return ""
    return tag if ' alt="' in tag else tag.replace("<img ", '<img alt="" ')


_cleaner = nh3.Cleaner(
    **allowlist_from_extensions(EXTENSIONS), attribute_filter=_filter_attribute, strip_comments=True
)


class ArticleBodyField(ProseEditorField):
    """Rich text that is sanitized in the form and again whenever a row is written."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, extensions=EXTENSIONS, sanitize=sanitize_body, **kwargs)

    def pre_save(self, instance, add):
        value = sanitize_body(super().pre_save(instance, add))
        setattr(instance, self.attname, value)
        return value
