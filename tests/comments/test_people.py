"""The page of a member, and whom members don't want to read."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments.models import Comment, Ignored
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


def page_of(user):
    return reverse("comments:person", args=[user.username])


def ignore(client, person, value=1, **more):
    return client.post(reverse("comments:ignore", args=[person.username]), {"value": value} | more)


def test_a_page_shows_who_it_is_and_what_they_said(client):
    member = make_user(username="teun", email="teun@secret.example")
    comment = make_comment(author=member, name="teun", text="Pillar 14 still stands.")
    page = client.get(page_of(member)).text
    assert "Member since" in page
    assert "Pillar 14 still stands." in page
    assert comment.get_absolute_url() in page
    assert comment.article.headline in page
    assert "secret.example" not in page


def test_a_page_counts_and_shows_only_what_everybody_can_read(client):
    member, moderator = make_user(), make_user(group="Moderator")
    make_comment(author=member, text="For all.")
    make_comment(author=member, text="Still waits.", status=Comment.Status.PENDING)
    make_comment(author=member, text="Was removed.").reject(code="off_topic", by=moderator)
    make_comment(author=member, text="Was deleted.").erase()
    make_comment(make_article(status="unpublished"), author=member, text="Withdrawn.")
    make_comment(text="By somebody else.")
    response = client.get(page_of(member))
    assert response.context["total"] == 1
    assert "For all." in response.text
    for text in ("Still waits.", "Was removed.", "Was deleted.", "Withdrawn.", "By somebody else."):
        assert text not in response.text


def test_a_page_is_the_same_for_all_strangers_and_for_no_search_engine(client):
    member = make_user()
    make_comment(author=member)
    first, second = client.get(page_of(member)), Client().get(page_of(member))
    assert first.content == second.content
    assert first.headers["Cache-Control"].startswith("public")
    assert not first.cookies
    assert '<meta name="robots" content="noindex">' in first.text


@pytest.mark.parametrize("change", ["hide", "erase", "post", "edit", "withdraw"])
def test_a_shared_page_is_renewed_by(client, change, django_capture_on_commit_callbacks):
    member = make_user()
    comment = make_comment(author=member, text="The first text.")
    assert "The first text." in client.get(page_of(member)).text
    with django_capture_on_commit_callbacks(execute=True):
        if change == "hide":
            comment.reject(code="off_topic", by=None)
        elif change == "erase":
            comment.erase()
        elif change == "post":
            make_comment(author=member, text="Another text.")
        elif change == "edit":
            comment.edit_text("Another text.")
        else:
            comment.article.status = "unpublished"
            comment.article.save()
    page = client.get(page_of(member)).text
    assert ("The first text." in page) == (change == "post")
    assert ("Another text." in page) == (change in {"post", "edit"})


@pytest.mark.parametrize("username", ["nobody", "closed", "id", "a" * 300, "\u202e"])
def test_there_is_no_page_for_who_is_not_there(client, username):
    make_user(username="closed", is_active=False)
    assert client.get(reverse("comments:person", args=[username])).status_code == 404


def test_the_number_of_an_account_leads_to_its_page(client):
    member = make_user()
    make_comment(author=member)
    response = client.get(reverse("comments:person_by_number", args=[member.pk]))
    assert (response.status_code, response.url) == (302, page_of(member))


def test_nobody_learns_names_of_accounts_by_counting_up(client):
    silent = make_user(is_superuser=True)
    make_comment(author=silent, status=Comment.Status.PENDING)
    assert client.get(reverse("comments:person_by_number", args=[silent.pk])).status_code == 404


@pytest.mark.parametrize("number", [0, 2**63 - 1, 10**30])
def test_an_unknown_number_leads_nowhere(client, number):
    assert client.get(f"/comments/people/id/{number}/").status_code == 404


def test_twenty_comments_a_page_and_none_twice(client):
    member, article = make_user(), make_article()
    start = timezone.now() - timedelta(days=1)
    for number in range(45):
        at = start + timedelta(minutes=number // 3)
        make_comment(article, author=member, created_at=at)
    seen, after = [], ""
    while after is not None:
        response = client.get(page_of(member), {"after": after})
        seen.append([comment.pk for comment in response.context["comments"]])
        after = response.context["older"] or None
    assert [len(page) for page in seen] == [20, 20, 5]
    numbers = [pk for page in seen for pk in page]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == 45


def test_a_page_costs_the_same_for_one_comment_and_for_many(client, django_assert_max_num_queries):
    one, many = make_user(), make_user()
    make_comment(author=one)
    for _ in range(15):
        make_comment(author=many)
    with django_assert_max_num_queries(8) as before:
        client.get(page_of(one))
    with django_assert_max_num_queries(len(before)):
        client.get(page_of(many))


def test_staff_are_called_so(client):
    assert "badge--staff" in client.get(page_of(make_user(group="Editor"))).text
    assert "badge--staff" not in client.get(page_of(make_user())).text


def test_a_hostile_name_and_text_stay_text(client):
    member = make_user(first_name="<script>alert(1)</script>")
    make_comment(author=member, name="<img src=x>", text="<script>alert(2)</script>")
    page = client.get(page_of(member)).text
    assert "<script>alert" not in page
    assert "<img" not in page


def test_a_member_ignores_a_person_and_reads_them_again(client):
    member, other = make_user(), make_user()
    client.force_login(member)
    for _ in range(2):
        assert ignore(client, other).url == page_of(other)
    assert Ignored.objects.of(member).get().person == other
    assert "Stop ignoring" in client.get(page_of(other)).text
    for _ in range(2):
        ignore(client, other, 0)
    assert not Ignored.objects.exists()
    assert "Ignore this person" in client.get(page_of(other)).text


def test_ignored_people_are_listed_and_let_go_there(client):
    member, other = make_user(), make_user(username="teun")
    Ignored.objects.set(member, other, is_ignored=True)
    client.force_login(member)
    assert page_of(other) in client.get(reverse("comments:mine")).text
    response = ignore(client, other, 0, is_on_list="on")
    assert response.url == reverse("comments:mine") + "#ignored"
    assert page_of(other) not in client.get(reverse("comments:mine")).text


def test_whom_others_ignore_is_their_own_affair(client):
    member, other = make_user(), make_user(username="teun")
    Ignored.objects.set(make_user(), other, is_ignored=True)
    client.force_login(member)
    assert page_of(other) not in client.get(reverse("comments:mine")).text
    ignore(client, other, 0)
    assert Ignored.objects.count() == 1


def test_strangers_are_asked_to_sign_in(client):
    other = make_user()
    response = ignore(client, other)
    assert response.url == f"{reverse('account_login')}?next={page_of(other)}"
    assert "Ignore this person" not in client.get(page_of(other)).text
    assert not Ignored.objects.exists()


@pytest.mark.parametrize("value", ["", "2", "-1", "abc"])
def test_nonsense_is_refused(client, value):
    client.force_login(make_user())
    assert ignore(client, make_user(), value).status_code == 400


def test_nobody_ignores_themselves(client):
    member = make_user()
    client.force_login(member)
    assert ignore(client, member).status_code == 400
    with pytest.raises(IntegrityError):
        Ignored.objects.create(member=member, person=member)


def test_looking_at_the_button_changes_nothing(client):
    client.force_login(make_user())
    other = make_user()
    assert client.get(reverse("comments:ignore", args=[other.username])).status_code == 405
    client.get(page_of(other))
    assert not Ignored.objects.exists()
