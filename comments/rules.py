"""How a discussion is looked after: its article's own rules, else its section's, else the site's."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import Subquery
from django.utils import timezone

from articles.models import Article
from comments.models import Discussion, SectionRules
from comments.models.rules import Profile


class Rules(NamedTuple):
    profile: str
    # How many first comments of a person wait.
    newcomer_comments: int
    # When it takes no more; None for never.
    closes_at: datetime | None = None
    # Between two comments of a person.
    slow_seconds: int = 0
    # What staff say of it, whatever the clock says.
    is_open: bool = True

    @property
    def is_strict(self):
        return self.profile == Profile.STRICT

    def takes_comments(self, moment=None):
        return self.is_open and not self.is_over(moment)

    def is_over(self, moment=None):
        """True once its time is up."""
        return self.closes_at is not None and self.closes_at <= (moment or timezone.now())

    @property
    def over_at(self):
        """When its time was up; None while it is not."""
        return self.closes_at if self.is_over() else None


class Said(NamedTuple):
    """What the article and its section say; nothing where they leave it to others."""

    is_open: bool | None = None
    slow_seconds: int | None = None
    profile: str | None = None
    closes_after_days: int | None = None
    section_profile: str | None = None
    section_closes_after_days: int | None = None


def rules_of(article, said=None):
    """The rules of an article's discussion: one statement, unless it is known what was `said`."""
    said = said or _asked(article)
    profile = said.profile or said.section_profile or _site_profile()
    return Rules(
        profile=profile,
        newcomer_comments=0 if profile == Profile.OPEN else settings.COMMENTS_HELD_OF_NEWCOMERS,
        closes_at=_closing_time(article, said),
        slow_seconds=said.slow_seconds or 0,
        is_open=said.is_open is not False and not article.is_retracted,
    )


def sayings(article_id):
    """What makes a Said, as columns that any statement may ask for beside its own."""
    its_discussion = Discussion.objects.filter(article_id=article_id)
    its_section = Article.objects.filter(pk=article_id).order_by().values("section_id")
    its_section_rules = SectionRules.objects.filter(section_id__in=its_section)
    found = {name: its_discussion.values(name) for name in Said._fields[:4]}
    for name in Said._fields[4:]:
        found[name] = its_section_rules.values(name.removeprefix("section_"))
    return {name: Subquery(query) for name, query in found.items()}


def _asked(article):
    columns = {f"its_{name}": column for name, column in sayings(article.pk).items()}
    rows = Article.objects.using(connection.alias).filter(pk=article.pk).order_by()
    return Said(*rows.annotate(**columns).values_list(*columns).first() or ())


def _site_profile():
    return Profile.STRICT if settings.COMMENTS_PREMODERATED else settings.COMMENTS_PROFILE


def _closing_time(article, said):
    """None when it never closes by itself; 0 days mean never."""
    known = (said.closes_after_days, said.section_closes_after_days)
    site = settings.COMMENTS_CLOSE_AFTER_DAYS
    days = next((days for days in known if days is not None), site)
    if not days or not article.published_at:
        return None
    try:
        return article.published_at + timedelta(days=days)
    except OverflowError:
        return None
