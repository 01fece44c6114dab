"""An article from the first word to its retraction, without a mouse."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article
from tests.browser.desk import enter
from tests.browser.keyboard import Keyboard
from tests.factories import (
    PASSWORD,
    make_article,
    make_map,
    make_member,
    make_section,
    make_upload,
)

pytestmark = pytest.mark.django_db(transaction=True)
DESK = "/admin/"
HEADLINE = "A sluice for the old canal"


def sign_in(keys, user):
    keys.write("Name or e-mail address", user.username, exact=False)
    keys.write("Password", PASSWORD, exact=False)
    with keys.page.expect_navigation():
        keys.press("Enter")


def upload_a_map(keys):
    """Its file, then what it shows and whose it is."""
    page, file = keys.page, make_upload("sluice.png")
    keys.follow("Upload a map or picture")
    keys.labelled("Files", exact=False)  # what Enter opens there is the system's own window
    chosen = {"name": file.name, "mimeType": "image/png", "buffer": file.read()}
    page.locator(":focus").set_input_files(chosen)
    keys.push("Upload")
    keys.write("Title:", "The new sluice")
    keys.write("Alternative text:", "Where the sluice stands")
    keys.write("Credit:", "R. Alder")
    keys.write("Licence:", "CC BY 4.0")
    keys.choose("Why we may show it:", "Own")
    keys.tick("No legend", exact=False)
    keys.press("Enter")
    expect(page.get_by_text("Rights complete")).to_be_visible()


def choose_tool(keys, name):
    bar = keys.page.get_by_role("toolbar")
    keys.go_to(bar.locator("button[tabindex='0']"))
    keys.go_to(bar.get_by_role("button", name=name, exact=True), key="ArrowRight")
    keys.press("Enter")


def write_the_text(keys):
    """A heading, a paragraph, and a map out of the library."""
    page = keys.page
    text = page.get_by_role("textbox", name="Text", exact=True)
    keys.go_to(text)
    choose_tool(keys, "Heading")
    expect(text).to_be_focused()
    keys.type("What was built")
    keys.press("Enter")
    keys.type("The gate is new.")
    keys.press("Enter")
    choose_tool(keys, "Picture or map")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Search the library")).to_be_focused()
    keys.go_to(dialog.get_by_role("button", name="The new sluice"))
    keys.press("Enter")
    expect(dialog.get_by_label("Alternative text in this place")).to_be_focused()
    keys.type("The gate, seen from the mill")
    keys.press("Enter")
    expect(text).to_be_focused()


@pytest.fixture
def sit_down(visit):
    """Somebody at a page of the newsroom, with a keyboard of their own."""

    def come(group, path=DESK):
        page = visit("/healthz")
        enter(page, make_member(group=group), path)
        return Keyboard(page)

    return come


def open_from_the_desk(keys):
    keys.page.goto(DESK)
    keys.follow(HEADLINE)


def state(keys):
    return keys.page.get_by_role("region", name="State", exact=True).locator(".state")


def make_reviewed(**fields):
    known = {"headline": HEADLINE, "status": Article.Status.REVIEW, "published_at": None}
    return make_article(**known | fields)


def publish_a_correction(keys):
    keys.write("Headline:", "A lock for the old canal")
    keys.push("Save changes")
    keys.follow("Publish the changes…")
    keys.choose_round("What are readers told?", "Correction")
    keys.write("What changed", "It is a lock, not a sluice.", exact=False)
    keys.push("Publish the changes")


def test_an_article_is_written_reviewed_published_corrected_and_retracted(visit, sit_down):
    make_section(name="Coast")
    writer = Keyboard(visit(f"/accounts/login/?next={DESK}"))
    sign_in(writer, make_member(group="Author"))
    upload_a_map(writer)
    writer.page.goto(DESK)
    writer.follow("Write an article")
    expect(writer.page.get_by_label("Headline:")).to_be_focused()
    writer.type(HEADLINE)
    write_the_text(writer)
    writer.choose("Section:", "Coast")
    expect(writer.page.locator(".checklist")).to_be_visible()
    writer.push("Send for review")
    expect(writer.page.get_by_text("Nothing that publication needs is missing.")).to_be_visible()
    expect(state(writer)).to_have_text("In review")

    chief = sit_down("Chief editor")
    open_from_the_desk(chief)
    chief.push("Approve")
    expect(state(chief)).to_have_text("Approved")
    chief.push("Publish now")
    expect(state(chief)).to_have_text("Published")

    reader = visit(Article.objects.get().get_absolute_url())
    expect(reader.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    expect(reader.get_by_role("heading", level=2, name="What was built")).to_be_visible()
    expect(reader.get_by_role("img", name="The gate, seen from the mill")).to_be_visible()
    expect(reader.locator(".prose figure")).to_contain_text("R. Alder")

    publish_a_correction(chief)
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text("A lock for the old canal")
    expect(reader.get_by_text("It is a lock, not a sluice.")).to_be_visible()

    chief.follow("Retract…")
    chief.write("Why it is retracted", "There is no canal at all.", exact=False)
    chief.push("Retract")
    reader.reload()
    expect(reader.get_by_text("There is no canal at all.")).to_be_visible()


def test_what_is_sent_back_waits_on_its_writers_desk_with_the_note(visit, sit_down):
    writer = sit_down("Author")
    make_reviewed(owner=get_user_model().objects.get())
    editor = sit_down("Editor")
    open_from_the_desk(editor)
    editor.follow("Send it back…")
    editor.write("What is still wanted", "Say how deep the canal is.", exact=False)
    editor.push("Send it back")
    expect(state(editor)).to_have_text("Draft")

    writer.page.reload()
    expect(writer.page.get_by_text("Say how deep the canal is.")).to_be_visible()
    open_from_the_desk(writer)
    writer.push("Send for review")
    expect(state(writer)).to_have_text("In review")


def test_an_editor_schedules_an_article_and_the_clock_publishes_it(visit, sit_down):
    article, tomorrow = make_reviewed(), timezone.now() + timedelta(days=1)
    editor, reader = sit_down("Editor"), visit()
    open_from_the_desk(editor)
    editor.write("Publish at: date", tomorrow.strftime("%Y-%m-%d"))
    editor.write("Publish at: time", tomorrow.strftime("%H:%M:%S"))
    editor.push("Schedule")
    expect(state(editor)).to_have_text("Scheduled")
    assert reader.goto(article.get_absolute_url()).status == 404
    with time_machine.travel(tomorrow + timedelta(seconds=5)):
        assert reader.goto(article.get_absolute_url()).status == 200
        reader.goto("/")
        expect(reader.get_by_role("link", name=HEADLINE).first).to_be_visible()


def test_a_refused_button_names_what_is_missing_and_leads_there(sit_down):
    make_reviewed(lead_image=make_map(credit=""))
    editor = sit_down("Editor")
    open_from_the_desk(editor)
    editor.push("Publish now")
    expect(editor.page.locator(".errornote, .errorlist").first).to_be_visible()
    expect(state(editor)).to_have_text("In review")
    editor.push("The credit", role="link", exact=False)
    expect(editor.page.get_by_label("Credit:")).to_be_visible()
