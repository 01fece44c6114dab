"""The newsroom without JavaScript: slower, and complete."""

import pytest
from playwright.sync_api import expect

from articles.models import Article, MapImage
from tests.browser.desk import enter
from tests.factories import make_member, make_section, make_upload

pytestmark = pytest.mark.django_db(transaction=True)
SOURCE = "<h2>What was built</h2><p>The gate is <strong>new</strong>.</p>"


@pytest.fixture
def open_page(visit):
    def sit_down(path):
        page = visit("/healthz", javascript=False)
        enter(page, make_member(group="Editor"), path)
        return page

    return sit_down


def press(page, name):
    page.get_by_role("button", name=name, exact=True).last.click()


def upload(page):
    file = make_upload("sluice.png")
    sent = {"name": file.name, "mimeType": "image/png", "buffer": file.read()}
    page.get_by_label("Files").set_input_files(sent)
    press(page, "Upload")


def test_a_map_is_uploaded_and_its_line_is_there_to_copy(open_page):
    page = open_page("/admin/articles/mapimage/add/")
    upload(page)
    page.get_by_label("Alternative text:").fill("Where the sluice stands")
    press(page, "Save")
    page.goto("/admin/articles/mapimage/pick/")
    line = page.locator(".picker__code")
    expect(line).to_contain_text(f'data-file="{MapImage.objects.get().pk}"')


def test_a_file_that_is_no_picture_is_refused_beside_its_field(open_page):
    page = open_page("/admin/articles/mapimage/add/")
    sent = {"name": "glimbo.png", "mimeType": "image/png", "buffer": b"glimbo"}
    page.get_by_label("Files").set_input_files(sent)
    press(page, "Upload")
    expect(page.locator(".errorlist")).to_contain_text("glimbo.png")
    assert not MapImage.objects.exists()


def test_an_article_is_written_as_html_published_and_corrected(open_page, visit):
    make_section(name="Coast")
    page = open_page("/admin/articles/article/add/")
    page.get_by_label("Headline:").fill("A sluice for the old canal")
    page.get_by_label("Text:").fill(SOURCE)
    press(page, "Publish now")
    expect(page.locator(".errorlist").first).to_be_visible()
    expect(page.get_by_label("Text:")).to_have_value(SOURCE)
    page.get_by_label("Section:").select_option("Coast")
    press(page, "Publish now")
    reader = visit(Article.objects.get().get_absolute_url(), javascript=False)
    expect(reader.get_by_role("heading", level=2, name="What was built")).to_be_visible()

    page.get_by_label("Headline:").fill("A lock for the old canal")
    press(page, "Save changes")
    page.get_by_role("link", name="Publish the changes…").last.click()
    page.get_by_label("Correction").check()
    page.get_by_label("What changed").fill("It is a lock.")
    press(page, "Publish the changes")
    reader.reload()
    expect(reader.get_by_text("It is a lock.")).to_be_visible()
