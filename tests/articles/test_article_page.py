"""What a reader finds on the page of an article."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from tests.caches import empty_caches
from tests.factories import (
    make_article,
    make_author,
    make_partner,
    make_section,
    make_served_map,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db


def page_of(client, article):
    return client.get(article.get_absolute_url()).content.decode()


def text_of(html):
    """What a reader sees, words only."""
    body = html[html.index("<main") :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body))


def test_the_head_names_section_kicker_headline_and_standfirst(client):
    section = make_section(name="Rivers")
    article = make_article(
        section=section, kicker="Flood", headline="Crest passes", standfirst="It fell at dawn."
    )
    text = text_of(page_of(client, article))
    assert all(words in text for words in ("Rivers", "Flood", "Crest passes", "It fell at dawn."))


@pytest.mark.parametrize("kicker", ["", "Telva valley", " telva Valley "])
def test_a_kicker_that_repeats_the_section_is_not_shown(client, kicker):
    article = make_article(section=make_section(name="Telva valley"), kicker=kicker)
    assert "article__kicker" not in page_of(client, article)


def test_the_byline_names_people_with_place_and_work(client):
    article = make_article()
    article.bylines.create(author=make_author(name="Ines Harrow"), place="Pereth", position=0)
    article.bylines.create(author=make_author(name="Tomas Weld"), position=1)
    article.bylines.create(author=make_author(name="Rhea Alder"), role="map", position=2)
    text = text_of(page_of(client, article))
    assert "By Ines Harrow in Pereth and Tomas Weld" in text
    assert "Map by Rhea Alder" in text


def test_a_name_in_the_byline_is_text(client):
    article = make_article(authors=[make_author(name="<b>Ines</b> {0} {people}")])
    assert "&lt;b&gt;Ines&lt;/b&gt; {0} {people}" in page_of(client, article)


@override_settings(TIME_ZONE="Europe/Helsinki")
def test_times_are_absolute_and_in_the_zone_of_the_site(client):
    article = make_article(
        published_at=datetime(2026, 9, 20, 9, 15, tzinfo=UTC),
        updated_at=datetime(2026, 9, 20, 16, 40, tzinfo=UTC),
    )
    text = text_of(page_of(client, article))
    assert "20 September 2026, 12:15 EEST" in text
    assert "Updated 19:40" in text


def test_the_dateline_opens_the_first_paragraph(client):
    article = make_article(dateline="Pereth & Sadrin", body="<p>The map.</p><p>More.</p>")
    assert '<p><b class="prose__place">Pereth &amp; Sadrin</b> The map.</p>' in page_of(
        client, article
    )


def test_a_text_that_opens_with_a_heading_keeps_it(client):
    article = make_article(dateline="Pereth", body="<h2>First</h2>")
    assert '<p><b class="prose__place">Pereth</b></p><h2>First</h2>' in page_of(client, article)


def test_the_partner_is_credited(client):
    partner = make_partner(name="Valley Wire", is_exclusive=True)
    text = text_of(page_of(client, make_article(partner=partner)))
    sentence = f"This article was provided by Valley Wire exclusively for {settings.SITE_NAME}."
    assert sentence in text


def test_the_map_comes_with_widths_legend_rights_and_its_full_size(client):
    image = make_served_map(
        caption="As surveyed.",
        source="Joint Commission",
        licence_url="https://licence.example/by",
        valid_at=datetime(2026, 9, 19, tzinfo=UTC),
    )
    image.legend.create(colour="#a3125f", pattern="line", label="Surveyed line", meaning="2026")
    html = page_of(client, make_article(lead_image=image))
    text = text_of(html)
    assert "/media/maps/a1/480.webp 480w" in html
    assert 'width="6000"' in html
    assert "Full-size map (6000 × 4200, 3.1 MB)" in text
    assert f'href="/maps/{image.pk}/"' in html
    for words in ("As surveyed.", "R. Alder", "Joint Commission", "CC BY 4.0", "19 September 2026"):
        assert words in text
    assert "Surveyed line 2026" in text
    assert 'stroke="#a3125f"' in html


@pytest.mark.parametrize(
    ("credit", "words"),
    [("Rhea Alder", "Map Rhea Alder"), ("Drawing: Rhea Alder", "Drawing Rhea Alder")],
)
def test_a_credit_says_once_what_it_is_for(client, credit, words):
    text = text_of(page_of(client, make_article(lead_image=make_served_map(credit=credit))))
    assert words in text
    assert f"Map {words}" not in text


def test_a_legend_keeps_what_a_sign_means_apart_from_its_name(client):
    image = make_served_map()
    image.legend.create(label="Surveyed line", meaning="Walked by both teams")
    html = page_of(client, make_article(lead_image=image))
    assert '<b>Surveyed line</b> <span class="legend__meaning">Walked by both teams</span>' in html


def test_a_picture_that_is_no_map_is_not_called_one(client):
    html = page_of(client, make_article(lead_image=make_served_map(kind="photo")))
    assert "Full-size picture" in html


def test_share_links_work_without_script_and_can_not_be_broken_out_of(client):
    article = make_article(headline='Bridge & "ferry"? 100%', slug="bridge")
    html = page_of(client, article)
    address = "http%3A%2F%2F127.0.0.1%3A8000%2Farticles%2Fbridge%2F"
    subject = "Bridge%20%26%20%22ferry%22%3F%20100%25"
    assert f'href="mailto:?subject={subject}&amp;body={address}"' in html
    assert f"https://t.me/share/url?url={address}&amp;text={subject}" in html


def test_nothing_on_the_page_runs_or_loads_from_elsewhere(client):
    html = page_of(client, make_article(lead_image=make_served_map()))
    assert not re.search(r"<[^>]+\s(style|on\w+)=", html)
    assert not re.search(
        r"<(script|img|link rel=.stylesheet.)[^>]+(src|href)=.https?://(?!127)", html
    )


def test_the_language_of_the_article_decides_its_direction(client):
    html = page_of(client, make_article(language="ar", headline="مسح", slug="مسح-مشترك"))
    assert re.search(r'<article[^>]*lang="ar" dir="rtl"', html)
    assert '<html lang="en" dir="ltr"' in html


def test_an_old_article_says_so(client):
    published_at = timezone.now() - timedelta(days=200)
    assert "This article is over 6 months old." in page_of(
        client, make_article(published_at=published_at)
    )


def test_an_article_that_was_updated_lately_is_not_old(client):
    published_at = timezone.now() - timedelta(days=900)
    article = make_article(published_at=published_at, updated_at=timezone.now())
    assert "This article is over" not in page_of(client, article)


def test_related_articles_share_topics_first_then_the_section(client):
    section, topics = make_section(), [make_topic(), make_topic()]
    article = make_article(section=section, topics=topics)
    neighbour = make_article(section=section, published_at=timezone.now() - timedelta(minutes=1))
    cousin = make_article(topics=topics[:1])
    twin = make_article(topics=topics)
    make_article()
    slugs = [topic.slug for topic in topics]
    assert list(Article.objects.related_to(article, slugs)) == [twin, cousin, neighbour]
    assert "Related" in page_of(client, article)


def test_an_article_without_topics_has_neighbours_of_its_section():
    section = make_section()
    article, neighbour = make_article(section=section), make_article(section=section)
    make_article()
    assert list(Article.objects.related_to(article, [])) == [neighbour]


def test_drafts_are_related_to_nothing():
    section = make_section()
    article = make_article(section=section)
    make_article(section=section, status="draft")
    assert not Article.objects.related_to(article, [])


@pytest.mark.parametrize(
    "state",
    [
        {"status": "draft"},
        {"status": "unpublished"},
        {"published_at": timezone.now() + timedelta(days=400)},
    ],
    ids=["draft", "withdrawn", "scheduled"],
)
def test_readers_and_members_do_not_find_what_is_not_published(client, state):
    article = make_article(**state)
    assert client.get(article.get_absolute_url()).status_code == 404
    client.force_login(make_user())
    assert client.get(article.get_absolute_url()).status_code == 404


def test_an_editor_reads_a_draft_at_its_address_and_nobody_else_gets_the_copy(client):
    article = make_article(status="draft", headline="Not yet")
    client.force_login(make_user(group="Editor"))
    response = client.get(article.get_absolute_url())
    assert "Draft: only the newsroom sees this." in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    assert 'name="robots" content="noindex"' in response.content.decode()
    client.logout()
    assert client.get(article.get_absolute_url()).status_code == 404


def test_an_article_appears_by_the_clock_alone(client, time_machine):
    at = timezone.now() + timedelta(hours=1)
    article = make_article(published_at=at)
    assert client.get(article.get_absolute_url()).status_code == 404
    time_machine.move_to(at)
    assert client.get(article.get_absolute_url()).status_code == 200


def test_anonymous_readers_share_the_page_and_get_no_cookie(client):
    article = make_article()
    response = client.get(article.get_absolute_url())
    assert response["Cache-Control"].startswith("public")
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()
    again = client.get(article.get_absolute_url(), headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_a_correction_is_on_the_shared_page_at_once(client, django_capture_on_commit_callbacks):
    article = make_article(headline="Befor")
    page_of(client, article)
    with django_capture_on_commit_callbacks(execute=True):
        article.headline = "Before"
        article.save(update_fields=["headline"])
    assert "Before" in page_of(client, article)


def statements_for(client, url):
    empty_caches()
    with CaptureQueriesContext(connection) as statements:
        assert client.get(url).status_code == 200
    return [statement["sql"] for statement in statements]


def test_the_page_asks_the_database_at_most_six_times(client):
    topics = [make_topic() for _ in range(3)]
    image = make_served_map()
    image.legend.create(label="Line")
    section = make_section()
    for _ in range(8):
        make_article(section=section, topics=topics, lead_image=make_served_map())
    authors = [make_author() for _ in range(3)]
    article = make_article(
        section=section, topics=topics, authors=authors, lead_image=image, partner=make_partner()
    )
    assert len(statements_for(client, article.get_absolute_url())) <= 6


def test_head_answers_without_a_body(client):
    response = client.head(make_article().get_absolute_url())
    assert response.status_code == 200
    assert response.content == b""


def test_an_article_is_not_posted_to(client):
    assert client.post(make_article().get_absolute_url()).status_code == 405
