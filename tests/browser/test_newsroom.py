"""What staff do in the admin, and what readers then see."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article
from tests.browser import desk
from tests.browser.steps import comment_saying, sign_in
from tests.factories import (
    make_article,
    make_campaign,
    make_comment,
    make_gift,
    make_member,
    make_section,
    make_upload,
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


def upload_map(page):
    """Add the article's map in the window that the form opens for it."""
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Add another map or picture").click()
    window, file = opened.value, make_upload("sluice.png")
    picture = {"name": file.name, "mimeType": "image/png", "buffer": file.read()}
    window.get_by_label("File", exact=False).set_input_files(picture)
    for label, text in {
        "Title": "The new sluice",
        "Alternative text": "Where the sluice stands",
        "Credit": "R. Alder",
        "Licence:": "CC BY 4.0",
    }.items():
        window.get_by_label(label).first.fill(text)
    window.get_by_text("Add another Legend row").click()
    window.locator("#id_legend-0-label").fill("Sluice gate")
    with window.expect_event("close"):
        window.get_by_role("button", name="Save", exact=True).click()


def write_body(page):
    """A heading, a bold word and a link, by the editor's own buttons."""
    text = page.locator(".prose-editor > .ProseMirror")
    text.click()
    page.locator(".prose-menubar__selected").click()
    page.get_by_role("button", name="Heading 2").click()
    page.keyboard.type("What was built")
    page.keyboard.press("Enter")
    page.keyboard.type("The gate is ")
    page.get_by_role("button", name="bold").click()
    page.keyboard.type("new")
    page.get_by_role("button", name="bold").click()
    page.keyboard.press("Enter")
    page.keyboard.type("Read the minutes")
    expect(text).to_contain_text("Read the minutes")
    page.keyboard.press("Shift+Home")
    page.wait_for_timeout(200)  # the editor learns of a selection a little later
    page.get_by_role("button", name="insert link").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("URL").fill("https://board.example/")
    dialog.get_by_role("button", name="Update").click()
    expect(text.get_by_role("link", name="Read the minutes")).to_be_visible()


def test_an_editor_writes_previews_and_publishes_an_article_with_its_map(staff, visit):
    make_section(name="Coast")
    page = staff("/admin/articles/article/add/", group="Editor")
    page.get_by_label("Headline:").fill("A sluice for the old canal")
    write_body(page)
    upload_map(page)
    page.get_by_label("Section:").select_option("Coast")
    page.get_by_role("button", name="Save and continue editing").first.click()

    address = "/articles/a-sluice-for-the-old-canal/"
    reader, form = visit(), page.url
    assert reader.goto(address).status == 404
    page.get_by_role("link", name="View on site").click()
    expect(page.get_by_text("Draft: only the newsroom sees this.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("A sluice for the old canal")

    page.goto(form)
    page.get_by_label("Published").check()
    page.get_by_role("button", name="Save", exact=True).first.click()
    reader.goto(address)
    expect(reader.get_by_role("heading", level=2, name="What was built")).to_be_visible()
    expect(reader.locator(".prose strong")).to_have_text("new")
    expect(reader.get_by_role("link", name="Read the minutes")).to_be_visible()
    expect(reader.get_by_role("img", name="Where the sluice stands")).to_be_visible()
    expect(reader.locator("figure")).to_contain_text("Sluice gate")
    expect(reader.locator("figure")).to_contain_text("R. Alder")


def test_a_scheduled_article_appears_by_the_clock_alone(staff, visit):
    article = make_article(headline="Tomorrow's tide", status=Article.Status.DRAFT)
    tomorrow = timezone.now() + timedelta(days=1)
    page = staff(f"/admin/articles/article/{article.pk}/change/", group="Editor")
    page.get_by_label("Published").check()
    page.locator("#id_published_at_0").fill(tomorrow.strftime("%Y-%m-%d"))
    page.locator("#id_published_at_1").fill(tomorrow.strftime("%H:%M:%S"))
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".state--scheduled")).to_be_visible()

    reader = visit()
    assert reader.goto(article.get_absolute_url()).status == 404
    with time_machine.travel(tomorrow + timedelta(seconds=5)):
        reader.reload()
        expect(reader.get_by_role("heading", level=1)).to_have_text("Tomorrow's tide")
        reader.goto("/")
        expect(reader.get_by_role("link", name="Tomorrow's tide").first).to_be_visible()


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
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("row", name="100").first).to_be_visible()
    reader.reload()
    expect(raised).to_contain_text("1,500")
