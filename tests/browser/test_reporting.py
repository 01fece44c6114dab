"""Readers tell the newsroom what is wrong, with and without scripts."""

import pytest
from playwright.sync_api import expect

from comments.models import Report
from tests.browser.desk import card, enter, make_moderator
from tests.browser.steps import both_ways, comment_saying, send, write
from tests.factories import make_article, make_comment, make_member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article():
    return make_article(headline="The ferry stops in June")


def start_report(page, comment):
    comment_saying(page, comment.text).get_by_role("link", name="Report").click()
    return page.get_by_role("form", name="Report this comment")


@both_ways
def test_a_guest_reports_a_comment_once_but_never_their_own(visit, article, javascript):
    comment = make_comment(article, text="Glimbo at the pier.")
    page = visit(article.get_absolute_url(), javascript=javascript)
    form = start_report(page, comment)
    form.get_by_role("button", name="Send report").click()
    expect(page.get_by_text("Choose what is wrong.")).to_be_visible()
    form.get_by_label("Off topic").check()
    form.get_by_label("Anything to add").fill("About trees.")
    form.get_by_role("button", name="Send report").click()
    expect(page.get_by_text("Reported: Off topic.")).to_be_visible()

    page.goto(article.get_absolute_url())
    start_report(page, comment)
    expect(page.get_by_text("Reported: Off topic.")).to_be_visible()
    assert Report.objects.get().text == "About trees."

    page.goto(article.get_absolute_url())
    write(page.locator("#composer"), "My own words.", name="Mira")
    send(page.locator("#composer"))
    own = comment_saying(page, "My own words.")
    expect(own).to_be_visible()
    expect(own.get_by_role("link", name="Report")).to_have_count(0)
    page.goto(f"{article.comments.get(text='My own words.').get_absolute_url()}report/")
    expect(page.get_by_role("alert")).to_have_text("This is your own comment.")

    enter(page, make_moderator(), "/moderation/?queue=reported")
    expect(card(page, comment)).to_contain_text("About trees.")


@both_ways
def test_an_error_in_the_article_reaches_the_editors(visit, article, javascript):
    comment = make_comment(article, text="It lands at pier four.")
    page = visit(article.get_absolute_url(), javascript=javascript)
    form = start_report(page, comment)
    form.get_by_label("Factual error in the article").check()
    form.get_by_label("Which sentence?").fill("The ferry lands at pier five.")
    form.get_by_role("button", name="Send report").click()
    expect(page.get_by_text("Say what is wrong in the article.")).to_be_visible()
    expect(form.get_by_label("Which sentence?")).to_have_value("The ferry lands at pier five.")
    form.get_by_label("What is wrong in the article?").fill("It is pier four.")
    form.get_by_role("button", name="Send report").click()
    expect(page.get_by_text("The editors look at what you said")).to_be_visible()

    enter(page, make_member(group="Editor"), "/admin/comments/ticket/")
    page.locator("#result_list tbody th").get_by_role("link").click()
    expect(page.get_by_text("The ferry lands at pier five.")).to_be_visible()
    page.get_by_label("What was done").fill("Mended.")
    page.get_by_label("State").select_option(index=1)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()


@both_ways
def test_illegal_content_is_noticed_decided_and_answered(visit, article, javascript):
    comment = make_comment(article, text="Glimbo at the pier.")
    page = visit(article.get_absolute_url(), javascript=javascript)
    form = start_report(page, comment)
    form.get_by_label("Illegal content").check()
    form.get_by_label("Anything to add").fill("It names a house.")
    form.get_by_role("button", name="Send report").click()
    notice = page.get_by_role("form", name="Notice of illegal content")
    expect(notice.get_by_label("Why?")).to_have_value("It names a house.")
    notice.get_by_label("Which law does it break?").fill("Marsh Act, paragraph 5")
    notice.get_by_label("Your name").fill("Mira Alder")
    notice.get_by_label("Your e-mail").fill("mira@example.com")
    notice.get_by_label("I believe in good faith").check()
    notice.get_by_role("button", name="Send notice").click()
    kept = page.get_by_role("link", name="Keep this address").get_attribute("href")

    enter(page, make_moderator(), "/moderation/cases/")
    page.get_by_role("main").get_by_role("heading", level=2).get_by_role("link").click()
    page.get_by_role("button", name="Take it up").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("Give the grounds. Both sides read them.")).to_be_visible()
    page.get_by_label("Grounds").fill("It names a house, against paragraph 5.")
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("It names a house, against paragraph 5.")).to_be_visible()
    page.goto(article.get_absolute_url())
    expect(page.get_by_text("Glimbo at the pier.")).to_have_count(0)
    page.goto(kept)
    expect(page.get_by_text("The content was removed.")).to_be_visible()
