"""axe-core finds nothing to object to in the newsroom, nor on what readers see of its work."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import objections, objections_by_page
from tests.browser.desk import enter
from tests.browser.stories import write_newsroom
from tests.factories import make_member

pytestmark = pytest.mark.django_db(transaction=True)
ARTICLE = "/admin/articles/article/"
DESKS = {
    "article": [
        ARTICLE,
        ARTICLE + "add/",
        ARTICLE + "{draft.pk}/change/",
        ARTICLE + "{review.pk}/change/",
        ARTICLE + "{live.pk}/change/",
    ],
    "verbs": [
        ARTICLE + "{live.pk}/publish-changes/",
        ARTICLE + "{review.pk}/do/send_back/",
        ARTICLE + "{live.pk}/do/unpublish/",
        ARTICLE + "{live.pk}/do/retract/",
        ARTICLE + "{live.pk}/correct/",
        ARTICLE + "{draft.pk}/links/",
        ARTICLE + "roles/",
    ],
    "past": [
        "/admin/",
        ARTICLE + "{live.pk}/versions/",
        ARTICLE + "{live.pk}/version/?version={live.version}",
        "/admin/articles/event/",
        "/admin/articles/correction/",
    ],
    "library": [
        "/admin/articles/mapimage/",
        "/admin/articles/mapimage/add/",
        "/admin/articles/mapimage/{map.pk}/change/",
        "/admin/articles/mapimage/pick/",
        "/admin/articles/legendset/{set.pk}/change/",
        "/admin/articles/area/{area.pk}/change/",
    ],
}
READERS = [
    "/corrections/",
    "/articles/{live.slug}/changes/",
    "/articles/{retracted.slug}/",
    "/articles/{gone.slug}/",
    "/preview/{token}/",
    "/maps/",
    "/maps/areas/{area.slug}/",
    "/maps/{older.pk}/",
    "/maps/{map.pk}/?with={older.pk}",
]


@pytest.fixture
def chief():
    return make_member(group="Chief editor", first_name="Runa", last_name="Alder")


@pytest.mark.parametrize("paths", DESKS.values(), ids=DESKS.keys())
def test_the_newsroom_is_accessible(visit, chief, paths):
    page = visit("/healthz")
    enter(page, chief, "/healthz")
    assert objections_by_page(page, paths, write_newsroom(chief)) == {}


def test_what_readers_see_of_its_work_is_accessible(visit, chief):
    assert objections_by_page(visit("/healthz"), READERS, write_newsroom(chief)) == {}


def test_a_refused_answer_is_accessible(visit, chief):
    page, live = visit("/healthz"), write_newsroom(chief)["live"]
    enter(page, chief, f"{ARTICLE}{live.pk}/publish-changes/")
    page.get_by_label("Apology").check()
    page.get_by_role("button", name="Publish the changes").click()
    expect(page.get_by_text("Tell readers what changed.")).to_be_visible()
    assert objections(page) == []
