"""Pages of sections, topics, authors and partners."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from articles.paging import PAGE_SIZE, page_of
from tests.caches import empty_caches
from tests.factories import make_article, make_author, make_partner, make_section, make_topic

pytestmark = pytest.mark.django_db


def labelled(kind, **fields):
    """A label of a kind with one article."""
    label = {
        "section": make_section,
        "topic": make_topic,
        "author": make_author,
        "partner": make_partner,
    }[kind]()
    carried = {"topic": {"topics": [label]}, "author": {"authors": [label]}}.get(
        kind, {kind: label}
    )
    return label, make_article(**carried | fields)


KINDS = ["section", "topic", "author", "partner"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_label_has_a_page_with_its_articles(client, kind):
    label, article = labelled(kind, headline="Ours")
    _, other = labelled(kind, headline="Theirs")
    response = client.get(label.get_absolute_url())
    assert list(response.context["page"].articles) == [article]
    assert response["Cache-Control"].startswith("public")
    assert label.name in response.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_a_label_without_published_articles_has_an_empty_page(client, kind):
    label, _ = labelled(kind, status="draft", headline="Secret")
    html = client.get(label.get_absolute_url()).content.decode()
    assert "Nothing has been published here yet." in html
    assert "Secret" not in html


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_label_is_404(client, kind):
    assert client.get(f"/{kind}s/nowhere/").status_code == 404


def test_a_label_in_another_script_has_an_address(client):
    topic = make_topic(name="Реки", slug="реки")
    assert client.get(topic.get_absolute_url()).status_code == 200


def test_an_author_with_two_roles_has_the_article_once(client):
    author, article = labelled("author")
    article.bylines.create(author=author, role="map")
    assert client.get(author.get_absolute_url()).context["page"].articles == [article]


def test_older_articles_are_one_link_away_and_each_stands_on_one_page(client):
    section = make_section()
    same_moment = timezone.now() - timedelta(hours=1)
    articles = [
        make_article(section=section, published_at=same_moment) for _ in range(PAGE_SIZE * 2)
    ]
    first = client.get(section.get_absolute_url())
    second = client.get(f"{section.get_absolute_url()}?before={first.context['page'].older}")
    seen = first.context["page"].articles + second.context["page"].articles
    assert [article.pk for article in seen] == sorted((a.pk for a in articles), reverse=True)
    assert second.context["page"].older == ""


def test_a_page_does_not_shift_when_something_new_is_published():
    section = make_section()
    now = timezone.now()
    for hours in range(PAGE_SIZE + 1):
        make_article(section=section, published_at=now - timedelta(hours=hours + 1))
    older = page_of(section.articles.all()).older
    before = page_of(section.articles.all(), older).articles
    make_article(section=section)
    assert page_of(section.articles.all(), older).articles == before


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "1",
        "-1",
        "1-",
        "1-1-1",
        "٣-٣",
        "9" * 40,
        f"{'9' * 30}-1",
        f"1-{'9' * 30}",
        "1-1%00",
        "🙂",
    ],
)
def test_an_address_we_never_made_is_no_page(client, cursor):
    url = make_section().get_absolute_url()
    assert client.get(url, {"before": cursor}).status_code == 404


@pytest.mark.parametrize("cursor", ["0-0", f"{'9' * 17}-{'9' * 18}", ""])
def test_the_far_ends_are_pages(client, cursor):
    url = make_section().get_absolute_url()
    assert client.get(url, {"before": cursor}).status_code == 200


def test_the_current_section_is_marked_in_the_navigation(client):
    section, article = labelled("section")
    make_section()
    for url in (section.get_absolute_url(), article.get_absolute_url()):
        html = client.get(url).content.decode()
        marked = re.findall(r'nav__link" href="([^"]+)" aria-current', html)
        assert marked == [section.get_absolute_url()]


@pytest.mark.parametrize("kind", KINDS)
def test_many_articles_cost_as_many_statements_as_two(client, kind):
    label, article = labelled(kind)
    make_article()

    def statements():
        empty_caches()
        with CaptureQueriesContext(connection) as captured:
            client.get(label.get_absolute_url())
        return len(captured)

    few = statements()
    for _ in range(6):
        labelled("section")
        copy = make_article(section=article.section, partner=article.partner)
        copy.topics.set(article.topics.all())
        for author in article.authors.all():
            copy.bylines.create(author=author)
    assert Article.objects.about(label).count() == 7
    assert statements() == few
