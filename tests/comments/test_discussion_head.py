"""What stands above and below the list: counts, featured comments, facts for scripts."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from comments.models import Comment, Discussion, Ignored
from comments.numbers import short_number
from comments.reading import SORTS, read_page
from comments.reading import replies as replies_of_pages
from comments.times import microseconds
from tests.factories import make_article, make_comment, make_member, make_user, mark_spam, reject

pytestmark = pytest.mark.django_db
START = datetime(2026, 9, 1, 12, tzinfo=UTC)


def feature(*comments):
    """Pick them for the strip, the last one last."""
    for hour, comment in enumerate(comments):
        moment = START + timedelta(hours=hour)
        Comment.objects.filter(pk=comment.pk).update(featured_at=moment)


def strip_of(page):
    """The part of a page that shows featured comments."""
    return page.partition('class="featured"')[2].partition('id="comment-list"')[0]


@pytest.mark.parametrize("longest", [200, 3])
@pytest.mark.parametrize("sort", SORTS)
def test_the_newest_five_picks_are_featured_wherever_they_stand(monkeypatch, sort, longest):
    monkeypatch.setattr(replies_of_pages, "WHOLE_THREAD_MAX", longest)
    article = make_article()
    root = make_comment(article)
    deep = make_comment(parent=make_comment(parent=root))
    others = [make_comment(article) for _ in range(5)]
    before = [row.id for row in read_page(article.pk, sort=sort, size=2).rows]
    feature(root, *others, deep)
    page = read_page(article.pk, sort=sort, size=2)
    assert [row.id for row in page.featured] == [c.pk for c in [deep, *others[:0:-1]]]
    assert [row.id for row in page.rows] == before
    assert all(row.is_featured for row in page.rows if row.id == root.pk)


def test_a_pick_is_shown_with_its_first_words_and_leads_to_its_place(client):
    long = make_comment(text="Well *said* of the bridge. " * 30, name="Petra Nell")
    feature(long)
    strip = strip_of(client.get(long.article.get_absolute_url()).text)
    assert "Featured by the newsroom" in strip
    assert "Petra Nell" in strip
    assert f'href="{long.get_absolute_url()}?sort=oldest"' in strip
    [words] = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", strip, re.DOTALL)
    assert words.startswith("Well said of the bridge.")
    assert 200 < len(words) <= 280


def test_what_a_pick_hides_is_not_given_away(client):
    comment = make_comment(text="I know the end.\n\n[spoiler]\nThe ferry sinks.\n[/spoiler]")
    feature(comment)
    strip = strip_of(client.get(comment.article.get_absolute_url()).text)
    assert "I know the end." in strip
    assert "ferry" not in strip


@pytest.mark.parametrize("verb", [reject, mark_spam])
def test_a_pick_that_was_removed_is_featured_no_more(client, verb):
    comment = make_comment(text="Words to remove")
    make_comment(parent=comment)
    feature(comment)
    verb(comment, by=make_user())
    page = client.get(comment.article.get_absolute_url()).text
    assert "Featured" not in page
    assert "Words to remove" not in page


def test_a_pick_that_its_writer_changed_is_featured_no_more(client):
    comment = make_comment(text="Well said.")
    feature(comment)
    comment.edit_text("Buy my boats.")
    assert not strip_of(client.get(comment.article.get_absolute_url()).text)


@pytest.mark.parametrize(
    "query", [{"show": "staff"}, {"since": "1500000000000000"}, {"comment": "1"}, {"after": "1_1"}]
)
def test_picks_stand_on_the_first_whole_page_alone(client, query):
    comment = make_comment(is_official=True)
    feature(comment)
    address = comment.article.get_absolute_url()
    assert strip_of(client.get(address).text)
    assert strip_of(client.get(address, {"sort": "best"}).text)
    assert not strip_of(client.get(address, query).text)


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0"), (999, "999"), (9999, "9999"), (10_000, "10K"), (12_345, "12.3K")]
    + [(999_999, "999.9K"), (1_000_000, "1M"), (1_260_000, "1.2M")],
)
def test_large_numbers_are_shortened_and_never_too_large(number, words):
    assert short_number(number) == words


def test_the_heading_has_the_exact_number_at_hand(client):
    article = make_comment().article
    Discussion.objects.filter(article=article).update(visible=12_345)
    page = client.get(article.get_absolute_url()).text
    assert '<span title="12,345">12.3K comments</span>' in page
    Discussion.objects.filter(article=article).update(visible=16)
    page = client.get(article.get_absolute_url(), {"sort": "best"}).text
    assert "<span>16 comments</span>" in page


def test_the_first_page_says_how_much_of_the_discussion_it_shows(client):
    article = make_article()
    for _ in range(21):
        make_comment(parent=make_comment(article))
    address = article.get_absolute_url()
    page = client.get(address).text
    assert "40 of 42 shown" in page
    rest = re.search(r'href="(\?sort=oldest&amp;after=[^"#]*)', page)[1].replace("&amp;", "&")
    assert "of 42 shown" not in client.get(address + rest).text


def test_the_best_order_is_explained(client):
    address = make_comment().article.get_absolute_url()
    assert "head start" in client.get(address, {"sort": "best"}).text
    assert "head start" not in client.get(address).text


@pytest.mark.parametrize("sort", ["random", "", "BEST"])
def test_a_site_default_that_is_none_is_the_oldest_first(client, settings, sort):
    settings.COMMENTS_SORT = sort
    comment = make_comment()
    page = client.get(comment.article.get_absolute_url()).text
    assert re.findall(r'id="sort-(\w+)"[^>]*aria-current', page) == ["oldest"]


def test_the_section_says_what_scripts_go_by(client):
    article = make_article()
    page = client.get(article.get_absolute_url()).text
    assert f'data-article="{article.pk}"' in page
    assert 'data-latest="0"' in page
    old, new = make_comment(article), make_comment(article)
    Comment.objects.filter(pk=old.pk).update(shown_at=new.shown_at + timedelta(microseconds=1))
    page = client.get(article.get_absolute_url(), {"sort": "newest"}).text
    assert f'data-latest="{microseconds(new.shown_at) + 1}"' in page


def test_the_section_says_what_is_said_of_comments_that_are_gone_by_now(client):
    page = client.get(make_comment().article.get_absolute_url()).text
    section = page[page.index('id="comments"') :].partition(">")[0]
    assert 'data-gone="This is no longer there.' in section


def test_waiting_comments_are_no_news(client):
    visible = make_comment()
    make_comment(visible.article, status=Comment.Status.PENDING)
    hidden = make_comment(visible.article)
    hidden.reject(code="off_topic", by=None)
    page = client.get(visible.article.get_absolute_url()).text
    assert f'data-latest="{microseconds(visible.shown_at)}"' in page


@pytest.mark.parametrize(
    ("published", "said", "is_live"), [(1, 1, True), (30, 1, True), (1, 30, True), (30, 15, False)]
)
def test_news_are_asked_for_while_a_discussion_is_alive(client, published, said, is_live):
    now = timezone.now()
    article = make_article(published_at=now - timedelta(days=published))
    make_comment(article, created_at=now - timedelta(days=said))
    page = client.get(article.get_absolute_url()).text
    assert ("data-news=" in page) == is_live


def test_people_a_member_ignores_are_marked_for_them_alone(client):
    member, person = make_member(), make_member()
    article = make_article()
    ignored, other = make_comment(article, author=person), make_comment(article, author=make_user())
    Ignored.objects.create(member=member, person=person)
    client.force_login(member)
    page = client.get(article.get_absolute_url()).context["page"]
    assert [row.is_ignored for row in page.rows] == [True, False]
    client.logout()
    page = client.get(article.get_absolute_url()).text
    assert "ignore" not in page
    assert other.pk > ignored.pk


def test_picks_of_people_a_member_ignores_are_left_out(client):
    member, person = make_member(), make_member()
    article = make_article()
    ignored, other = make_comment(article, author=person), make_comment(article)
    feature(ignored, other)
    Ignored.objects.create(member=member, person=person)
    client.force_login(member)
    strip = strip_of(client.get(article.get_absolute_url()).text)
    assert other.get_absolute_url() in strip
    assert ignored.get_absolute_url() not in strip


def test_a_short_number_takes_the_form_of_many():
    """12.1K comments, whatever the last figures of 12,181 ask for in Russian."""
    with override("ru"):
        assert "12,1\xa0тыс. комментариев" in render_to_string(
            "comments/_count.html", {"total": 12_181}
        )
