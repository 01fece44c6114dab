"""Who voted: what moderators see and do, and nobody else."""

import re
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.urls import reverse

from comments.casting import Origin
from comments.models import Comment
from tests.comments.tree_checker import problems
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db

HELD_VOTES = reverse("comments:held_votes")
NETWORK = UUID(int=24)
REASON = {"reason": "A farm"}


def page_of(comment):
    return reverse("comments:votes", args=[comment.pk])


@pytest.fixture
def moderator(client):
    user = make_user(group="Moderator")
    client.force_login(user)
    return user


@pytest.fixture
def crowded():
    """A comment with four votes from one network: two counted, two held."""
    comment = make_comment()
    for number in range(1, 5):
        comment.cast_vote(UUID(int=number), 1, Origin(address=UUID(int=number), network=NETWORK))
    return comment


def name(comment, voter):
    return f"{comment.pk}-{UUID(int=voter).hex}"


def stored(comment):
    assert problems(connection) == {}
    return Comment.objects.values_list("up", "down", "score").get(pk=comment.pk)


def test_every_view_here_is_for_moderators(client):
    from comments.views import reviewing

    comment = make_comment()
    names = {view.__name__ for view in vars(reviewing).values() if _is_view(view, reviewing)}
    assert names == {"votes", "held_votes"}
    for person in (None, make_user(), make_user(group="Editor"), make_user(group="Treasurer")):
        client.logout()
        if person:
            client.force_login(person)
        for address in (page_of(comment), HELD_VOTES):
            assert client.get(address).status_code == 403
            assert client.post(address, {"action": "void"} | REASON).status_code == 403


def _is_view(view, module):
    return getattr(view, "__module__", "") == module.__name__ and not view.__name__.startswith("_")


def test_a_moderator_sees_who_voted_how_and_from_where(client, moderator, crowded):
    member = make_user(first_name="Ana", last_name="Novak")
    crowded.cast_vote(uuid4(), -1, Origin(member=member.pk))
    page = client.get(page_of(crowded)).text
    rows = page.partition("<tbody>")[2].split("</tr>")[:-1]
    [hers] = [row for row in rows if "Ana Novak" in row]
    assert "Against" in hers
    guests = [row for row in rows if "Guest" in row]
    assert len(guests) == 4
    assert all(re.search(r"network:</span>\s+4\s", row) for row in guests)
    assert page.count("Waits for a moderator") == 2


def test_neither_address_nor_network_is_shown(client, moderator):
    comment = make_comment()
    comment.cast_vote(
        uuid4(), 1, Origin(address=UUID(int=0xABCDEF0123), network=UUID(int=0xFEDCBA))
    )
    page = client.get(page_of(comment)).text
    assert "abcdef0123" not in page
    assert "fedcba" not in page


def test_the_page_is_private(client, moderator, crowded):
    assert client.get(page_of(crowded)).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("action", "voters", "tally", "told"),
    [
        ("void", [1], (1, 0, 1), "1 vote changed."),
        ("count", [3, 4], (4, 0, 4), "2 votes changed."),
        ("count", [1], (2, 0, 2), "0 votes changed."),
        ("void_network", [1], (0, 0, 0), "4 votes changed."),
    ],
)
def test_a_moderator_decides_with_a_reason(client, moderator, crowded, action, voters, tally, told):
    chosen = {"votes": [name(crowded, voter) for voter in voters], "action": action}
    response = client.post(page_of(crowded), chosen | REASON, follow=True)
    assert response.redirect_chain == [(page_of(crowded), 303)]
    assert told in response.text
    assert stored(crowded) == tally


def test_the_decision_can_be_read_afterwards_and_undone(client, moderator, crowded):
    chosen = {"votes": [name(crowded, 1)]}
    client.post(page_of(crowded), chosen | {"action": "void", "reason": "<b>A farm</b>"})
    page = client.get(page_of(crowded)).text
    assert "&lt;b&gt;A farm&lt;/b&gt;" in page
    assert moderator.username in page
    client.post(page_of(crowded), chosen | {"action": "count", "reason": "My mistake"})
    assert stored(crowded) == (2, 0, 2)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"reason": ""}, "Give a reason."),
        ({"reason": "  "}, "Give a reason."),
        ({"reason": "x" * 301}, "300"),
        ({"votes": []}, "Choose votes first."),
        ({"votes": ["1-zz"]}, "1-zz"),
        ({"votes": ["٣-" + "0" * 32]}, "not one of"),
        ({"action": "delete"}, "delete"),
        ({"action": ""}, "required"),
    ],
)
def test_a_decision_that_lacks_something_is_asked_for_again(client, moderator, crowded, sent, said):
    whole = {"votes": [name(crowded, 1)], "action": "void"} | REASON
    response = client.post(page_of(crowded), whole | sent)
    assert response.status_code == 422
    assert said in response.text
    assert stored(crowded) == (2, 0, 2)


def test_what_was_chosen_and_written_is_kept_when_something_lacks(client, moderator, crowded):
    sent = {"votes": [name(crowded, 3)], "action": "", "reason": "Looks honest"}
    page = client.post(page_of(crowded), sent).text
    assert 'value="Looks honest"' in page
    assert page.count(" checked") == 1


def test_an_empty_form_is_answered_not_obeyed(client, moderator, crowded):
    assert client.post(page_of(crowded)).status_code == 422


def test_votes_of_another_comment_are_not_reached(client, moderator, crowded):
    other = make_comment()
    sent = {"votes": [name(crowded, 1)], "action": "void_network"} | REASON
    assert "0 votes changed." in client.post(page_of(other), sent, follow=True).text
    assert stored(crowded) == (2, 0, 2)


def test_held_votes_of_all_comments_wait_in_one_place(client, moderator, crowded):
    another = make_comment(text="Another <i>map</i>")
    for number in (1, 2):
        another.cast_vote(UUID(int=number), -1, Origin(address=NETWORK, network=NETWORK))
    page = client.get(HELD_VOTES).text
    assert page.count("Waits for a moderator") == 3
    assert "Another &lt;i&gt;map&lt;/i&gt;" in page

    sent = {"votes": [name(crowded, 3), name(another, 2)], "action": "count"} | REASON
    assert "2 votes changed." in client.post(HELD_VOTES, sent, follow=True).text
    assert stored(crowded) == (3, 0, 3)
    assert stored(another) == (0, 2, -2)
    assert client.get(HELD_VOTES).text.count("Waits for a moderator") == 1


def test_withdrawn_votes_do_not_wait(client, moderator, crowded):
    for voter in (3, 4):
        crowded.cast_vote(UUID(int=voter), 0)
    assert "No votes are waiting." in client.get(HELD_VOTES).text


@pytest.mark.parametrize("pk", [0, 10**9, 10**30])
def test_votes_of_a_comment_that_never_was(client, moderator, pk):
    assert client.get(f"/comments/{pk}/votes/").status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "9" * 40])
def test_a_page_that_is_not_there_is_another(client, moderator, crowded, page):
    assert client.get(page_of(crowded), {"p": page}).status_code == 200


def test_a_comment_without_votes_says_so(client, moderator):
    assert "Nobody has voted" in client.get(page_of(make_comment())).text


def test_hostile_names_are_shown_inertly(client, moderator):
    comment = make_comment(name="<script>alert(1)</script>", text="<img src=x onerror=alert(2)>")
    member = make_user(first_name="<script>alert(3)</script>")
    comment.cast_vote(uuid4(), 1, Origin(member=member.pk))
    page = client.get(page_of(comment)).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_former_members_vote_is_still_shown(client, moderator):
    comment = make_comment()
    comment.cast_vote(uuid4(), 1, Origin(member=10**9))
    assert "Former member" in client.get(page_of(comment)).text


def test_more_votes_ask_no_more(client, moderator, crowded, django_assert_num_queries):
    with connection.execute_wrapper(_count := Counting()):
        client.get(page_of(crowded))
    for number in range(10, 40):
        crowded.cast_vote(UUID(int=number), 1, Origin(address=UUID(int=number), network=NETWORK))
    with django_assert_num_queries(_count.number):
        client.get(page_of(crowded))


class Counting:
    number = 0

    def __call__(self, execute, *args):
        self.number += 1
        return execute(*args)


def test_the_pages_are_found_from_the_admin(client, moderator):
    comment = make_comment()
    detail = reverse("admin:comments_comment_change", args=[comment.pk])
    assert page_of(comment) in client.get(detail).text
    assert HELD_VOTES in client.get(reverse("admin:comments_comment_changelist")).text


def test_what_a_page_names_long_lists_in_pages(client, moderator, monkeypatch, crowded):
    monkeypatch.setattr("comments.views.reviewing.VOTES_PER_PAGE", 3)
    found = [client.get(page_of(crowded), {"p": page}).text for page in (1, 2)]
    voters = [re.findall(r'name="votes" value="([^"]+)"', page) for page in found]
    assert (len(voters[0]), len(voters[1])) == (3, 1)
    assert len({*voters[0], *voters[1]}) == 4
