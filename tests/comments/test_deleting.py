"""Writers take back what they said: the text is gone from the database, the talk around it stays."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from comments.models import Comment, Discussion, Revision
from comments.recounting import recount
from tests.comments.test_concurrency import in_parallel
from tests.factories import make_article, make_comment, make_user

HTMX = {"HX-Request": "true"}
MARK = "quicksilver"


@pytest.fixture
def own(client, db):
    """A comment by the member who is signed in, edited once after a vote."""
    member = make_user(username=f"{MARK}-walker")
    client.force_login(member)
    article = make_article()
    client.post(reverse("comments:post", args=[article.pk]), {"text": f"{MARK} one"})
    comment = Comment.objects.get()
    comment.cast_vote(uuid4(), 1)
    comment.edit_text(f"{MARK} two")
    return comment


def delete(client, comment, **more):
    return client.post(reverse("comments:delete", args=[comment.pk]), **more)


def fresh(comment):
    return Comment.objects.get(pk=comment.pk)


def test_the_page_asks_and_changes_nothing(client, own):
    for headers in ({}, HTMX):
        page = client.get(reverse("comments:delete", args=[own.pk]), headers=headers)
        assert "Delete this comment?" in page.text
    assert fresh(own).is_visible


def test_text_writer_and_earlier_texts_are_gone_from_every_table(client, own):
    own.author.username = "somebody"  # the account itself is not what is deleted here
    own.author.save(update_fields=["username"])
    assert delete(client, own).status_code == 303
    assert (fresh(own).status, fresh(own).author, fresh(own).reader) == (4, None, None)
    assert not Revision.objects.exists()
    for model in apps.get_app_config("comments").get_models():
        texts = [
            f for f in model._meta.fields if isinstance(f, models.CharField | models.TextField)
        ]
        for field in texts:
            assert not model._base_manager.filter(**{f"{field.name}__contains": MARK}).exists()


def test_with_replies_a_tombstone_stays(client, own):
    reply = make_comment(parent=own, text="I stay")
    response = delete(client, own)
    assert response.url == f"{own.article.get_absolute_url()}#comment-{own.pk}"
    page = Client().get(own.article.get_absolute_url()).text
    assert "Deleted by its author." in page
    assert f'id="comment-{reply.pk}"' in page
    assert MARK not in page
    assert not recount(mend=False)


def test_without_replies_nothing_stays(client, own):
    response = delete(client, own)
    assert response.url == f"{own.article.get_absolute_url()}#comments"
    assert f'id="comment-{own.pk}"' not in Client().get(own.article.get_absolute_url()).text
    assert Discussion.objects.get().visible == 0


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("has_reply", [True, False])
def test_deleting_again_changes_nothing_and_answers_alike(client, own, headers, has_reply):
    if has_reply:
        make_comment(parent=own)
    first, second = (delete(client, own, headers=headers) for _ in range(2))
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert own.decisions.count() == 1


def test_htmx_gets_the_tombstone_in_place_of_the_box(client, own):
    make_comment(parent=own)
    response = delete(client, own, headers=HTMX)
    assert "Deleted by its author." in response.text
    assert response.headers["HX-Reselect"] == ".comment__box"
    assert "1 comment<" in response.text
    assert MARK not in response.text


def test_htmx_takes_the_comment_away_with_tombstones_that_stood_for_it_alone(client, own):
    first, second = make_comment(own.article), make_comment(parent=own, text="Other")
    middle = make_comment(parent=first)
    last = make_comment(parent=middle, author=own.author, name="walker")
    first.reject(code="off_topic", by=None)
    middle.reject(code="off_topic", by=None)
    response = delete(client, last, headers=HTMX)
    assert response.headers["HX-Retarget"] == f"#comment-{first.pk}"
    assert response.headers["HX-Reswap"] == "delete"
    assert fresh(second).is_visible


def test_what_waits_or_was_removed_can_be_deleted_at_any_time(client, own):
    own.reject(code="off_topic", by=None)
    asked = client.get(reverse("comments:delete", args=[own.pk])).text
    assert MARK not in asked.replace(f"{MARK}-walker", "")
    assert delete(client, own).status_code == 303
    assert fresh(own).text == ""


def test_an_erased_comment_tells_strangers_nothing_and_takes_no_text(client, own):
    delete(client, own)
    assert Client().get(reverse("comments:edit", args=[own.pk])).status_code == 404
    assert Client().get(reverse("comments:history", args=[own.pk])).status_code == 404
    assert MARK not in Client().post(reverse("comments:delete", args=[own.pk]), follow=True).text


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_no_text_outlives_a_deletion_that_races_with_edits():
    for _ in range(5):
        comment = make_comment(text=MARK)

        def act(number, pk=comment.pk):
            chosen = Comment.objects.get(pk=pk)
            return chosen.edit_text(f"{MARK} {number}") if number else chosen.erase()

        in_parallel(6, act)
        assert (fresh(comment).text, fresh(comment).revisions.count()) == ("", 0)
    assert not recount(mend=False)
