"""Reads a WordPress export item by item, so that its size does not matter."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError  # noqa: S405 the exception, not the parser

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

from articles.wordpress.source import CleanText, UnknownEncoding

SUPPORTED = {"1.0", "1.1", "1.2"}
NAMESPACES = (
    (re.compile(r"^https?://wordpress\.org/export/[\d.]+/excerpt/$"), "excerpt:"),
    (re.compile(r"^https?://wordpress\.org/export/[\d.]+/$"), "wp:"),
    (re.compile(r"^https?://purl\.org/rss/1\.0/modules/content/$"), "content:"),
    (re.compile(r"^https?://purl\.org/dc/elements/1\.1/$"), "dc:"),
)


class UnreadableExport(Exception):
    """The file can't be imported; the message says why in one sentence."""


@dataclass
class Item:
    """One <item>: a post, page, attachment or anything else WordPress keeps as a post."""

    fields: dict
    terms: list  # (domain, slug, name)
    meta: list  # (key, value)
    comments: list  # see _comment

    def __getitem__(self, name):
        return self.fields.get(name, "")

    @property
    def id(self):
        return self["wp:post_id"]

    @property
    def type(self):
        return self["wp:post_type"] or "post"

    def meta_values(self, key):
        return [value for name, value in self.meta if name == key and value]


@dataclass
class Attachment:
    """A file in the old site's library, by its address there."""

    url: str
    title: str
    parent: str


@dataclass
class Site:
    """What the export says about the site it came from."""

    fields: dict = field(default_factory=dict)
    authors: dict = field(default_factory=dict)  # login -> shown name
    categories: dict = field(default_factory=dict)  # slug -> (name, parent slug)
    tags: dict = field(default_factory=dict)  # slug -> name
    attachments: dict = field(default_factory=dict)  # id -> Attachment

    @property
    def url(self):
        return self.fields.get("wp:base_blog_url") or self.fields.get("link", "")

    @property
    def host(self):
        return (urlsplit(self.url).hostname or "unknown").removeprefix("www.")

    @property
    def base_path(self):
        return urlsplit(self.url).path.rstrip("/")


class Export:
    """A checked export: opening it reads the file once, so nothing starts on a broken one."""

    def __init__(self, path):
        self.path = path
        self.site = Site()
        self.removed_characters = 0
        for item in self._read(self._survey):
            self._note_attachment(item)
        self._check()

    def items(self):
        """Every item of the file, in its order, one at a time."""
        return self._read(lambda name, element: None)

    def _check(self):
        version = self.site.fields.get("wp:wxr_version", "")
        if not version:
            raise UnreadableExport(
                _("This is not a WordPress export: it says nothing of its WXR version.")
            )
        if version not in SUPPORTED:
            message = _("This export has WXR version %(version)s; 1.0, 1.1 and 1.2 are known.")
            raise UnreadableExport(message % {"version": version})

    def _read(self, on_channel_part):
        try:
            with open(self.path, "rb") as file:
                text = CleanText(file)
                yield from _walk(text, on_channel_part)
                self.removed_characters = text.removed
        except OSError as error:
            message = _("The file can't be read: %(why)s.")
            raise UnreadableExport(message % {"why": error.strerror}) from error
        except DefusedXmlException as error:
            raise UnreadableExport(
                _("The file declares a document type or entities, as no export does: refused.")
            ) from error
        except (UnknownEncoding, UnicodeError) as error:
            message = _("The file says its encoding is one we can't read: %(why)s.")
            raise UnreadableExport(message % {"why": error}) from error
        except ParseError as error:
            raise UnreadableExport(_explain(error)) from error

    def _survey(self, name, element):
        """Take in what the head of the file says: site, people, categories, tags."""
        facts = _fields(element)
        if name == "wp:author":
            login = facts.get("wp:author_login", "")
            self.site.authors[login] = facts.get("wp:author_display_name") or login
        elif name == "wp:category":
            slug = facts.get("wp:category_nicename", "")
            parent = facts.get("wp:category_parent", "")
            self.site.categories[slug] = (facts.get("wp:cat_name") or slug, parent)
        elif name == "wp:tag":
            slug = facts.get("wp:tag_slug", "")
            self.site.tags[slug] = facts.get("wp:tag_name") or slug
        else:
            self.site.fields[name] = (element.text or "").strip()

    def _note_attachment(self, item):
        if item.type == "attachment" and item["wp:attachment_url"]:
            self.site.attachments[item.id] = Attachment(
                item["wp:attachment_url"], item["title"], item["wp:post_parent"]
            )


def _walk(text, on_channel_part):
    """Yield items and hand over the other children of <channel>, forgetting each at once."""
    path = []
    for event, element in iterparse(text, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            path.append(element)
            continue
        path.pop()
        if len(path) != 2:
            continue
        name = short_name(element.tag)
        if name == "item":
            yield _item(element)
        else:
            on_channel_part(name, element)
        path[-1].clear()


def _item(element):
    item = Item({}, [], [], [])
    for child in element:
        name = short_name(child.tag)
        if name == "category":
            text = (child.text or "").strip()
            item.terms.append((child.get("domain", ""), child.get("nicename", ""), text))
        elif name == "wp:postmeta":
            facts = _fields(child)
            item.meta.append((facts.get("wp:meta_key", ""), facts.get("wp:meta_value", "")))
        elif name == "wp:comment":
            item.comments.append(_comment(child))
        else:
            item.fields[name] = (child.text or "").strip()
    return item


def _comment(element):
    """Its fields without "wp:comment_", and what plugins noted about it as "meta"."""
    facts = {k.removeprefix("wp:comment_"): v for k, v in _fields(element).items()}
    notes = (_fields(each) for each in element if short_name(each.tag) == "wp:commentmeta")
    meta = {each.get("wp:meta_key", ""): each.get("wp:meta_value", "") for each in notes}
    return facts | {"meta": meta}


def _fields(element):
    return {short_name(child.tag): (child.text or "").strip() for child in element}


def short_name(tag):
    """ "wp:status" for "{http://wordpress.org/export/1.2/}status"."""
    address, closing, name = tag.removeprefix("{").rpartition("}")
    if not closing:
        return tag
    return next((prefix + name for known, prefix in NAMESPACES if known.match(address)), name)


def _explain(error):
    line, column = error.position
    if error.code in CUT_OFF:
        message = _("The file ends too early, in line %(line)d: it was cut off. Export it again.")
    else:
        message = _("The file is not well-formed XML: line %(line)d, column %(column)d.")
    return message % {"line": line, "column": column}


# Expat's codes for: no element found, unclosed token, partial character, unclosed CDATA section.
CUT_OFF = {3, 5, 6, 20}
