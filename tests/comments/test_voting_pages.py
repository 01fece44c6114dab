"""What happens when a reader presses a vote button."""

import pytest
from django.conf import settings
from django.urls import reverse

from comments.models import Comment, Vote
from comments.readers import Reader
from comments.views.answers import place_of
from tests.factories import make_comment, make_user, mark_spam, reject

HTMX = {"HX-Request": "true"}


def cast(client, comment, value, headers=None):
    address = reverse("comments:vote", args=[comment.pk])
    return client.post(address, {"value": value}, headers=headers)


def score_of(comment):
    return Comment.objects.values_list("up", "down", "score").get(pk=comment.pk)


@pytest.mark.parametrize("is_member", [True, False])
def test_a_vote_sent_twice_counts_once(client, db, is_member):
    comment = make_comment()
    if is_member:
        client.force_login(make_user())
    for _ in range(2):
        cast(client, comment, 1)
    assert score_of(comment) == (1, 0, 1)


@pytest.mark.parametrize(
    ("values", "tally"),
    [((1, 0), (0, 0, 0)), ((1, -1), (0, 1, -1)), ((-1, 1), (1, 0, 1)), ((0,), (0, 0, 0))],
)
def test_a_vote_is_taken_back_and_switched(client, db, values, tally):
    comment = make_comment()
    for value in values:
        cast(client, comment, value)
    assert score_of(comment) == tally


def test_two_readers_count_twice(client, db):
    comment = make_comment()
    cast(client, comment, 1)
    client.cookies.clear()
    client.force_login(make_user())
    cast(client, comment, 1)
    assert score_of(comment) == (2, 0, 2)


def test_a_guest_is_known_by_the_cookie_of_the_first_vote(client, db):
    assert cast(client, make_comment(), 1).cookies[settings.READER_COOKIE_NAME]["httponly"]


def test_a_forged_cookie_is_another_guest_not_an_error(client, db):
    comment = make_comment()
    client.cookies[settings.READER_COOKIE_NAME] = "WyJhYmMiXQ:1abc:forged"
    assert cast(client, comment, 1).status_code == 303
    assert score_of(comment) == (1, 0, 1)


def test_the_voter_comes_from_the_session_not_from_the_form(client, db):
    comment, member, other = make_comment(), make_user(), make_user()
    client.force_login(member)
    address = reverse("comments:vote", args=[comment.pk])
    client.post(address, {"value": 1, "user": other.pk, "voter": str(Reader(user=other).key)})
    assert list(Vote.objects.values_list("voter", flat=True)) == [Reader(user=member).key]


@pytest.mark.parametrize("value", ["", "2", "-2", "up", "1.0", "NaN", "1e9", "٣"])
def test_a_vote_that_is_no_vote_is_refused(client, db, value):
    comment = make_comment()
    assert cast(client, comment, value).status_code == 400
    assert score_of(comment) == (0, 0, 0)


def test_looking_at_the_address_of_a_vote_changes_nothing(client, db):
    comment = make_comment()
    address = reverse("comments:vote", args=[comment.pk])
    assert client.get(address, {"value": 1}).status_code == 405
    assert score_of(comment) == (0, 0, 0)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_own_comment_takes_no_vote(client, db, headers):
    member = make_user()
    comment = make_comment(author=member, reader=Reader(user=member).key)
    client.force_login(member)
    response = cast(client, comment, 1, headers)
    assert response.status_code == 422
    assert "You can&#x27;t vote for your own comment." in response.text
    assert score_of(comment) == (0, 0, 0)


def test_a_guest_does_not_vote_for_the_own_comment(client, db):
    article = make_comment().article
    known = {"text": "Mine", "name": "Mara", "email": "mara@example.com"}
    client.post(reverse("comments:post", args=[article.pk]), known)
    comment = Comment.objects.get(name="Mara")
    assert cast(client, comment, 1).status_code == 422
    assert score_of(comment) == (0, 0, 0)


def test_the_buttons_of_the_own_comment_are_disabled(client, db):
    member = make_user()
    comment = make_comment(author=member, reader=Reader(user=member).key)
    client.force_login(member)
    page = client.get(comment.get_absolute_url(), follow=True).text
    assert page.count('<button type="submit" class="vote__button"') == 2
    assert page.count(" disabled>") == 2


@pytest.mark.parametrize("verb", [reject, mark_spam])
def test_a_comment_that_is_gone_takes_no_vote(client, db, verb):
    comment = make_comment()
    verb(comment, by=make_user(group="Moderator"))
    response = cast(client, comment, 1)
    assert response.status_code == 410
    assert "Back to the whole discussion" in response.text
    assert comment.text not in response.text
    assert not Vote.objects.exists()


def test_a_comment_that_waits_again_takes_no_vote_and_nothing_is_told_of_it(client, db):
    comment = make_comment()
    comment.hold(by=make_user(group="Moderator"))
    assert cast(client, comment, 1).status_code == 404
    assert not Vote.objects.exists()


def test_a_comment_on_an_article_that_is_not_public_takes_no_vote(client, db):
    comment = make_comment()
    comment.article.unpublish()
    assert cast(client, comment, 1).status_code == 404


@pytest.mark.parametrize("pk", [0, 10**9, 10**18, 10**30])
def test_a_comment_that_never_was_takes_no_vote(client, db, pk):
    assert client.post(f"/comments/{pk}/vote/", {"value": 1}).status_code == 404


def test_a_browser_is_sent_back_to_the_comment_on_the_page_it_came_from(client, db):
    comment = make_comment()
    page = f"http://testserver{comment.article.get_absolute_url()}?sort=newest"
    response = cast(client, comment, 1, {"Referer": f"{page}#comment-1"})
    assert (response.status_code, response.url) == (303, f"{page}#comment-{comment.pk}")


@pytest.mark.parametrize(
    "page", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"]
)
def test_nobody_is_sent_to_another_site(client, db, page):
    comment = make_comment()
    response = cast(client, comment, 1, {"Referer": page})
    assert response.url == place_of(comment)
    assert response.url.startswith(comment.article.get_absolute_url())


def test_htmx_gets_the_buttons_as_they_are_now(client, db):
    comment = make_comment()
    page = cast(client, comment, 1, HTMX).text
    assert "<html" not in page
    assert f'id="up-{comment.pk}" name="value" value="0" aria-pressed="true"' in page
    assert 'aria-label="Vote up, 1"' in page


def test_the_own_vote_is_pressed_on_the_page_and_taken_back_by_its_button(client, db):
    comment = make_comment()
    cast(client, comment, -1)
    page = client.get(comment.article.get_absolute_url()).text
    assert f'id="down-{comment.pk}" name="value" value="0" aria-pressed="true"' in page
    assert f'id="up-{comment.pk}" name="value" value="1" aria-pressed="false"' in page


def test_a_page_with_an_own_vote_is_nobody_elses(client, db):
    comment = make_comment()
    cast(client, comment, 1)
    response = client.get(comment.article.get_absolute_url())
    assert response.headers["Cache-Control"] == "private, no-store"


def limit(settings, **rates):
    unlimited = dict.fromkeys(("vote", "voter", "vote_a_day", "voter_a_day"), "")
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | unlimited | rates


def test_a_voter_and_an_address_have_thirty_votes_a_minute_and_two_hundred_a_day(settings):
    limits = settings.ACCOUNT_RATE_LIMITS
    assert (limits["vote"], limits["voter"]) == ("30/m/ip", "30/m/key")
    assert (limits["vote_a_day"], limits["voter_a_day"]) == ("200/d/ip", "200/d/key")


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("rate", "wait", "said"),
    [
        ({"vote": "1/m/ip"}, "60", "Wait a minute."),
        ({"vote_a_day": "1/d/ip"}, "3600", "You can vote again tomorrow."),
    ],
)
def test_too_many_votes_are_answered_with_429(client, db, settings, headers, rate, wait, said):
    limit(settings, **rate)
    comment = make_comment()
    cast(client, comment, 1)
    response = cast(client, comment, -1, headers)
    assert response.status_code == 429
    assert response.headers["Retry-After"] == wait
    assert said in response.text
    assert score_of(comment) == (1, 0, 1)


def test_a_refused_vote_leaves_the_buttons_as_they_were(client, db, settings):
    limit(settings, vote="1/m/ip")
    comment = make_comment()
    cast(client, comment, 1)
    page = cast(client, comment, -1, HTMX).text
    assert f'id="up-{comment.pk}" name="value" value="0" aria-pressed="true"' in page
    assert f'id="down-{comment.pk}" name="value" value="-1" aria-pressed="false"' in page


def test_clearing_cookies_gives_no_more_votes(client, db, settings):
    limit(settings, vote="2/m/ip")
    comment, found = make_comment(), []
    for _ in range(3):
        client.cookies.clear()
        found.append(cast(client, comment, 1).status_code)
    assert found == [303, 303, 429]


@pytest.mark.parametrize(("rate", "wait"), [("voter", "60"), ("voter_a_day", "3600")])
def test_changing_networks_gives_no_more_votes(client, db, settings, rate, wait):
    limit(settings, **{rate: "1/d/key"})
    client.force_login(make_user())
    address, found = reverse("comments:vote", args=[make_comment().pk]), []
    for number in range(2):
        found.append(client.post(address, {"value": 1}, REMOTE_ADDR=f"192.0.2.{number}"))
    assert [response.status_code for response in found] == [303, 429]
    assert found[1].headers["Retry-After"] == wait


def test_a_header_is_no_other_address(client, db, settings):
    limit(settings, vote="1/m/ip")
    comment, found = make_comment(), []
    for number in range(2):
        client.cookies.clear()
        found.append(cast(client, comment, 1, {"X-Forwarded-For": f"192.0.2.{number}"}))
    assert [response.status_code for response in found] == [303, 429]


def test_the_members_account_is_kept_with_the_vote_but_no_address(client, db):
    member = make_user()
    client.force_login(member)
    cast(client, make_comment(), 1)
    vote = Vote.objects.get()
    assert (vote.member, vote.address, vote.network) == (member, None, None)


def cast_anew(client, comment, value=1, headers=None):
    """As a guest who has cleared the cookies."""
    client.cookies.clear()
    return cast(client, comment, value, headers)


def test_of_a_guest_hashes_are_kept_and_no_address(client, db):
    cast(client, make_comment(), 1)
    vote = Vote.objects.get()
    assert vote.address
    assert vote.network
    assert vote.member_id is None


WAITS = "Your vote is kept. It counts once a moderator has looked."


def test_clearing_cookies_counts_for_nothing(client, db):
    comment = make_comment()
    for _ in range(3):
        cast_anew(client, comment)
    assert score_of(comment) == (1, 0, 1)
    assert Vote.objects.filter(standing=Vote.Standing.HELD).count() == 2


def test_a_held_vote_is_pressed_and_says_that_it_waits(client, db):
    comment = make_comment()
    assert WAITS not in cast_anew(client, comment, 1, HTMX).text
    page = cast_anew(client, comment, -1, HTMX).text
    assert WAITS in page
    assert f'id="down-{comment.pk}" name="value" value="0" aria-pressed="true"' in page
    assert 'aria-label="Vote down, 0"' in page


def test_without_htmx_the_page_says_so(client, db):
    comment = make_comment()
    cast_anew(client, comment)
    cast_anew(client, comment)
    page = client.get(comment.article.get_absolute_url()).text
    assert WAITS in page
    cast(client, comment, 0)
    assert WAITS not in client.get(comment.article.get_absolute_url()).text


def test_nobody_else_is_told_of_held_votes(client, db):
    comment = make_comment()
    cast_anew(client, comment)
    cast_anew(client, comment)
    client.cookies.clear()
    assert WAITS not in client.get(comment.article.get_absolute_url()).text


def test_members_of_one_household_all_count(client, db):
    comment = make_comment()
    for _ in range(4):
        client.force_login(make_user())
        cast(client, comment, 1)
    assert score_of(comment) == (4, 0, 4)


def test_a_button_of_an_old_page_changes_nothing(client, db):
    comment, member = make_comment(), make_user()
    client.force_login(member)
    for value in (1, -1, -1):
        cast(client, comment, value)
    assert score_of(comment) == (0, 1, -1)
    cast(client, comment, 0)
    cast(client, comment, 0)
    assert score_of(comment) == (0, 0, 0)
