"""What changed between two versions of an article, field by field."""

from dataclasses import dataclass
from html.parser import HTMLParser

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext as _

from articles.comparing import WORDS, text_diff
from articles.contents import FIELDS, LINKS, normal
from articles.placing import picture_keys

# Words that are shown of an unchanged passage, on both sides of a change.
AROUND = 40
PARAGRAPHS = {"p", "h2", "h3", "li", "blockquote", "figure", "figcaption", "tr", "pre", "hr", "br"}


@dataclass
class FieldDiff:
    """One field that differs: both sides in words, and the pieces that make up both."""

    name: str
    label: str
    old: str
    new: str
    parts: list

    @property
    def is_only_form(self):
        """True when no word changed: bold, a heading, a list."""
        return all(op == "same" for op, _words in self.parts)

    @property
    def shown(self):
        """The pieces, with long unchanged passages cut down to what stands around a change."""
        last = len(self.parts) - 1
        for place, (op, words) in enumerate(self.parts):
            if op == "same":
                yield op, _cut(words, is_first=place == 0, is_last=place == last)
            else:
                yield op, words


def _cut(words, *, is_first, is_last):
    found = WORDS.findall(words)
    if len(found) <= 2 * AROUND:
        return words
    before = "" if is_first else "".join(found[:AROUND])
    after = "" if is_last else "".join(found[-AROUND:])
    return f"{before} … {after}"


def changed_labels(old, new):
    """What the fields are called in which two stored contents differ."""
    return [_label(name) for name in FIELDS if old.get(name) != new.get(name)]


def _label(name):
    article = apps.get_model("articles", "Article")
    name = "authors" if name == "bylines" else name
    return str(article._meta.get_field(name).verbose_name)


def content_diff(old, new, fields=FIELDS):
    """The fields in which two contents differ, with keys put into words."""
    old, new = normal(old), normal(new)
    article = apps.get_model("articles", "Article")
    found = []
    for name in fields:
        if old[name] == new[name]:
            continue
        before, after = _in_words(article, name, old[name], new[name])
        parts = text_diff(before, after)
        found.append(FieldDiff(name, _label(name), before, after, parts))
    return found


def _in_words(article, name, *sides):
    """Both sides of a field as text."""
    if name == "body":
        titles = _names(article.lead_image.field.related_model, map(picture_keys, sides))
        return [plain_text(side, titles) for side in sides]
    if name == "language":
        return [str(dict(settings.LANGUAGES).get(side, side)) for side in sides]
    if name == "bylines":
        return _bylines(article, sides)
    if name in LINKS or name == "topics":
        keys = [side if name == "topics" else [side] for side in sides]
        names = _names(article._meta.get_field(name).related_model, keys)
        return ["\n".join(names[key] for key in side if key) for side in keys]
    return sides


def _bylines(article, sides):
    keys = [[line["author"] for line in side] for side in sides]
    names = _names(article.authors.field.related_model, keys)
    roles = dict(article.authors.through._meta.get_field("role").choices)
    return ["\n".join(_byline(line, names, roles) for line in side) for side in sides]


def _byline(line, names, roles):
    parts = (names.get(line["author"]), roles.get(line["role"]), line["place"])
    return ", ".join(str(part) for part in parts if part)


def _names(model, keys):
    """{key: name} of rows, also of those that are gone."""
    wanted = {key for side in keys for key in side if key}
    found = model._default_manager.in_bulk(wanted)
    gone = _("deleted, number %(number)s")
    return {key: str(found.get(key) or gone % {"number": key}) for key in wanted}


def plain_text(html, titles=None):
    """The words of a sanitized text, a line for each paragraph, pictures by their titles."""
    reader = _PlainText(titles or {})
    reader.feed(html)
    reader.close()
    return "\n".join(line for line in (" ".join(line.split()) for line in reader.lines) if line)


class _PlainText(HTMLParser):
    def __init__(self, titles):
        super().__init__()
        self.titles, self.lines, self.address = titles, [""], ""

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in PARAGRAPHS:
            self.lines.append("")
        if tag == "a":
            self.address = attrs.get("href") or ""
        if tag == "img":
            self._add_picture(attrs.get("data-file") or "", attrs.get("alt") or "")
        if tag in {"td", "th"}:
            self.lines[-1] += " "

    def _add_picture(self, key, alt):
        title = self.titles.get(int(key)) if key.isdecimal() else None
        self.lines.append(_("[Picture: %(title)s]") % {"title": title or alt})
        if alt and title:
            self.lines.append(_("[Alternative text: %(text)s]") % {"text": alt})

    def handle_endtag(self, tag):
        if tag in PARAGRAPHS:
            self.lines.append("")
        if tag == "a" and self.address:
            self.lines[-1] += f" [{self.address}]"
            self.address = ""

    def handle_data(self, text):
        self.lines[-1] += text
