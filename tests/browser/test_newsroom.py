"""What staff do in the admin, and what readers then see."""

import pytest
from playwright.sync_api import expect

from tests.browser import desk
from tests.browser.desk import enter
from tests.browser.steps import comment_saying, sign_in
from tests.factories import (
    make_article,
    make_campaign,
    make_comment,
    make_gift,
    make_member,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def staff(visit):
    """Sign somebody of a group in, at a page of the admin."""

    def sign_in_at(path, *, group):
        page = visit("/accounts/login/")
        sign_in(page, make_member(group=group).username, at=f"/accounts/login/?next={path}")
        return page

    return sign_in_at


def test_a_new_article_starts_at_its_headline(staff):
    page = staff("/admin/articles/article/add/", group="Editor")
    expect(page.get_by_label("Headline")).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False], ids=["with_scripts", "without_scripts"])
def test_a_preview_shows_what_stands_in_the_form_and_saves_nothing(visit, javascript):
    article = make_article(headline="The sluice stands", status="draft", published_at=None)
    page = visit("/healthz", javascript=javascript)
    enter(page, make_member(group="Editor"), f"/admin/articles/article/{article.pk}/change/")
    page.get_by_label("Headline:").fill("The sluice opens")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Preview").click()
    preview = opened.value
    expect(preview.get_by_role("heading", level=1)).to_have_text("The sluice opens")
    expect(preview.locator("#comments")).to_have_count(0)
    article.refresh_from_db()
    assert article.headline == "The sluice stands"


def test_a_link_shows_a_draft_to_somebody_outside_until_it_is_revoked(visit):
    article = make_article(headline="The sluice opens", status="draft", published_at=None)
    page, outsider = visit("/healthz"), visit("/healthz", javascript=False)
    enter(page, make_member(group="Editor"), f"/admin/articles/article/{article.pk}/links/")
    page.get_by_label("For whom").fill("Nele")
    page.get_by_role("button", name="Make a link").click()
    address = page.locator(".desk-note__link").inner_text()
    assert outsider.goto(address).status == 200
    expect(outsider.get_by_role("heading", level=1)).to_have_text("The sluice opens")
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("row", name="Nele")).to_contain_text("Revoked")
    assert outsider.goto(address).status in {404, 410}


def test_a_moderator_comes_from_the_admin_to_reject_a_comment_and_its_replies_stay(staff, visit):
    comment = make_comment(text="Call me names.")
    make_comment(parent=comment, text="Please don't.")
    reader = visit(comment.article.get_absolute_url())
    expect(comment_saying(reader, "Call me names.")).to_be_visible()

    page = staff("/admin/comments/comment/", group="Moderator")
    page.get_by_role("row", name="Call me names.").get_by_role("link").first.click()
    page.get_by_role("link", name="Decide about this comment").click()
    desk.open_reasons(page, comment)
    desk.card(page, comment).get_by_label("Personal attack").check()
    desk.card(page, comment).get_by_role("button", name="Reject", exact=True).click()
    expect(page.get_by_text("Rejected.").first).to_be_visible()

    reader.reload()
    expect(comment_saying(reader, "Call me names.")).to_have_count(0)
    expect(comment_saying(reader, "A moderator removed this comment.")).to_be_visible()
    expect(comment_saying(reader, "Please don't.")).to_be_visible()


def test_a_gift_booked_by_the_treasurer_moves_the_strip(staff, visit):
    make_gift(make_campaign(goal=5000), 1400)
    reader = visit("/")
    raised = reader.locator(".strip .goal__raised")
    expect(raised).to_contain_text("1,400")

    page = staff("/admin/donations/ledgerentry/add/", group="Treasurer")
    page.get_by_label("Amount").fill("100")
    page.get_by_label("Internal note").fill("From the tin at the desk.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("row", name="100").first).to_be_visible()
    reader.reload()
    expect(raised).to_contain_text("1,500")
