"""What a guest wrote can be downloaded, and claimed for an account."""

import pytest
from django.test import Client
from django.urls import reverse

from comments.models import Comment
from tests.comments.guests import MARA, MINE, opened, shown
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


def test_export_hands_over_comments_earlier_texts_and_votes():
    comment, other = make_comment(email=MARA, text="First text."), make_comment()
    make_comment(email=MARA, status=Comment.Status.PENDING, text="Still waits.")
    device = opened()
    comment.edit_text("Second text.")
    device.post(reverse("comments:vote", args=[other.pk]), {"value": -1})
    response = device.post(reverse("comments:export"))
    facts = response.json()
    assert response.headers["Content-Disposition"] == 'attachment; filename="comments.json"'
    assert "no-store" in response.headers["Cache-Control"]
    assert {each["text"] for each in facts["comments"]} == {"Second text.", "Still waits."}
    assert [each["text"] for each in facts["comments"][-1]["earlier_texts"]] == ["First text."]
    assert [(each["comment"], each["value"]) for each in facts["votes"]] == [(other.pk, -1)]
    assert other.text not in response.text


def test_an_export_costs_the_same_for_one_comment_and_for_many(django_assert_num_queries):
    device, article = opened(), make_article()
    make_comment(article, email=MARA).edit_text("Second text.")
    with django_assert_num_queries(8):
        device.post(reverse("comments:export"))
    for _ in range(5):
        make_comment(article, email=MARA).edit_text("Second text.")
    with django_assert_num_queries(8):
        device.post(reverse("comments:export"))


def test_a_stranger_exports_nothing(client):
    make_comment(reader=None)
    assert client.post(reverse("comments:export")).url == MINE


def test_claiming_moves_the_comments_to_the_account_once():
    comment = make_comment(email="Mara@example.com", name="Mara L.")
    comment.cast_vote(make_comment().submission, 1)
    member, device = make_user(username="mara"), Client()
    device.force_login(member)
    opened(client=device)
    assert "Add these comments to your account" in shown(device)
    for _ in range(2):
        assert device.post(reverse("comments:claim")).status_code == 303
    comment.refresh_from_db()
    assert (comment.author, comment.name, comment.email) == (member, "Mara L.", "")
    assert (comment.up, comment.score) == (1, 1)
    assert "Add these comments to your account" not in shown(device)
    assert comment.text in shown(device)


def test_a_claimed_comment_is_no_longer_the_guests():
    comment = make_comment(email=MARA)
    guest, member = opened(), Client()
    member.force_login(make_user())
    opened(client=member).post(reverse("comments:claim"))
    assert comment.text not in shown(guest)
    assert guest.post(reverse("comments:delete", args=[comment.pk])).status_code == 404


def test_claiming_renews_the_pages_that_show_the_comments(
    client, django_capture_on_commit_callbacks
):
    comment = make_comment(email=MARA, name="Mara L.")
    member = make_user(username="mara_lind")
    page = reverse("comments:person", args=[member.username])
    assert comment.text not in client.get(page).text
    device = Client()
    device.force_login(member)
    opened(client=device)
    with django_capture_on_commit_callbacks(execute=True):
        device.post(reverse("comments:claim"))
    assert comment.text in client.get(page).text


@pytest.mark.parametrize("signs_in", [True, False])
def test_nothing_is_claimed_without_link_and_account(signs_in):
    comment, device = make_comment(email=MARA), Client()
    if signs_in:
        device.force_login(make_user())
    else:
        opened(client=device)
    device.post(reverse("comments:claim"))
    comment.refresh_from_db()
    assert (comment.author, comment.email) == (None, MARA)
