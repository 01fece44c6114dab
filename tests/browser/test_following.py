"""Following a discussion, a thread or a comment: from the page to the mail, and to its end."""

import re

import pytest
from playwright.sync_api import expect

from comments.models import Mute, Subscription
from tests.browser.desk import enter
from tests.browser.letters import link_in, mail, text_of
from tests.browser.steps import both_ways, comment_saying, send, write
from tests.factories import (
    make_article,
    make_comment,
    make_member,
    make_subscriber,
    make_subscription,
)

pytestmark = pytest.mark.django_db(transaction=True)
ASKED = re.compile("Look into the inbox")


@pytest.fixture
def article():
    return make_article(headline="The ferry stops in June")


@pytest.fixture
def box(smtp_server):
    return smtp_server.messages


def press(place, name):
    place.get_by_role("button", name=name, exact=True).click()


def bar(page):
    """What stands beside the heading of the discussion."""
    return page.locator("#follow")


def follow_link(page, comment):
    box = page.locator(f"#comment-{comment.pk} > .comment__box")
    return box.get_by_role("link", name="Follow", exact=True)


@both_ways
def test_a_guest_subscribes_and_confirms(visit, article, box, javascript):
    page = visit(article.get_absolute_url(), javascript=javascript)
    bar(page).locator("summary").click()
    press(bar(page), "Subscribe")
    expect(page.get_by_text("Write your e-mail address. It is never shown.")).to_be_visible()
    form = page.locator(".follow__form")
    expect(form.get_by_label("E-mail")).to_be_focused()
    form.get_by_label("E-mail").fill("mira@example.com")
    form.get_by_label("How often").select_option("At once")
    press(form, "Subscribe")
    expect(page.get_by_text(ASKED)).to_be_visible()
    if javascript:
        expect(bar(page)).to_contain_text(ASKED)
        expect(bar(page).locator("[autofocus]")).to_be_focused()

    page.goto(link_in(mail(box, 1), "confirm"))
    assert not Subscription.objects.active().exists()
    press(page, "Confirm")
    expect(page.get_by_text("Confirmed. You follow this.")).to_be_visible()
    make_comment(article, text="The **pier** is closed.")
    assert "The pier is closed." in text_of(mail(box, 2))


def test_the_links_of_a_mail_end_what_it_came_by_and_mute_its_thread(visit, article, box):
    mira = make_subscriber(email="mira@example.com")
    make_subscription(article, subscriber=mira, level="at_once")
    root = make_comment(article, text="Where does the ferry land?")
    news = mail(box, 1)
    page = visit(link_in(news, "end"))
    assert Subscription.objects.active().exists()
    press(page, "Stop these mails")
    expect(page.get_by_text("Ended. You get no more mail about this:")).to_be_visible()
    assert not Subscription.objects.active().exists()
    press(page, "Undo")
    expect(page.get_by_text("This mail came because you follow:")).to_be_visible()

    page.goto(link_in(news, "mute"))
    press(page, "Mute this thread")
    expect(page.get_by_text("This thread is muted.")).to_be_visible()
    make_comment(parent=root)
    make_comment(article, text="The other pier is open.")
    assert "The other pier is open." in text_of(mail(box, 2))


@both_ways
def test_a_member_follows_at_once_and_stops(visit, article, javascript):
    page = visit("/healthz", javascript=javascript)
    enter(page, make_member(), article.get_absolute_url())
    bar(page).locator("summary").click()
    expect(bar(page).get_by_label("E-mail")).to_have_count(0)
    press(bar(page), "Follow")
    line = bar(page).locator(".follow__line")
    expect(line).to_contain_text("Once a day")
    expect(bar(page).locator("summary")).to_have_text("Change")
    if javascript:
        expect(line).to_be_focused()
    bar(page).locator("summary").click()
    bar(page).get_by_label("How often").select_option("Once an hour")
    press(bar(page), "Follow")
    expect(line).to_contain_text("Once an hour")
    line.get_by_role("button", name="Stop").click()
    expect(line).to_have_count(0)
    expect(bar(page).locator("summary")).to_have_text("Subscribe")
    if javascript:
        expect(bar(page).locator("summary")).to_be_focused()


def test_a_member_keeps_the_list_of_all_they_follow(visit, article):
    member = make_member()
    followed = make_subscription(article, subscriber=make_subscriber(member))
    page = visit("/healthz", javascript=False)
    enter(page, member, "/comments/subscriptions/")
    row = page.locator(".follow__all > li", has_text=article.headline)
    row.get_by_label("How often").select_option("Once an hour")
    press(row, "Save")
    expect(page.get_by_text("Saved.")).to_be_visible()
    followed.refresh_from_db()
    assert followed.level == "hourly"
    press(row, "Stop")
    expect(page.get_by_text("Ended.")).to_be_visible()
    press(page, "Undo")
    expect(row).to_be_visible()
    press(page, "Stop all mail about comments")
    expect(page.get_by_text("No more mail comes.")).to_be_visible()
    press(page, "Send me mail again")
    expect(page.get_by_text("Mail comes again.")).to_be_visible()


@both_ways
def test_a_member_follows_a_comment_and_mutes_its_thread(visit, article, javascript):
    root = make_comment(article, text="Where does the ferry land?")
    page = visit("/healthz", javascript=javascript)
    enter(page, make_member(), article.get_absolute_url())
    follow_link(page, root).click()
    sheet = page.get_by_role("group", name="Follow this comment")
    if javascript:
        expect(sheet).to_be_focused()
    sheet.get_by_label("Notify of").select_option("All of this thread")
    press(sheet, "Follow")
    expect(sheet.locator(".follow__line")).to_contain_text("Once a day")
    press(sheet, "Mute this thread")
    expect(sheet.get_by_role("status")).to_contain_text("You hear nothing of this thread")
    assert Mute.objects.get().root == root
    press(sheet, "Hear of this thread again")
    expect(sheet.get_by_role("button", name="Mute this thread")).to_be_visible()
    sheet.get_by_role("link", name="Close").click()
    expect(sheet).to_have_count(0)
    expect(comment_saying(page, root.text)).to_be_visible()


def test_a_guest_asks_to_follow_a_comment_and_closes_what_is_said(visit, article, box):
    root = make_comment(article)
    page = visit(article.get_absolute_url())
    link = follow_link(page, root)
    link.click()
    sheet = page.get_by_role("group", name="Follow this comment")
    sheet.get_by_label("E-mail").fill("mira@example.com")
    press(sheet, "Subscribe")
    expect(sheet.get_by_text(ASKED)).to_be_visible()
    sheet.get_by_role("link", name="Close").click()
    expect(sheet).to_have_count(0)
    expect(link).to_be_focused()
    assert link_in(mail(box, 1), "confirm")


@both_ways
def test_the_box_below_a_comment_asks_for_its_replies(visit, article, box, javascript):
    page = visit(article.get_absolute_url(), javascript=javascript)
    write(page.locator("#composer"), "Where does it land?", name="Mira")
    wish = page.locator("#composer").get_by_label("Email me when someone replies")
    expect(wish).not_to_be_checked()
    wish.check()
    send(page.locator("#composer"))
    expect(comment_saying(page, "Where does it land?")).to_be_visible()
    page.goto(link_in(mail(box, 1), "confirm"))
    expect(page.locator("main")).to_contain_text("Replies to one comment")
    press(page, "Confirm")
    expect(page.get_by_text("Confirmed. You follow this.")).to_be_visible()
