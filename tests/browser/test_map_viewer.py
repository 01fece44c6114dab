"""The full-size map: a scrolling box that scripts let readers zoom."""

import pytest
from playwright.sync_api import expect

from articles.models import MapImage
from tests.factories import make_article, make_picture, make_upload

pytestmark = pytest.mark.django_db(transaction=True)
WIDTH = 2400


@pytest.fixture
def sheet(site):
    upload = make_upload(picture=make_picture(size=(WIDTH, 1600)))
    image = MapImage.objects.create_with_file(
        upload, title="The valley", alt="A valley", credit="R. Alder", licence="CC BY 4.0"
    )
    make_article(headline="Down the valley", lead_image=image)
    return image


def width_of(page):
    return round(page.locator(".viewer__sheet").bounding_box()["width"])


def test_buttons_and_keys_zoom_and_move_the_map(visit, sheet):
    page = visit("/")
    page.goto(sheet.get_absolute_url())
    stage = page.locator(".viewer__stage")
    fitting = width_of(page)
    assert fitting < 1280
    for press, ratio in (("Zoom in", 1.5), ("Zoom out", 0.667)):
        before = width_of(page)
        page.get_by_role("button", name=press).click()
        assert width_of(page) == pytest.approx(before * ratio, rel=0.01)

    stage.focus()
    for _step in range(4):
        page.keyboard.press("+")
    assert width_of(page) > 1280
    before = stage.evaluate("stage => stage.scrollLeft")
    page.keyboard.press("ArrowRight")
    assert stage.evaluate("stage => stage.scrollLeft") > before
    page.keyboard.press("0")
    assert width_of(page) == fitting
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Fit to screen").click()
    assert width_of(page) == fitting


def test_without_scripts_the_whole_map_is_there_to_scroll(visit, sheet):
    page = visit(sheet.get_absolute_url(), javascript=False, width="phone")
    picture = page.get_by_role("img", name="A valley")
    expect(picture).to_be_visible()
    assert picture.evaluate("img => img.naturalWidth") == WIDTH
    assert width_of(page) == WIDTH
    expect(page.get_by_role("button", name="Zoom in")).to_be_hidden()
    expect(page.get_by_role("link", name="Download")).to_be_visible()
    expect(page.get_by_text("R. Alder").first).to_be_visible()
    page.get_by_role("link", name="Back to the article").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Down the valley")


def test_the_map_in_an_article_leads_to_its_full_size(visit, sheet):
    page = visit(sheet.articles.get().get_absolute_url())
    page.get_by_role("link", name="Full-size map").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The valley")
    expect(page.get_by_role("link", name="Down the valley")).to_be_visible()
