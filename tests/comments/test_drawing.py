"""Drawings of threads are kept, and none of them is ever out of date."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone, translation

from comments import drawing
from comments.models import Discussion
from comments.reading import read_page
from tests.caches import empty_caches
from tests.factories import make_article, make_author, make_comment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    drawing.drawings.forget()
    drawing._composer.forget()


@pytest.fixture
def drawings(monkeypatch):
    """The comments that were drawn and not found, page by page."""
    drawn = []
    really = drawing.render_to_string

    def noted(name, context):
        if "rows" in context:
            drawn.append([int(row["id"]) for row in context["rows"]])
        return really(name, context)

    monkeypatch.setattr(drawing, "render_to_string", noted)
    return drawn


def page_of(client, article):
    empty_caches()  # only the kept page, not the kept drawings
    return client.get(article.get_absolute_url()).text


def discussion_part(page):
    return page[page.index('id="comment-list"') : page.index('id="discussion-more"')]


def test_a_page_rendered_again_draws_no_comment_again(client, drawings):
    root = make_comment()
    reply = make_comment(parent=root)
    first = page_of(client, root.article)
    second = page_of(client, root.article)
    assert drawings == [[root.pk, reply.pk]]
    assert discussion_part(first) == discussion_part(second)


def test_a_vote_draws_its_own_comment_again_and_no_other(client, drawings):
    article = make_article()
    loud = make_comment(parent=make_comment(article))
    page_of(client, article)
    client.post(reverse("comments:vote", args=[loud.pk]), {"value": 1})
    drawings.clear()
    client.cookies.clear()
    page = page_of(client, article)
    assert drawings == [[loud.pk]]
    assert 'data-score="1"' in page


def test_a_reply_draws_itself_and_those_it_changes_and_no_other(client, drawings):
    root = make_comment()
    first, last = make_comment(parent=root), make_comment(parent=root)
    page_of(client, root.article)
    drawings.clear()
    new = make_comment(parent=root)
    page = page_of(client, root.article)
    assert drawings == [[root.pk, last.pk, new.pk]]  # the last one was the end of the list
    assert first.text in page
    drawing.drawings.forget()
    assert discussion_part(page_of(client, root.article)) == discussion_part(page)


def test_asking_for_a_comment_draws_it_again_and_no_other(client, drawings):
    article = make_article()
    make_comment(article)
    wanted = make_comment(article)
    client.get(article.get_absolute_url(), {"sort": "newest"})
    drawings.clear()
    page = client.get(article.get_absolute_url(), {"sort": "newest", "comment": wanted.pk}).text
    assert drawings == [[wanted.pk]]
    assert page.count("comment--chosen") == 1


def test_what_a_reader_voted_and_wrote_is_shown_to_them_alone(client):
    comment = make_comment()
    address = reverse("comments:vote", args=[comment.pk])
    before = page_of(client, comment.article)
    client.post(address, {"value": 1})
    own = page_of(client, comment.article)
    client.cookies.clear()
    assert own.count('aria-pressed="true"') == 1
    assert 'aria-pressed="true"' not in before + page_of(client, comment.article)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda comment: comment.edit_text("Better words"), "Better words"),
        (
            lambda comment: comment.reject(code="off_topic", by=make_user()),
            "A moderator removed this comment.",
        ),
        (lambda comment: comment.erase(), "Deleted by its author."),
    ],
)
def test_a_change_of_a_comment_is_seen_at_once(client, change, words):
    comment = make_comment(text="First words")
    make_comment(parent=comment)
    assert "First words" in page_of(client, comment.article)
    change(comment)
    page = page_of(client, comment.article)
    assert words in page
    assert "First words" not in page


def test_the_age_goes_on_and_follows_the_language(client, monkeypatch):
    comment = make_comment()
    assert ">just now</time>" in page_of(client, comment.article)
    later = timezone.now() + timedelta(minutes=5)
    monkeypatch.setattr("comments.times.timezone.now", lambda: later)
    assert ">5 minutes ago</time>" in page_of(client, comment.article)
    with translation.override("ru"):
        rows = read_page(comment.article_id).rows
        [shown] = drawing.shown_of(rows, authors=set(), on_page=set())
    assert shown.age == "5 минут назад"


def test_an_author_named_later_gets_the_badge(client):
    writer = make_user(username="ines")
    article = make_article()
    make_comment(article, author=writer)
    assert "badge--author" not in page_of(client, article)
    article.bylines.create(author=make_author(user=writer))
    assert "badge--author" in page_of(client, article)


def test_the_supporter_badge_goes_from_a_kept_drawing(client):
    member = make_user(shows_supporter_badge=True)
    article = make_comment(author=member).article
    assert "badge--supporter" in page_of(client, article)
    type(member).objects.update(shows_supporter_badge=False)
    assert "badge--supporter" not in page_of(client, article)


def test_a_closed_discussion_takes_no_replies_from_a_kept_drawing(client):
    comment = make_comment()
    reply = reverse("comments:reply", args=[comment.pk])
    assert reply in page_of(client, comment.article)
    Discussion.objects.update(is_open=False)
    assert reply not in page_of(client, comment.article)


def test_the_comments_nobody_looks_at_are_forgotten_first(client, drawings, monkeypatch):
    monkeypatch.setattr(drawing, "KEPT_ROWS", 2)
    busy, quiet, newest = make_comment(), make_comment(), make_comment()
    for comment in (busy, quiet, busy, newest, busy, quiet):
        page_of(client, comment.article)
    assert drawings == [[busy.pk], [quiet.pk], [newest.pk], [quiet.pk]]


@override_settings(DEBUG=True)
def test_nothing_is_kept_while_templates_are_written(client, drawings):
    comment = make_comment()
    for _ in range(2):
        page_of(client, comment.article)
    assert len(drawings) == 2


def test_a_drawing_knows_nothing_of_the_writer_but_the_name():
    assert not set(drawing.Shown._fields) & {"reader", "email", "submission"}


def composer_part(page):
    return page[page.index("<comment-composer") : page.index("</comment-composer>")]


def test_a_stranger_gets_the_kept_form_and_a_guest_their_own(client):
    article = make_comment().article
    address = reverse("comments:post", args=[article.pk])
    empty = composer_part(page_of(client, article))
    assert composer_part(page_of(client, article)) == empty
    guest = {"name": "Oda Brandt", "email": "oda@example.com", "remember": "on"}
    client.post(address, guest | {"text": "Seen it."})
    assert 'value="Oda Brandt"' in composer_part(page_of(client, article))
    client.cookies.clear()
    assert composer_part(page_of(client, article)) == empty


def test_the_kept_form_is_of_its_article_and_language_and_limit(client, settings):
    articles = make_article(), make_article()
    forms = {composer_part(page_of(client, article)) for article in articles}
    settings.COMMENT_MAX_LENGTH = 77
    forms.add(composer_part(page_of(client, articles[0])))
    client.post("/language/", {"language": "ru"})
    forms.add(composer_part(page_of(client, articles[0])))
    articles[0].slug = "moved"
    articles[0].save(update_fields=["slug"])
    forms.add(composer_part(page_of(client, articles[0])))
    assert len(forms) == 5
