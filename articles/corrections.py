"""What readers are told about changes: on the article, in the list of corrections, in its feeds."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.feeds import ITEMS, xml_text
from articles.json_rows import moment_in
from articles.models import Article, Correction
from articles.paging import cursor_of, place_of
from articles.presentation import absolute
from articles.shared import shared_page

PER_PAGE = 30
# Kinds that say that something was wrong, not merely less complete.
MENDS = {Correction.Kind.CORRECTION, Correction.Kind.APOLOGY, Correction.Kind.RETRACTION}


class Told(list):
    """The corrections of an article as its page shows them, newest first."""

    # The one that says why it was retracted, while it is.
    notice = None

    @property
    def top(self):
        return [each for each in self if each.place == Correction.Place.TOP and each != self.notice]

    @property
    def bottom(self):
        return [each for each in self if each.place != Correction.Place.TOP and each != self.notice]

    @property
    def newest(self):
        return next(iter(self), None)

    @property
    def newest_mend(self):
        """The newest that something was wrong with what readers could read."""
        return next((each for each in self if each.kind in MENDS), None)


def told_of(article):
    """The corrections that came with the article's row (ArticleQuerySet.for_page)."""
    told = Told(_correction(article, row) for row in getattr(article, "correction_rows", []))
    if article.is_retracted:
        told.notice = next((each for each in told if each.kind == "retraction"), None)
    return told


def _correction(article, row):
    row = row | {"made_at": moment_in(row["made_at"])}
    return Correction(article=article, **row)


def public_corrections():
    """The corrections of all that readers can open, newest first."""
    readable = Article.objects.readable()
    found = Correction.objects.filter(article__in=readable, made_at__lte=timezone.now())
    of_article = [f"article__{name}" for name in ("headline", "slug", "language", "status")]
    return found.select_related("article").only(
        "kind", "text", "place", "thanks", "made_at", *of_article
    )


@shared_page
@require_safe
def corrections(request):
    """Every correction, newest first."""
    request.depends_on("articles")
    found = public_corrections()
    if before := request.GET.get("before", ""):
        made_at, pk = place_of(before)
        found = found.filter(made_at__lte=made_at).exclude(made_at=made_at, pk__gte=pk)
    rows = list(found[: PER_PAGE + 1])
    shown = rows[:PER_PAGE]
    older = cursor_of(shown[-1].made_at, shown[-1].pk) if len(rows) > PER_PAGE else ""
    return render(request, "articles/corrections.html", {"corrections": shown, "older": older})


def correction_feed(generator):
    return shared_page(require_safe(CorrectionFeed(generator)))


class CorrectionFeed(Feed):
    """What was corrected, for those who republish."""

    def __init__(self, generator):
        self.feed_type = generator

    def get_object(self, request):
        request.depends_on("articles")

    def title(self):
        return xml_text(f"{_('Corrections')} · {settings.SITE_NAME}")

    def description(self):
        return _("What we corrected in published articles, newest first.")

    subtitle = description

    def link(self):
        return absolute(reverse("articles:corrections"))

    def feed_url(self):
        kind = "atom" if self.feed_type is Atom1Feed else "rss"
        return absolute(reverse(f"articles:corrections_{kind}"))

    def items(self):
        return public_corrections()[:ITEMS]

    def item_title(self, correction):
        said = {"kind": correction.get_kind_display(), "headline": correction.article.headline}
        return xml_text(_("%(kind)s: %(headline)s") % said)

    def item_description(self, correction):
        return xml_text(correction.text)

    def item_link(self, correction):
        return absolute(correction.get_absolute_url())

    def item_pubdate(self, correction):
        return correction.made_at

    item_updateddate = item_pubdate
