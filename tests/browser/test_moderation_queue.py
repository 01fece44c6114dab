"""A moderator's work at the queues, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from comments.models import Sanction
from tests.browser.desk import (
    card,
    count_in,
    enter,
    make_moderator,
    make_waiting,
    open_reasons,
    person,
    press,
)
from tests.browser.steps import both_ways, comment_saying, sign_in
from tests.factories import make_article, make_comment, make_member, make_section

pytestmark = pytest.mark.django_db(transaction=True)
PENDING = "/moderation/?queue=pending"


@pytest.fixture
def article():
    return make_article(headline="The ferry stops in June", section=make_section(name="Coast"))


@pytest.fixture
def moderator():
    return make_moderator()


def expect_next(page, comment, *, javascript):
    """The place is kept: the card is the current one, and with scripts it has the focus."""
    expect(card(page, comment)).to_have_count(1)
    if javascript:
        expect(card(page, comment)).to_be_focused()
    else:
        expect(page).to_have_url(re.compile(rf"#card-{comment.pk}$"))


@both_ways
def test_a_moderator_finds_the_queues_and_looks_for_comments(visit, article, moderator, javascript):
    first, second = make_waiting(article, "Glimbo at the pier.", "Is the weir open?")
    (other,) = make_waiting(make_article(headline="New weir"), "Not here.", name="Otto")
    make_comment(article)
    page = visit("/accounts/login/", javascript=javascript)
    sign_in(page, moderator.username, at="/accounts/login/?next=/accounts/")
    page.get_by_role("main").get_by_role("link", name="Moderation").click()
    tabs = page.get_by_role("navigation", name="Queues").get_by_role("link")
    expect(tabs).to_have_text(
        [re.compile(f"{name}.*{number}") for name, number in QUEUES_WITH_NUMBERS]
    )
    expect(page.locator("[data-card]")).to_have_count(3)

    page.get_by_role("searchbox").fill("weir")
    page.get_by_role("searchbox").press("Enter")
    expect(card(page, second)).to_be_visible()
    expect(card(page, first)).to_have_count(0)
    page.get_by_role("link", name="Remove the filter").click()
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Author").fill("Otto")
    page.get_by_label("Rule").select_option("Links")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("[data-card]")).to_have_count(1)
    expect(card(page, other)).to_be_visible()


QUEUES_WITH_NUMBERS = [
    ("Reported", 0),
    ("Pending", 3),
    ("Unmoderated", 1),
    ("Approved", 0),
    ("Rejected", 0),
]


@both_ways
def test_each_decision_leads_on_to_the_next_card_and_can_be_undone(
    visit, article, moderator, javascript
):
    one, two, three, four = make_waiting(article, "Alder", "Birch", "Cedar", "Elder")
    page = visit("/healthz", javascript=javascript)
    enter(page, moderator, PENDING)
    press(page, one, "Approve")
    expect_next(page, two, javascript=javascript)
    expect(count_in(page, "pending")).to_have_text("3")

    open_reasons(page, two)
    card(page, two).get_by_label("Explanation").fill("About trees.")
    reject = card(page, two).get_by_role("button", name="Reject", exact=True)
    reject.click()
    expect(page.get_by_text("Choose a reason. The writer is told.")).to_be_visible()
    expect(card(page, two).get_by_label("Explanation")).to_have_value("About trees.")
    card(page, two).get_by_label("Off topic").check()
    reject.click()
    expect_next(page, three, javascript=javascript)
    press(page, three, "Spam")
    expect_next(page, four, javascript=javascript)
    expect(count_in(page, "rejected")).to_have_text("2")

    page.get_by_role("button", name="Undo").last.click()
    expect(count_in(page, "rejected")).to_have_text("1")
    expect(card(page, three).get_by_role("button", name="Approve")).to_be_visible()
    if javascript:
        expect(card(page, three)).to_be_focused()
    assert [each.status for each in fresh(one, two, three)] == [1, 3, 0]


def fresh(*comments):
    for comment in comments:
        comment.refresh_from_db()
    return comments


@both_ways
def test_a_comment_is_featured_and_its_thread_closed(visit, article, moderator, javascript):
    comment = make_comment(article, text="Well said.")
    page = visit("/healthz", javascript=javascript)
    enter(page, moderator, "/moderation/?queue=unmoderated")
    for name, done, after in (
        ("Feature", "Featured.", "Feature no more"),
        ("Close thread", "Thread closed.", "Open thread"),
    ):
        press(page, comment, name)
        expect(page.get_by_text(done, exact=True).first).to_be_visible()
        expect(card(page, comment).get_by_role("button", name=after)).to_be_visible()
    page.goto(article.get_absolute_url())
    expect(comment_saying(page, "Well said.").first).to_contain_text("Featured")
    expect(page.get_by_role("link", name="Reply")).to_have_count(0)


@both_ways
def test_chosen_cards_are_decided_at_once_and_taken_back_at_once(
    visit, article, moderator, javascript
):
    comments = make_waiting(article, "Alder", "Birch", "Cedar")
    page = visit("/healthz", javascript=javascript)
    enter(page, moderator, PENDING)
    for comment in comments[:2]:
        card(page, comment).get_by_role("checkbox").check()
    bar = page.locator("#bulk")
    if javascript:
        expect(bar).to_contain_text("2 selected")
    bar.locator("summary").click()
    bar.get_by_label("Off topic").check()
    bar.get_by_role("button", name="Reject", exact=True).click()
    expect(page.get_by_text("2 comments rejected.")).to_be_visible()
    expect(page.locator("[data-card]")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("2 decisions taken back.")).to_be_visible()
    expect(page.locator("[data-card]")).to_have_count(3)


@both_ways
def test_two_moderators_learn_of_each_other(visit, article, moderator, javascript):
    one, two = make_waiting(article, "Alder", "Birch")
    pages = [visit("/healthz", javascript=javascript) for _ in range(2)]
    for page, user in zip(pages, (moderator, make_moderator("Lena Orst")), strict=True):
        enter(page, user, PENDING)
    mine, hers = pages
    press(mine, one, "Approve")
    expect_next(mine, two, javascript=javascript)
    press(hers, one, "Spam")
    expect(hers.get_by_text("Kofi Osei approved this just now.")).to_be_visible()
    assert fresh(one)[0].is_visible

    press(mine, two, "Claim")
    expect(card(mine, two)).to_contain_text("You are looking at this")
    hers.goto(PENDING)
    expect(card(hers, two)).to_contain_text("Kofi Osei is looking at this")
    press(hers, two, "Approve")
    expect(hers.get_by_role("alert")).to_contain_text("Kofi Osei is looking at this")
    press(hers, two, "Take it over")
    expect(card(hers, two)).to_contain_text("You are looking at this")
    press(hers, two, "Approve")
    expect(hers.get_by_text("Approved.", exact=True).first).to_be_visible()
    assert fresh(two)[0].is_visible


@both_ways
def test_a_person_is_noted_warned_suspended_and_banned(visit, article, moderator, javascript):
    member = make_member(username="nele.w")
    first, second = make_waiting(article, "Alder", "Birch", author=member)
    page = visit("/healthz", javascript=javascript)
    enter(page, moderator, PENDING)
    card(page, first).locator("[data-person]").click()
    expect(person(page).get_by_role("heading", name="Nele")).to_be_visible()
    person(page).get_by_role("link", name="Notes").click()
    page.get_by_label("Add a note").fill("Wrote to the desk in May.")
    person(page).get_by_role("button", name="Add").click()
    expect(person(page).get_by_role("listitem")).to_contain_text("Wrote to the desk in May.")

    for step in ("Warn", "Suspend for 3 hours"):
        impose(person(page), step)
    expect(person(page).get_by_role("button", name="Lift")).to_have_count(2)
    impose(person(page), "Ban", sure=True)
    expect(person(page).get_by_role("button", name="Lift")).to_have_count(3)
    assert [each.status for each in fresh(first, second)] == [3, 3]

    page.goto("/moderation/recent/")
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("2 decisions taken back.")).to_be_visible()
    assert [each.status for each in fresh(first, second)] == [0, 0]
    assert not Sanction.objects.in_force().filter(kind="ban").exists()


def impose(person, step, *, sure=False):
    number = Sanction.objects.count()
    person.locator(".drawer__ladder > summary").click()
    person.get_by_label(step, exact=True).check()
    person.get_by_label("Reason").select_option("Personal attack")
    if sure:
        person.get_by_label("Yes, ban this person").check()
        person.get_by_label("With a ban: reject all").check()
    person.get_by_role("button", name="Decide").click()
    expect(person.get_by_role("button", name="Lift")).to_have_count(number + 1)


@both_ways
def test_the_menu_of_a_comment_removes_it_for_readers_at_once(
    visit, article, moderator, javascript
):
    comment = make_comment(article, text="Glimbo at the pier.")
    make_comment(parent=comment, text="Where?")
    reader = visit(article.get_absolute_url())
    expect(comment_saying(reader, "Glimbo at the pier.")).to_be_visible()
    page = visit("/healthz", javascript=javascript)
    enter(page, moderator, article.get_absolute_url())
    box = comment_saying(page, "Glimbo at the pier.")
    box.get_by_role("link", name="Moderate").click()
    place = box if javascript else card(page, comment)
    place.locator("[data-reject] > summary").click()
    place.get_by_label("Off topic").check()
    place.get_by_role("button", name="Reject", exact=True).click()
    if javascript:
        expect(page.locator(f"#comment-{comment.pk}")).to_contain_text("A moderator removed")
        expect(page.locator("#discussion-news")).to_have_text("Rejected.")
    else:
        expect(page.get_by_text("Rejected.", exact=True).first).to_be_visible()
    reader.reload()
    gone = reader.locator(f"#comment-{comment.pk} > .comment__box")
    expect(gone).to_contain_text("A moderator removed this comment.")
    expect(gone).not_to_contain_text("Glimbo")
