"""Votes that are refused, kept for a moderator, or looked at by one."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from comments.models import Vote
from tests.browser.steps import both_ways, sign_in
from tests.factories import make_article, make_comment, make_member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article():
    return make_article(headline="The ferry stops in June")


def score_of(page, comment):
    return page.locator(f"#comment-{comment.pk} .vote__score bdi")


def test_the_buttons_say_how_many_voted_and_whether_one_did(visit, article):
    comment = make_comment(article)
    for value in (1, 1, -1):
        comment.cast_vote(uuid4(), value)
    page = visit(article.get_absolute_url())
    page.get_by_role("button", name="Vote up, 2").press("Enter")
    up = page.get_by_role("button", name="Vote up, 3", pressed=True)
    expect(up).to_be_focused()
    expect(page.get_by_role("button", name="Vote down, 1", pressed=False)).to_be_visible()
    up.press("Space")
    expect(page.get_by_role("button", name="Vote up, 2", pressed=False)).to_be_focused()


@both_ways
def test_too_many_votes_are_refused_where_they_were_cast(visit, article, settings, javascript):
    first, second = make_comment(article), make_comment(article)
    page = visit(article.get_absolute_url(), javascript=javascript)
    settings.ACCOUNT_RATE_LIMITS = {"vote": "1/m/ip"}
    page.locator(f"#up-{first.pk}").click()
    expect(score_of(page, first)).to_have_text("1")
    page.locator(f"#up-{second.pk}").click()
    expect(page.get_by_text("Too many votes at once. Wait a minute.")).to_be_visible()
    if javascript:
        refusal = page.locator(f"#comment-{second.pk}").get_by_role("alert")
        expect(refusal).to_have_text("Too many votes at once. Wait a minute.")
        expect(page.locator(f"#up-{second.pk}")).to_be_focused()
    else:
        page.get_by_role("link", name="Back to the comment").click()
    expect(score_of(page, second)).to_have_text("0")


@both_ways
def test_a_second_guest_behind_one_address_is_told_that_the_vote_waits(visit, article, javascript):
    comment = make_comment(article)
    first = visit(article.get_absolute_url(), javascript=javascript)
    first.locator(f"#up-{comment.pk}").click()
    expect(score_of(first, comment)).to_have_text("1")
    second = visit(article.get_absolute_url(), javascript=javascript)
    second.locator(f"#up-{comment.pk}").click()
    waits = second.get_by_text("Your vote is kept. It counts once a moderator has looked.")
    expect(waits).to_be_visible()
    expect(second.locator(f"#up-{comment.pk}")).to_have_attribute("aria-pressed", "true")
    expect(score_of(second, comment)).to_have_text("1")
    second.reload()
    expect(waits).to_be_visible()


@both_ways
def test_a_moderator_sees_who_voted_and_voids_votes_for_a_reason(visit, article, javascript):
    comment, voter = make_comment(article), make_member(username="otto.b")
    guest = visit(article.get_absolute_url(), javascript=javascript)
    guest.locator(f"#up-{comment.pk}").click()
    expect(score_of(guest, comment)).to_have_text("1")
    sign_in(guest, voter.username, at=f"/accounts/login/?next={article.get_absolute_url()}")
    guest.locator(f"#up-{comment.pk}").click()
    expect(score_of(guest, comment)).to_have_text("2")

    page, votes = visit("/healthz", javascript=javascript), f"/comments/{comment.pk}/votes/"
    sign_in(page, make_member(group="Moderator").username, at=f"/accounts/login/?next={votes}")
    page.get_by_label("Reason").fill("Voted for a friend's shop.")
    void = page.get_by_role("button", name="Void the chosen votes")
    void.click()
    expect(page.get_by_text("Choose votes first.")).to_be_visible()
    page.get_by_label("otto.b").check()
    void.click()
    expect(page.get_by_text("1 vote changed.")).to_be_visible()
    expect(page.get_by_text("Voted for a friend's shop.")).to_be_visible()
    expect(page.get_by_text(re.compile("1 for, 0 against"))).to_be_visible()
    assert Vote.objects.filter(standing=Vote.Standing.VOIDED).count() == 1
