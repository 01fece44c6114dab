"""Every page fits every screen, and fingers hit what they aim at."""

import pytest

from comments.models import Comment
from tests.browser.checks import sideways, small_controls
from tests.browser.steps import answer_to
from tests.browser.stories import write_site

pytestmark = pytest.mark.django_db(transaction=True)
FINGER = {"width": "phone", "has_touch": True, "is_mobile": True}


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
    assert small_controls(page) == []
    assert sideways(page) == {}


def test_a_finger_can_vote_and_answer_on_the_smallest_phone(visit):
    page = visit(write_site().get_absolute_url(), **FINGER)
    page.set_viewport_size({"width": 320, "height": 640})
    boxes = [button.bounding_box() for button in page.locator(".vote__button").all()[:6]]
    assert min(min(box["width"], box["height"]) for box in boxes) >= 44
    form = answer_to(page, Comment.objects.earliest("pk"))
    form.get_by_role("button", name="Post reply").scroll_into_view_if_needed()
    assert sideways(page, [320]) == {}
