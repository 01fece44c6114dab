"""Stores the posts of an export as articles; what is here already stays as it is."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, OldPath
from articles.views import leads_somewhere
from articles.wordpress.addresses import LONGEST_PATH, key_of, old_paths
from articles.wordpress.body import Body
from articles.wordpress.dates import moment
from articles.wordpress.labels import Labels, clean_slug
from articles.wordpress.questions import TAG as QUESTION
from articles.wordpress.report import IMPORTED, SKIPPED, UNCHANGED
from articles.wordpress.text import plain_text, shortened

LONGEST_HEADLINE = Article._meta.get_field("headline").max_length
LONGEST_SLUG = Article._meta.get_field("slug").max_length
WORDS_FOR_A_TITLE = 60  # characters
# WordPress counts every click on "Update" as a change; a later day is likely to be one.
SUBSTANTIAL_AFTER = timedelta(days=1)
NEVER_SHOWN = {"trash", "auto-draft", "inherit"}


class ArticleImport:
    """Imports the items of one export, one at a time."""

    def __init__(self, site):
        self.site = site
        self.labels = Labels(site)
        self.keys = set()
        self.language, self.has_language = _our_language(site.fields.get("language", ""))

    def take(self, item, report):
        """(article, whether it is new); the article is None for what is no article here."""
        if reason := _why_skipped(item):
            report.count(item.type, SKIPPED, reason)
            return None, False
        key = key_of(item, self.site)
        if key in self.keys:
            report.count("post", SKIPPED, _("twice in this file"))
            return None, False
        self.keys.add(key)
        known = Article.objects.filter(old_paths__path=key).first()
        if known:
            self._keep(item, report)
            return known, False
        return self._create(item, key, report), True

    def _keep(self, item, report):
        report.count("post", UNCHANGED)
        (section_slug, _name), topics = self.labels.of(item)
        self.labels.saw("section", section_slug)
        for slug, _name in topics:
            self.labels.saw("topic", slug)
        if item["dc:creator"]:
            self.labels.saw_author(item["dc:creator"])

    def _create(self, item, key, report):
        body = self._body(item)
        html = body.html()
        notes = list(_counted(body.notes))
        article = self._store(item, html, notes)
        self._add_labels(article, item, report, notes)
        self._add_old_paths(article, key, old_paths(item, self.site, pages=body.pages), notes)
        self._note_featured_picture(item, notes)
        report.count("post", IMPORTED)
        for note in notes:
            report.problem("post", item.id, article.headline, note)
        return article

    def questions_of(self, item):
        """The questions about phrases in its text, in their order."""
        if QUESTION not in item["content:encoded"]:
            return []
        body = self._body(item)
        body.html()
        return body.questions

    def _body(self, item):
        return Body(
            item,
            base=item["link"] or self.site.url,
            attachments=self.site.attachments,
            language=self.language,
        )

    def _store(self, item, html, notes):
        headline = _headline(item, html, notes)
        return Article.objects.create(
            headline=headline,
            slug=_free_slug(item, headline, notes),
            standfirst=plain_text(item["excerpt:encoded"]),
            body=html,
            language=self.language,
            section=self.labels.section(*self.labels.of(item)[0]),
            is_featured=item["wp:is_sticky"] == "1",
            **_times(item, notes),
        )

    def _add_labels(self, article, item, report, notes):
        _section, topics = self.labels.of(item)
        article.topics.set([self.labels.topic(slug, name) for slug, name in topics])
        login = item["dc:creator"]
        if login:
            article.bylines.create(author=self.labels.author(login))
        else:
            notes.append(_("names no author"))
        if login and login not in self.site.authors and self.site.authors:
            notes.append(_("author “%(login)s” is not in the file's list") % {"login": login})
        for domain in self.labels.other_terms(item):
            report.count(domain, SKIPPED, _("a kind of term that has no counterpart here"))

    def _add_old_paths(self, article, key, paths, notes):
        paths = [path for path in paths if path != article.path]
        taken = set(OldPath.objects.filter(path__in=paths).values_list("path", flat=True))
        article.old_paths.create(path=key)
        for path in paths:
            if path in taken:
                notes.append(_("old address %(path)s leads elsewhere already") % {"path": path})
            elif len(path) > LONGEST_PATH:
                notes.append(_("old address %(path)s is too long to keep") % {"path": path})
            else:
                article.old_paths.create(path=path)
                if not path.startswith("/?") and leads_somewhere(path):
                    notes.append(_("this site has a page at %(path)s itself") % {"path": path})

    def _note_featured_picture(self, item, notes):
        for number in item.meta_values("_thumbnail_id"):
            file = self.site.attachments.get(number)
            address = file.url if file else _("file number %(id)s") % {"id": number}
            notes.append(_("lead picture not imported: %(url)s") % {"url": address})

    def report_on(self, report):
        """What is about the file as a whole."""
        self.labels.report_on(report)
        if not self.has_language:
            name = self.site.fields.get("language", "")
            what = _("language “%(name)s” is none of this site's: articles have “%(ours)s”")
            title = self.site.fields.get("title", "")
            report.problem("site", "", title, what % {"name": name, "ours": self.language})
        nested = sum(bool(parent) for _name, parent in self.site.categories.values())
        report.count("category parent", SKIPPED, _("sections here are flat"), nested)


REASONS = {
    "page": gettext_lazy("pages are not articles"),
    "attachment": gettext_lazy("an export holds no files"),
    "nav_menu_item": gettext_lazy("menus belong to the old site"),
    "revision": gettext_lazy("an earlier version"),
}


def _why_skipped(item):
    if item.type != "post":
        return REASONS.get(item.type) or _("a type of its own, no article")
    if item["wp:status"] in NEVER_SHOWN:
        return _("status “%(status)s”") % {"status": item["wp:status"]}
    return ""


def _our_language(name):
    """The language of this site for "en-US" and whether it has it."""
    known = dict(settings.LANGUAGES)
    for candidate in (name, name.partition("-")[0]):
        if candidate in known:
            return candidate, True
    return settings.LANGUAGE_CODE, not name


def _counted(notes):
    for sentence, number in notes.items():
        yield sentence if number == 1 else f"{sentence} (x{number})"


def _headline(item, html, notes):
    headline = plain_text(item["title"])
    if not headline:
        headline = shortened(plain_text(html), WORDS_FOR_A_TITLE) or _("(untitled)")
        notes.append(_("had no title"))
    if len(headline) > LONGEST_HEADLINE:
        notes.append(_("title shortened, it was: %(title)s") % {"title": headline})
    return shortened(headline, LONGEST_HEADLINE)


def _free_slug(item, headline, notes):
    """The old slug, with a number behind it when another article has it."""
    wanted = clean_slug(item["wp:post_name"], headline, f"article-{item.id}", length=LONGEST_SLUG)
    slug, number = wanted, 1
    while Article.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted[: LONGEST_SLUG - 8]}-{number}"
    if number > 1:
        notes.append(_("address %(old)s was taken, it is %(new)s") % {"old": wanted, "new": slug})
    return slug


def _times(item, notes):
    """Status and moments. In doubt it is a draft: nothing becomes public that was not."""
    at = moment(gmt=item["wp:post_date_gmt"], local=item["wp:post_date"], pub_date=item["pubDate"])
    now = timezone.now()
    times = {"created_at": min(at or now, now), "status": Article.Status.DRAFT}
    if reason := _why_draft(item, at):
        notes.append(reason)
        was_out = item["wp:status"] in {"publish", "future", "private"}
        return times | {"published_at": at if was_out else None}
    if item["wp:status"] == "future" and at <= now:
        notes.append(_("was scheduled for a time that has passed: published"))
    changed = moment(gmt=item["wp:post_modified_gmt"], local=item["wp:post_modified"])
    is_substantial = changed and changed - at >= SUBSTANTIAL_AFTER
    return times | {
        "status": Article.Status.PUBLISHED,
        "published_at": at,
        "updated_at": changed if is_substantial else None,
    }


def _why_draft(item, at):
    status = item["wp:status"]
    if item["wp:post_password"]:
        return _("was protected by a password: imported as a draft")
    if status not in {"publish", "future"}:
        return _("was “%(status)s”: imported as a draft") % {"status": status}
    if at is None:
        return _("has no usable date: imported as a draft")
    return ""
