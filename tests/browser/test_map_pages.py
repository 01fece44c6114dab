"""Two maps of one place, newer maps, the archive: with scripts, without, on small screens."""

import pytest
from playwright.sync_api import expect

from tests.browser.steps import both_ways, until
from tests.browser.stories import draw_two_maps
from tests.factories import make_area, make_article

pytestmark = pytest.mark.django_db(transaction=True)
OLDER, NEWER = "Where the water came from", "Where the water stood"
CUT = "compare => getComputedStyle(compare).getPropertyValue('--cut')"


@pytest.fixture
def maps(site):
    """{older, map, area}; both maps stand in articles."""
    known = draw_two_maps()
    for name in ("older", "map"):
        make_article(headline=f"The {name} one", lead_image=known[name])
    return known


def comparison(maps):
    return f"{maps['map'].get_absolute_url()}?with={maps['older'].pk}"


def test_the_line_between_two_maps_is_moved_by_keys(visit, maps):
    page = visit(comparison(maps))
    line, compare = page.get_by_role("slider"), page.locator(".compare")
    expect(line).to_have_value("50")
    before = compare.evaluate(CUT)
    line.focus()
    for _step in range(5):
        page.keyboard.press("ArrowRight")
    expect(line).to_have_value("55")
    assert float(compare.evaluate(CUT)[:-1]) > float(before[:-1])
    page.keyboard.press("End")
    expect(line).to_have_value("100")


def test_without_scripts_two_maps_stand_beside_each_other(visit, maps):
    page = visit(comparison(maps), javascript=False)
    sides = page.locator(".compare__side")
    expect(sides).to_have_count(2)
    older, newer = (side.bounding_box() for side in sides.all())
    assert older["x"] + older["width"] <= newer["x"]
    expect(page.get_by_role("slider")).to_be_hidden()


@both_ways
@pytest.mark.parametrize("width", [320, 390])
def test_the_credit_is_in_view_on_a_phone(visit, maps, width, javascript):
    page = visit("/healthz", javascript=javascript)
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(maps["map"].get_absolute_url())
    expect(page.locator(".viewer__credit")).to_be_in_viewport(ratio=1)
    expect(page.locator(".viewer__credit")).to_contain_text("O. Birch")


def test_the_wheel_alone_scrolls_the_page_and_zooms_with_ctrl(visit, maps):
    page = visit(maps["map"].get_absolute_url())
    sheet, stage = page.locator(".viewer__sheet"), page.locator(".viewer__stage")
    fitting = sheet.bounding_box()["width"]
    stage.hover()
    page.mouse.wheel(0, 300)
    until(lambda: page.evaluate("scrollY") > 0)
    assert sheet.bounding_box()["width"] == fitting
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    until(lambda: sheet.bounding_box()["width"] > fitting)


def test_an_article_with_an_older_map_leads_to_the_newer_one(visit, maps):
    page = visit(maps["older"].articles.get().get_absolute_url())
    page.get_by_role("link", name="A newer map exists").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NEWER)
    page.get_by_role("link", name="Compare").first.click()
    expect(page.locator(".compare__side")).to_have_count(2)


def test_the_archive_is_searched_by_area(visit, maps):
    other = make_area(name="Upper Marsh")
    maps["older"].area = other
    maps["older"].save()
    page = visit("/maps/", javascript=False)
    expect(page.get_by_role("link", name=OLDER)).to_be_visible()
    page.get_by_label("Area").select_option("Lower Marsh")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name=NEWER)).to_be_visible()
    expect(page.get_by_role("link", name=OLDER)).to_have_count(0)
