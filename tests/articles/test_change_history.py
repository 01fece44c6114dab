"""What readers may know of the earlier editions of an article."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import history, telling
from articles.contents import working_content
from articles.models import Article
from articles.writing import write
from tests.caches import empty_caches
from tests.factories import make_article, make_map, make_user

pytestmark = pytest.mark.django_db


def address_of(article):
    return reverse("articles:changes", args=[article.slug])


def page_of(client, article):
    response = client.get(address_of(article))
    assert response.status_code == 200
    return response.content.decode()


def publish(article, *, kind="", text="", **fields):
    """The next edition, with these fields changed."""
    write(article, working_content(article) | fields)
    return article.publish_changes(kind=kind, text=text)


def withhold(article, edition):
    telling.withhold(article, article.revisions.get(edition=edition), True)


def test_each_edition_is_shown_beside_the_one_before_it(client):
    article = make_article(headline="Bridge closed", body="<p>One span.</p>")
    publish(article, headline="Bridge open", kind="update", text="It opened at noon.")
    publish(article, body="<p>Two spans.</p>", kind="correction", text="Two spans, not one.")
    page = page_of(client, article)
    assert page.index("Edition 3") < page.index("Edition 2") < page.index("First published")
    assert page.index("Two spans, not one.") < page.index("Edition 2")
    assert "<del>" in page
    assert re.search(r"</span> ?closed<span", page)
    assert "removed:" in page


def test_the_words_of_the_text_are_told_apart_for_every_reader(client):
    article = make_article(body="<p>Glimbo spans.</p>")
    publish(article, body="<p>Plain spans.</p>")
    [diff] = history.editions_of(article)[0][0].diffs
    assert [(op, words.strip()) for op, words in diff.parts if op != "same"] == [
        ("removed", "Glimbo"),
        ("added", "Plain"),
    ]


def test_what_is_pending_or_was_never_out_is_not_shown(client):
    article = make_article(headline="Bridge closed")
    publish(article, headline="Bridge open")
    write(article, working_content(article) | {"headline": "Glimbo draft"})
    assert "Glimbo" not in page_of(client, article)


def test_a_withheld_edition_reveals_its_words_nowhere(client):
    article = make_article(body="<p>A bridge.</p>")
    publish(article, body="<p>A bridge at Glimbo lane 7.</p>")
    publish(article, body="<p>A long bridge.</p>", kind="correction", text="An address is gone.")
    assert "Glimbo" in page_of(client, article)
    withhold(article, 2)
    empty_caches()
    page = page_of(client, article)
    assert "Glimbo" not in page
    assert "This change is not shown." in page
    assert "long" in page


def test_a_withheld_first_edition_reveals_nothing_either(client):
    article = make_article(body="<p>Glimbo lane 7.</p>")
    publish(article, body="<p>A bridge.</p>")
    withhold(article, 1)
    page = page_of(client, article)
    assert "Glimbo" not in page
    assert page.count("This change is not shown.") == 2


def test_withholding_renews_the_shared_page(client, django_capture_on_commit_callbacks):
    article = make_article(body="<p>Glimbo.</p>")
    publish(article, body="<p>Plain.</p>")
    assert "Glimbo" in page_of(client, article)
    with django_capture_on_commit_callbacks(execute=True):
        withhold(article, 1)
    assert "Glimbo" not in page_of(client, article)


def test_where_it_is_filed_is_no_news_for_readers(client):
    article = make_article()
    publish(article, slug="elsewhere", kicker="Glimbo", dateline="Glimbo")
    page = page_of(client, article)
    assert "Glimbo" not in page
    assert "Neither headline nor text changed." in page


def test_another_picture_is_named(client):
    article = make_article(lead_image=make_map(title="Old valley"))
    publish(article, lead_image=make_map(title="New valley").pk)
    page = page_of(client, article)
    assert "Old" in page
    assert "New" in page


def test_the_text_is_shown_as_text(client):
    article = make_article(headline="A <b>bold</b> bridge")
    publish(article, headline="A <script>glimbo</script> bridge")
    page = page_of(client, article)
    assert "<script>glimbo" not in page
    assert "<b>bold" not in page


def test_a_note_without_a_new_text_stands_at_the_edition_it_is_about(client):
    article = make_article()
    publish(article, headline="Second")
    telling.correct(article, kind="update", text="More to come.")
    shown, _older = history.editions_of(article)
    assert [[note.text for note in edition.corrections] for edition in shown] == [
        ["More to come."],
        [],
    ]


def test_a_note_of_before_versions_were_kept_stands_at_the_first(client):
    article = make_article()
    publish(article, headline="Second")
    earlier = article.revisions.get(edition=1).published_at
    article.corrections.create(kind="update", text="Long ago.", made_at=earlier)
    shown, _older = history.editions_of(article)
    assert [note.text for note in shown[-1].corrections] == ["Long ago."]


def test_the_byline_leads_to_it_when_there_is_more_than_one_edition(client):
    article, other = make_article(), make_article()
    publish(article, headline="Second")
    link = f'href="{address_of(article)}"'
    assert link in client.get(article.get_absolute_url()).content.decode()
    assert "/changes/" not in client.get(other.get_absolute_url()).content.decode()


@pytest.mark.parametrize("status", ["draft", "review", "approved", "unpublished"])
def test_what_readers_can_not_open_has_no_history(client, status):
    article = make_article()
    publish(article, headline="Second")
    Article.objects.filter(pk=article.pk).update(status=status)
    for who in (None, make_user(group="Editor")):
        if who:
            client.force_login(who)
        assert client.get(address_of(article)).status_code == 404


def test_a_retracted_article_keeps_its_history_out_of_search_engines(client):
    article = make_article()
    publish(article, headline="Second")
    article.retract(text="All wrong.")
    page = page_of(client, article)
    assert "noindex" in page
    assert "All wrong." in page


def test_a_long_history_goes_on_on_another_page(client, monkeypatch):
    monkeypatch.setattr(history, "PER_PAGE", 2)
    article = make_article()
    for number in range(4):
        publish(article, headline=f"Headline {number}")
    assert "?before=4" in page_of(client, article)
    shown, older = history.editions_of(article, before=2)
    assert [edition.number for edition in shown] == [1]
    assert older is None


@pytest.mark.parametrize("before", ["x", "0", "-1", "9" * 30])
def test_an_address_that_we_never_made_is_no_page(client, before):
    address = address_of(make_article())
    assert client.get(address, {"before": before}).status_code == 404


def test_all_readers_share_one_page(client):
    response = client.get(address_of(make_article()))
    assert not response.cookies
    assert response.headers["Cache-Control"].startswith("public")


def test_each_edition_costs_no_more_than_two_statements(client):
    article, costs = make_article(), []
    for number in range(2):
        for more in range(3):
            publish(article, headline=f"Headline {number} {more}")
        with CaptureQueriesContext(connection) as asked:
            history.editions_of(article)
        costs.append(len(asked))
    assert costs[1] - costs[0] <= 2 * 3
