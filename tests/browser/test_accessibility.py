"""axe-core finds nothing to object to, on any kind of page, in any theme, on any screen."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment
from tests.browser.checks import LIGHT, violations
from tests.browser.steps import send
from tests.browser.stories import write_site

pytestmark = pytest.mark.django_db(transaction=True)
MOVING = """[...document.querySelectorAll("*")].filter((each) => {
    const { transitionDuration, animationDuration } = getComputedStyle(each);
    return Math.max(parseFloat(transitionDuration), parseFloat(animationDuration)) > 0;
}).map((each) => each.outerHTML.slice(0, 99))"""


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
        "/no-such-page/",
    ],
)
def test_a_page_is_accessible(visit, path):
    page = visit(path.format(story=write_site()))
    assert violations(page) == []


def test_an_arabic_article_with_a_refused_answer_is_accessible(visit, site):
    story = write_site(language="ar")
    page = visit("/healthz")
    page.context.add_cookies([{"name": "language", "value": "ar", "url": site}])
    page.goto(story.get_absolute_url())
    first = page.locator(f"#comment-{Comment.objects.earliest('pk').pk} > .comment__box")
    first.locator(".comment__action").first.click()
    first.locator("form.composer .button--main").click()
    expect(first.locator(".field__error").first).to_be_visible()
    assert violations(page, themes=LIGHT) == []


def test_the_page_of_an_answer_is_accessible_with_errors_too(visit):
    write_site()
    page = visit(f"/comments/{Comment.objects.earliest('pk').pk}/reply/")
    send(page.locator("form.composer"))
    expect(page.get_by_text("Write something first.")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/", "/articles/{story.slug}/"])
def test_nothing_moves_for_readers_who_asked_for_stillness(visit, path):
    page = visit(path.format(story=write_site()))
    assert page.evaluate(MOVING) == []
