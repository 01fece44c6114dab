"""The front page: which article stands where."""

from dataclasses import dataclass, field

from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from articles.json_rows import JsonRows
from articles.models import Article, Section

LATEST = 8
CARDS = 4
PER_SECTION = 3


@dataclass
class FrontPage:
    """No article stands twice among lead, latest and cards, nor under its section after a card."""

    lead: Article | None = None
    latest: list = field(default_factory=list)
    cards: list = field(default_factory=list)
    blocks: list = field(default_factory=list)  # (section, its articles)

    @property
    def articles(self):
        """All that the page shows, for whoever counts comments."""
        blocks = [article for _, articles in self.blocks for article in articles]
        return [article for article in [self.lead, *self.latest, *self.cards, *blocks] if article]


def front_page():
    """The front page of this moment, in four statements however much there is."""
    published = Article.objects.published().for_cards().newest()
    newest = list(published[: LATEST + CARDS + 1])
    featured = published.filter(is_featured=True).first()
    lead = featured or next(iter(newest), None)
    others = [article for article in newest if article != lead]
    latest, cards = others[:LATEST], others[LATEST : LATEST + CARDS]
    return FrontPage(lead, latest, cards, section_blocks(without=[lead, *cards] if lead else []))


def section_blocks(without):
    """Each section with its newest articles but those that stand elsewhere; empty ones left out."""
    articles = Article.objects.published().exclude(pk__in=[article.pk for article in without])
    newest = articles.filter(section=OuterRef("pk")).newest()
    keys = JsonRows(newest.values(row=JSONObject(pk="pk"))[:PER_SECTION])
    sections = [
        (section, [row["pk"] for row in section.newest_keys])
        for section in Section.objects.annotate(newest_keys=keys)
    ]
    by_key = Article.objects.for_cards().in_bulk([key for _, keys in sections for key in keys])
    return [(section, [by_key[key] for key in keys]) for section, keys in sections if keys]
