"""Sections, topics and authors for the categories, tags and logins of an export."""

import zlib
from urllib.parse import unquote

from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.models import Author, Section, Topic
from articles.wordpress.report import IMPORTED, SKIPPED, UNCHANGED
from articles.wordpress.text import plain_text, shortened

LONGEST = 120
FALLBACK_SECTION = "uncategorized"
TAG_DOMAINS = {"post_tag", "tag"}  # WXR 1.0 says "tag"


def clean_slug(text, *fallbacks, length=LONGEST):
    """An address out of a percent-encoded slug, or of the first fallback that gives one."""
    for candidate in (unquote(text), *fallbacks):
        slug = slugify(candidate, allow_unicode=True)[:length].strip("-_")
        if slug:
            return slug
    return f"label-{zlib.crc32(text.encode())}"


class Labels:
    """Finds or makes the labels of articles, and remembers which ones a file used."""

    def __init__(self, site):
        self.site = site
        self.seen = {}  # (kind, slug) -> outcome
        self.author_slugs = {}  # login -> slug
        for login in site.authors:
            self._name_author(login)

    def of(self, item):
        """(section, [topics]) as (slug, name) pairs."""
        named = [term for term in item.terms if term[0]] or item.terms
        categories = [self._category(term) for term in named if term[0] in {"category", ""}]
        tags = [self._tag(term) for term in named if term[0] in TAG_DOMAINS]
        # A post in no category is in "uncategorized"; any other category says more.
        categories.sort(key=lambda label: label[0] == FALLBACK_SECTION)
        section = categories[0] if categories else (FALLBACK_SECTION, _("Uncategorised"))
        topics = dict.fromkeys(label for label in [*categories[1:], *tags])
        return section, [label for label in topics if label[0] != FALLBACK_SECTION]

    def other_terms(self, item):
        """Post formats and terms of plugins, for which there is nothing here."""
        known = {"category", ""} | TAG_DOMAINS
        return [domain for domain, _slug, _name in item.terms if domain not in known]

    def _category(self, term):
        _domain, slug, text = term
        name, _parent = self.site.categories.get(slug, (text, ""))
        return clean_slug(slug, name), _label_name(name or slug)

    def _tag(self, term):
        _domain, slug, text = term
        name = self.site.tags.get(slug, text)
        return clean_slug(slug, name), _label_name(name or slug)

    def section(self, slug, name):
        section, is_new = Section.objects.get_or_create(slug=slug, defaults={"name": name})
        self.saw("section", slug, is_new=is_new)
        return section

    def topic(self, slug, name):
        topic, is_new = Topic.objects.get_or_create(slug=slug, defaults={"name": name})
        self.saw("topic", slug, is_new=is_new)
        return topic

    def author(self, login):
        """The person behind a login. A different person of the same name is never taken for them."""
        self._name_author(login)
        name = self._author_name(login)
        author, is_new = Author.objects.get_or_create(
            slug=self.author_slugs[login], defaults={"name": name}
        )
        if author.name.casefold() != name.casefold():
            self._name_author(login, number=2)
            return self.author(login)
        self.saw("author", author.slug, is_new=is_new)
        return author

    def saw_author(self, login):
        self._name_author(login)
        self.saw("author", self.author_slugs[login])

    def saw(self, kind, slug, *, is_new=False):
        self.seen.setdefault((kind, slug), IMPORTED if is_new else UNCHANGED)

    def report_on(self, report):
        """Count the labels, and those of the file that no article needed."""
        for (kind, _slug), outcome in self.seen.items():
            report.count(kind, outcome)
        used = {slug for _kind, slug in self.seen}
        reason = _("no imported article has it")
        for kind, slugs in (("category", self.site.categories), ("tag", self.site.tags)):
            unused = sum(clean_slug(slug) not in used for slug in slugs)
            report.count(kind, SKIPPED, reason, unused)
        used_authors = {slug for kind, slug in self.seen if kind == "author"}
        unused = sum(self.author_slugs[login] not in used_authors for login in self.site.authors)
        report.count("author", SKIPPED, reason, unused)

    def _author_name(self, login):
        return _label_name(self.site.authors.get(login) or login)

    def _name_author(self, login, number=1):
        """Give a login the first address that no other login of the file has."""
        if login in self.author_slugs and number == 1:
            return
        base = clean_slug(self._author_name(login), login, length=LONGEST - 5)
        taken = set(self.author_slugs.values())
        slug = base if number == 1 else f"{base}-{number}"
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        self.author_slugs[login] = slug


def _label_name(text):
    return shortened(plain_text(text), LONGEST)
