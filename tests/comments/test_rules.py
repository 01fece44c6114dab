"""Which rules a discussion goes by: its article's, its section's or the site's."""

import pytest

from comments.models import Discussion, SectionRules
from comments.rules import rules_of
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def make_rules(article, *, of_article="", of_section=""):
    Discussion.objects.create(article=article, profile=of_article)
    SectionRules.objects.create(section=article.section, profile=of_section)


@pytest.mark.parametrize(
    ("of_article", "of_section", "profile"),
    [
        ("open", "strict", "open"),
        ("strict", "open", "strict"),
        ("", "strict", "strict"),
        ("", "open", "open"),
        ("", "", "balanced"),
    ],
)
def test_the_article_decides_before_the_section_before_the_site(
    settings, of_article, of_section, profile
):
    settings.COMMENTS_PROFILE = "balanced"
    article = make_article()
    make_rules(article, of_article=of_article, of_section=of_section)
    assert rules_of(article).profile == profile


def test_an_article_nobody_commented_goes_by_its_section_too():
    article = make_article()
    SectionRules.objects.create(section=article.section, profile="strict")
    assert rules_of(article).is_strict
    assert not rules_of(make_article()).is_strict


def test_premoderation_makes_the_site_strict_and_leaves_sections_their_own(settings):
    settings.COMMENTS_PREMODERATED = True
    article = make_article()
    assert rules_of(article).profile == "strict"
    SectionRules.objects.create(section=article.section, profile="open")
    assert rules_of(article).profile == "open"


def test_newcomers_wait_unless_the_discussion_is_open(settings):
    article, other = make_article(), make_article()
    make_rules(article, of_article="balanced")
    make_rules(other, of_article="open")
    assert rules_of(article).newcomer_comments == settings.COMMENTS_HELD_OF_NEWCOMERS == 2
    assert rules_of(other).newcomer_comments == 0


def test_rules_are_asked_for_in_one_statement(django_assert_num_queries):
    article = make_article()
    make_rules(article, of_article="strict")
    with django_assert_num_queries(1):
        rules_of(article)


def test_readers_are_told_when_a_moderator_reads_everything_first(client):
    article = make_article()
    sentence = "A moderator reads every comment before it appears."
    assert sentence not in client.get(article.get_absolute_url()).text
    strict = make_article(section=article.section)
    Discussion.objects.create(article=strict, profile="strict")
    assert sentence in client.get(strict.get_absolute_url()).text
