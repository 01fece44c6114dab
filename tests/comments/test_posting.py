"""What happens when somebody sends a comment."""

from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from comments.models import Comment, Discussion
from tests.factories import make_article, make_author, make_comment, make_user

GUEST = {"name": "Mara L.", "email": "mara@example.com"}
HTMX = {"HX-Request": "true"}


def send(client, article, text="The bridge is open.", **more):
    headers = more.pop("headers", None)
    address = reverse("comments:post", args=[article.pk])
    return client.post(address, GUEST | {"text": text} | more, headers=headers)


def answer(client, parent, text="Since when?", **more):
    headers = more.pop("headers", None)
    address = reverse("comments:reply", args=[parent.pk])
    return client.post(address, GUEST | {"text": text} | more, headers=headers)


def test_a_guest_posts_and_is_sent_to_the_comment_on_the_article_page(client, db):
    article = make_article()
    response = send(client, article)
    comment = Comment.objects.get()
    assert (response.status_code, response.url) == (
        303,
        f"{article.get_absolute_url()}?comment={comment.pk}#comment-{comment.pk}",
    )
    assert f'id="comment-{comment.pk}"' in client.get(response.url).text


def test_a_comment_on_a_later_page_is_reached_where_it_can_be_seen(client, db):
    article = make_article()
    for _ in range(25):
        make_comment(article)
    response = send(client, article)
    comment = Comment.objects.get(name="Mara L.")
    assert f'id="comment-{comment.pk}"' in client.get(response.url).text


def test_a_reply_beyond_those_shown_is_reached_where_it_can_be_seen(client, db):
    parent = make_comment()
    replies = [make_comment(parent=parent) for _ in range(13)]
    response = answer(client, replies[6])
    comment = Comment.objects.get(name="Mara L.")
    assert f'id="comment-{comment.pk}"' in client.get(response.url).text


def test_htmx_gets_the_new_comment_an_empty_form_the_count_and_the_news(client, db):
    article = make_article()
    make_comment(article)
    page = send(client, article, headers=HTMX).text
    comment = Comment.objects.get(name="Mara L.")
    assert f'id="comment-{comment.pk}"' in page
    assert "2 comments" in page
    assert 'id="discussion-news" hx-swap-oob="innerHTML">Comment posted.' in page
    assert "The bridge is open.</textarea>" not in page


def test_a_reply_by_htmx_comes_with_a_new_place_for_the_next_one(client, db):
    parent = make_comment()
    response = answer(client, parent, headers=HTMX)
    assert response.headers["HX-Reswap"] == "outerHTML"
    assert '<div class="comment__form"></div>' in response.text
    assert f'<a href="#comment-{parent.pk}"><bdi>{parent.name}</bdi></a>' in response.text


def test_a_member_fills_in_nothing_but_the_text(client, db):
    member = make_user(username="walker")
    client.force_login(member)
    article = make_article()
    client.post(reverse("comments:post", args=[article.pk]), {"text": "Hello", "name": "Someone"})
    comment = Comment.objects.get()
    assert (comment.author, comment.name, comment.email) == (member, "walker", "")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": ""}, "Write something first."),
        ({"text": " \u200b\u2060\n"}, "Write something first."),
        ({"text": "x" * 3001}, "This is 1 character too long."),
        ({"name": ""}, "Write the name to show with your comment."),
        ({"name": "M"}, "A name has 2 to 50 characters."),
        ({"name": "\u202e\u2066M"}, "A name has 2 to 50 characters."),
        ({"name": "M" * 51}, "A name has 2 to 50 characters."),
        ({"email": "mara@"}, "This is not an e-mail address."),
        ({"email": "mara@example.com\r\nBcc: x@example.com"}, "This is not an e-mail address."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_is_wrong_is_said_beside_the_field(client, db, wrong, said, headers):
    response = send(client, make_article(), **wrong, headers=headers)
    assert response.status_code == 422
    assert said in response.text
    assert 'aria-invalid="true"' in response.text
    assert not Comment.objects.exists()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_refused_text_is_kept(client, db, headers):
    text = "Kept whole. " * 900
    response = send(client, make_article(), text, headers=headers)
    assert response.status_code == 422
    assert text in response.text


def test_a_text_of_the_greatest_length_is_kept_whole(client, db):
    text = "é" * 3000
    send(client, make_article(), text)
    assert Comment.objects.get().text == text


def test_fields_that_the_form_does_not_have_change_nothing(client, db):
    staff = make_user(group="Moderator")
    forged = {"status": 3, "score": 99, "author": staff.pk, "up": 9, "created_at": "2001-01-01"}
    send(client, make_article(), **forged)
    comment = Comment.objects.get()
    assert (comment.status, comment.score, comment.author, comment.up) == (1, 0, None, 0)
    assert comment.created_at.year != 2001


def test_an_article_that_is_not_public_takes_no_comment(client, db):
    draft = make_article(status="draft")
    assert send(client, draft).status_code == 404


def test_a_parent_on_an_article_that_is_not_public_takes_no_reply(client, db):
    parent = make_comment()
    parent.article.unpublish()
    assert answer(client, parent).status_code == 404


def test_the_article_of_a_reply_is_its_parents_whatever_the_form_says(client, db):
    parent = make_comment()
    forged = {"article": make_article().pk, "parent": make_comment().pk}
    client.post(reverse("comments:reply", args=[parent.pk]), GUEST | {"text": "Yes"} | forged)
    reply = Comment.objects.get(name="Mara L.")
    assert (reply.parent, reply.article) == (parent, parent.article)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_reply_to_a_removed_comment_is_refused_with_the_text_kept(client, db, headers):
    parent = make_comment()
    parent.reject(code="off_topic", by=make_user(group="Moderator"))
    response = answer(client, parent, "My long answer", headers=headers)
    assert response.status_code == 422
    assert "no longer there" in response.text
    assert "My long answer" in response.text
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_closed_discussion_says_so_and_keeps_the_text(client, db, headers):
    article = make_article()
    Discussion.objects.create(article=article, is_open=False)
    response = send(client, article, "Too late", headers=headers)
    assert response.status_code == 422
    assert "This discussion is closed." in response.text
    assert "Too late" in response.text
    assert not Comment.objects.exists()


def test_the_same_sending_twice_is_one_comment(client, db):
    article = make_article()
    first = send(client, article, submission="0b7c")
    second = send(client, article, submission="0b7c")
    assert first.url == second.url
    assert Comment.objects.count() == 1


def test_another_text_with_an_old_key_is_another_comment(client, db):
    article = make_article()
    send(client, article, "One", submission="0b7c")
    send(client, article, "Two", submission="0b7c")
    assert Comment.objects.count() == 2


@pytest.mark.parametrize("is_reply", [True, False])
def test_the_same_text_from_a_page_loaded_again_is_one_comment(client, db, is_reply):
    parent = make_comment()
    place, to = (answer, parent) if is_reply else (send, parent.article)
    first = place(client, to, "Since when?", submission="0b7c")
    second = place(client, to, "Since when?", submission="77e1")
    assert first.url == second.url
    assert Comment.objects.count() == 2


def test_without_a_key_the_same_text_within_ten_minutes_is_one_comment(client, db):
    article = make_article()
    with time_machine.travel("2030-09-20 10:09:59Z", tick=False):
        send(client, article)
    with time_machine.travel("2030-09-20 10:10:01Z", tick=False):
        response = send(client, article)
    assert Comment.objects.count() == 1
    assert response.status_code == 303


@pytest.mark.parametrize("keys", [("", ""), ("0b7c", "77e1")])
def test_the_same_text_a_day_later_is_another_comment(client, db, keys):
    article = make_article()
    for day, key in zip((20, 22), keys, strict=True):
        with time_machine.travel(f"2030-09-{day} 10:00Z", tick=False):
            send(client, article, submission=key)
    assert [comment.is_visible for comment in Comment.objects.all()] == [True, True]


def test_two_guests_may_say_the_same(client, db):
    article = make_article()
    send(client, article, "Agreed")
    send(Client(), article, "Agreed", email="other@example.com", name="Other")
    assert Comment.objects.count() == 2


def test_what_a_program_fills_in_is_held_not_refused(client, db):
    article = make_article()
    assert send(client, article, website="https://example.com").status_code == 303
    assert Comment.objects.get().status == Comment.Status.PENDING


def test_a_held_comment_is_seen_by_its_writer_alone(client, db, settings):
    settings.COMMENTS_PREMODERATED = True
    article = make_article()
    response = send(client, article, "Read me first")
    own = client.get(response.url).text
    assert "Read me first" in own
    assert "Waiting for a moderator. Only you can see this comment." in own
    assert Client().get(Comment.objects.get().get_absolute_url()).status_code == 404


def test_a_held_comment_is_not_seen_by_others(client, db):
    article = make_article()
    make_comment(article, text="Read me first", status=Comment.Status.PENDING, reader=uuid4())
    anonymous = client.get(article.get_absolute_url()).text
    send(client, article, "I am a guest with a cookie")
    known = client.get(article.get_absolute_url()).text
    assert "Read me first" not in anonymous + known


def test_a_held_comment_by_htmx_says_that_it_waits(client, db, settings):
    settings.COMMENTS_PREMODERATED = True
    page = send(client, make_article(), "Read me first", headers=HTMX).text
    assert "Read me first" in page
    assert "Waiting for a moderator" in page


def test_a_moderator_need_not_wait(client, db, settings):
    settings.COMMENTS_PREMODERATED = True
    client.force_login(make_user(group="Moderator"))
    send(client, make_article())
    assert Comment.objects.get().is_visible


def test_get_of_the_form_pages_changes_nothing_and_sets_no_cookie(client, db):
    parent = make_comment()
    for address in (
        reverse("comments:post", args=[parent.article_id]),
        reverse("comments:reply", args=[parent.pk]),
    ):
        response = client.get(address)
        assert response.status_code == 200
        assert not response.cookies
    assert Comment.objects.count() == 1


def test_htmx_gets_the_reply_form_alone_with_the_focus_in_it(client, db):
    parent = make_comment(name="Petra")
    page = client.get(reverse("comments:reply", args=[parent.pk]), headers=HTMX).text
    assert "<html" not in page
    assert "Reply to <bdi>Petra</bdi>" in page
    assert "autofocus" in page


def test_hostile_names_and_texts_stay_text(client, db):
    author = make_author(name="<i>Ines</i>")
    article = make_article(authors=[author])
    send(client, article, "<script>alert(1)</script>", name="<b>Bold</b>")
    page = client.get(article.get_absolute_url()).text
    assert "<script>alert" not in page
    assert "<b>Bold" not in page
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://testserver"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_only_a_form_of_ours_may_post(db, headers, status):
    strict = Client(enforce_csrf_checks=True)
    assert send(strict, make_article(), headers=headers).status_code == status
