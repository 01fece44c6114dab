"""What moderators do to a comment where readers see it; readers see nothing of it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comments.models import Comment
from tests.comments.desk import HTMX, decide, make_moderator
from tests.factories import make_comment, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(name="comment")
def _comment():
    return make_comment()


@pytest.fixture(name="desk")
def _desk(client):
    client.force_login(make_moderator())
    return client


def menu(comment):
    return reverse("moderation:menu", args=[comment.pk])


def test_moderators_find_a_way_to_each_comment(desk, comment):
    page = desk.get(comment.article.get_absolute_url()).text
    assert f'hx-get="{menu(comment)}"' in page
    assert f'href="{reverse("moderation:comment", args=[comment.pk])}"' in page


@pytest.mark.parametrize("who", ["nobody", "member", "editor"])
def test_nobody_else_does(client, comment, who):
    if who != "nobody":
        client.force_login(make_member() if who == "member" else make_user(group="Editor"))
    assert "/moderation/comments/" not in client.get(comment.article.get_absolute_url()).text


def test_the_shared_page_is_the_same_after_a_moderator_looked(desk, comment):
    address = comment.article.get_absolute_url()
    before = Client().get(address)
    desk.get(address)
    after = Client().get(address)
    assert before.content == after.content
    assert not after.cookies


def test_a_member_costs_no_statement_more(client, comment, monkeypatch):
    client.force_login(make_member())
    client.get(comment.article.get_absolute_url())
    found = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(comment.article.get_absolute_url())
        found.append(len(captured))
        monkeypatch.setattr("comments.templatetags.comments.is_moderator", lambda request: False)
    assert found[0] == found[1]


def test_the_menu_opens_below_the_comment_or_leads_to_its_card(desk, comment):
    answer = desk.get(menu(comment), headers=HTMX)
    assert 'name="place" value="thread"' in answer.text
    assert 'hx-target="closest .comment__form"' in answer.text
    assert desk.get(menu(comment))["Location"] == reverse("moderation:comment", args=[comment.pk])


def test_a_removed_comment_leaves_its_tombstone_at_once(desk, comment):
    make_comment(parent=comment)
    answer = decide(desk, comment, "reject", code="hate", place="thread", headers=HTMX)
    assert "A moderator removed this comment." in answer.text
    assert comment.text not in answer.text
    assert answer["HX-Retarget"].startswith(f"#comment-{comment.pk} >")
    assert "Rejected." in answer.text


def test_without_replies_it_leaves_nothing(desk, comment):
    answer = decide(desk, comment, "spam", place="thread", headers=HTMX)
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == (f"#comment-{comment.pk}", "delete")


def test_a_featured_comment_shows_its_mark(desk, comment):
    answer = decide(desk, comment, "feature", place="thread", headers=HTMX)
    assert "badge--featured" in answer.text


@pytest.mark.parametrize(("sent", "status"), [({"version": ""}, 409), ({"code": ""}, 422)])
def test_what_stands_against_it_is_said_in_the_menu(desk, comment, sent, status):
    sent = {"code": "hate"} | sent
    answer = decide(desk, comment, "reject", place="thread", headers=HTMX, **sent)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text or "Choose a reason." in answer.text
    assert 'value="thread"' in answer.text
    assert Comment.objects.get().is_visible


def test_the_menu_is_not_for_members(client, comment):
    client.force_login(make_member())
    assert client.get(menu(comment), headers=HTMX).status_code == 403
