"""Every page fits every screen, and fingers hit what they aim at."""

import pytest

from comments.models import Comment
from tests.browser.steps import answer_to
from tests.browser.stories import write_site

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = (320, 390, 768, 1280)
FINGER = {"width": "phone", "has_touch": True, "is_mobile": True}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# A field's label is hit too. Links in a sentence are as high as its lines: axe checks those.
SMALL_CONTROLS = """least => [...document.querySelectorAll("button, input, select, textarea, summary, .button")]
    .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest(".visually-hidden"))
    .map((each) => [each.outerHTML, (each.closest("label") ?? each).getBoundingClientRect()])
    .filter(([, box]) => Math.min(box.width, box.height) < least)
    .map(([html, box]) => `${html}: ${box.width} x ${box.height}`)"""


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/sections/{story.section.slug}/",
        "/articles/{story.slug}/",
        "/maps/{story.lead_image_id}/",
        "/support/",
        "/accounts/login/",
        "/accounts/signup/",
    ],
)
def test_a_page_never_scrolls_sideways_and_its_controls_are_large_enough(visit, path):
    page = visit(path.format(story=write_site()), **FINGER)
    assert page.evaluate(SMALL_CONTROLS, 24) == []
    beyond = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        beyond[width] = page.evaluate(OVERFLOW)
    assert beyond == dict.fromkeys(WIDTHS, 0)


def test_a_finger_can_vote_and_answer_on_the_smallest_phone(visit):
    page = visit(write_site().get_absolute_url(), **FINGER)
    page.set_viewport_size({"width": 320, "height": 640})
    boxes = [button.bounding_box() for button in page.locator(".vote__button").all()[:6]]
    assert min(min(box["width"], box["height"]) for box in boxes) >= 44
    form = answer_to(page, Comment.objects.earliest("pk"))
    form.get_by_role("button", name="Post reply").scroll_into_view_if_needed()
    assert page.evaluate(OVERFLOW) == 0
