"""The line above a comment that is about a phrase, wherever comments are shown."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments import drawing
from comments.models import InlinePrompt
from tests.caches import empty_caches
from tests.factories import make_comment, make_member, make_prompt, make_user, reject

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    drawing.drawings.forget()


def page_of(client, address):
    empty_caches()  # only the kept page, not the kept drawings
    return client.get(address).text


@pytest.fixture
def answer():
    prompt = make_prompt()
    return make_comment(prompt.article, prompt=prompt)


def here(prompt):
    return f'<a href="#ask-{prompt.pk}">On the phrase “<bdi>the old bridge</bdi>”</a>'


def from_afar(prompt):
    address = f"{prompt.article.get_absolute_url()}#ask-{prompt.pk}"
    return f'<a href="{address}">On the phrase “<bdi>the old bridge</bdi>”</a>'


def test_on_the_page_of_the_article_it_leads_back_to_the_phrase(client, answer):
    page = page_of(client, answer.article.get_absolute_url())
    assert f'<p class="comment__quote">{here(answer.prompt)}</p>' in page


@pytest.mark.parametrize("place", ["thread", "replies"])
def test_on_pages_of_threads_it_leads_to_the_article(client, answer, place):
    page = page_of(client, reverse(f"comments:{place}", args=[answer.pk]))
    assert from_afar(answer.prompt) in page


def test_comments_about_the_whole_article_have_no_such_line(client):
    comment = make_comment()
    assert "comment__quote" not in page_of(client, comment.article.get_absolute_url())


@pytest.mark.parametrize("letters", ["a", "word "])
def test_long_phrases_are_cut(client, letters):
    quote = (letters * 400)[:400].strip()
    prompt = make_prompt(quote=quote, prefix="", suffix="")
    make_comment(prompt.article, prompt=prompt)
    shown = page_of(client, prompt.article.get_absolute_url()).partition("On the phrase “")[2]
    words = shown.partition("”")[0]
    assert words.endswith("…</bdi>")
    assert len(words) < 180
    assert len(words.split()) <= 20


def test_where_the_text_has_changed_it_leads_to_the_question(client, answer):
    page_of(client, answer.article.get_absolute_url())
    InlinePrompt.objects.update(lost_at=timezone.now())
    type(answer.article).objects.update(body="<p>Another text.</p>")
    page = page_of(client, answer.article.get_absolute_url())
    address = reverse("comments:prompt", args=[answer.prompt_id])
    words = "On the phrase “<bdi>the old bridge</bdi>”, the text has changed since"
    assert f'<a href="{address}">{words}</a>' in page
    assert f"#ask-{answer.prompt_id}" not in page


def test_another_phrase_draws_its_comments_again(client, answer):
    page_of(client, answer.article.get_absolute_url())
    InlinePrompt.objects.update(quote="on Tuesday", prefix="", suffix="")
    page = page_of(client, answer.article.get_absolute_url())
    assert "On the phrase “<bdi>on Tuesday</bdi>”" in page
    assert "the old bridge</bdi>”" not in page


def test_a_removed_answer_shows_no_phrase(client, answer):
    make_comment(parent=answer)
    reject(answer)
    assert "comment__quote" not in page_of(client, answer.article.get_absolute_url())


def test_feeds_say_which_phrase_it_is_about(client, answer):
    feed = client.get(reverse("comments:article_feed", args=[answer.article_id])).text
    assert "On the phrase" in feed
    assert "the old bridge" in feed
    assert f"/#ask-{answer.prompt_id}" in feed


def test_a_feed_has_one_price(client, django_assert_num_queries, answer):
    for _ in range(5):
        make_comment(answer.article, prompt=answer.prompt)
    with django_assert_num_queries(2):
        client.get(reverse("comments:article_feed", args=[answer.article_id]))


def test_moderators_see_which_phrase_it_is_about(client):
    prompt = make_prompt()
    make_comment(prompt.article, prompt=prompt, status=0)
    client.force_login(make_user(group="Moderator"))
    page = client.get(reverse("moderation:queue"), follow=True).text
    assert from_afar(prompt) in page
    assert prompt.question in page


def test_a_page_of_the_queue_has_one_price(client, django_assert_max_num_queries):
    client.force_login(make_user(group="Moderator"))
    prompt = make_prompt()
    make_comment(prompt.article, prompt=prompt, status=0)
    address = reverse("moderation:queue")
    client.get(address, follow=True)
    with django_assert_max_num_queries(40) as asked:
        client.get(address, follow=True)
    for _ in range(5):
        make_comment(prompt.article, prompt=prompt, status=0)
    with django_assert_max_num_queries(len(asked)):
        client.get(address, follow=True)


def test_ones_own_comments_say_it_too_at_one_price(client, django_assert_num_queries):
    member, prompt = make_member(), make_prompt()
    make_comment(prompt.article, author=member)
    client.force_login(member)
    mine, person = reverse("comments:mine"), reverse("comments:person", args=[member.username])
    client.get(mine)
    with CaptureQueriesContext(connection) as without:
        client.get(mine)
    for _ in range(3):
        make_comment(prompt.article, prompt=prompt, author=member)
    with django_assert_num_queries(len(without)):
        page = client.get(mine).text
    assert page.count(from_afar(prompt)) == client.get(person).text.count(from_afar(prompt)) == 3
