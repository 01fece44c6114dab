"""Every page and state of a discussion, for all who come there, on every screen."""

import pytest
from playwright.sync_api import expect

from comments.models import Guest, Ignored
from comments.private_links import path_for
from tests.browser.checks import LIGHT, PHONE, THEMES, expect_fit, sideways, violations, walk
from tests.browser.steps import comment_saying, send, sign_in, write
from tests.browser.stories import write_talk
from tests.factories import make_comment, make_member

pytestmark = pytest.mark.django_db(transaction=True)
FINGER = {"width": "phone", "has_touch": True, "is_mobile": True}


@pytest.fixture
def talk():
    return write_talk()


def with_a_comment(page, article):
    page.goto(article.get_absolute_url())
    write(page.locator("#composer"), "From this device.", name="Mira")
    send(page.locator("#composer"))
    expect(comment_saying(page, "From this device.")).to_be_visible()
    return article.comments.get(text="From this device.")


def open_all(page, said):
    """Everything of a discussion that opens, open at once."""
    first = page.locator(f"#comment-{said['first'].pk} > .comment__box")
    first.locator('[href$="/reply/"]').click()
    first.locator("textarea").fill("- one\n- two")
    first.locator("[name=preview]").click()
    expect(first.locator(".preview li")).to_have_count(2)
    first.locator(".comment__body summary").click()
    page.locator(f"#comment-{said['low'].pk} .comment__unfold").click()
    page.locator(f"#comment-{said['long'].pk} [data-read-on]").click()
    page.locator(f"#up-{said['member'].pk}").click()
    expect(page.locator(f"#up-{said['member'].pk}")).to_have_attribute("aria-pressed", "true")
    page.locator(f"#comment-{said['own'].pk} > .comment__box [href$='/edit/']").click()
    expect(page.locator(f"#edit-{said['own'].pk}-text")).to_be_visible()
    page.set_viewport_size({"width": PHONE, "height": 900})
    # Over text: what lies half below an open menu would be a small target.
    page.locator(f"#comment-{said['member'].pk} .comment__more > summary").click()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_discussion_with_all_that_opens_is_accessible(visit, site, talk, language):
    article, said = talk
    page = visit("/healthz", **FINGER)
    said["own"] = with_a_comment(page, article)
    if language == "ar":
        page.context.add_cookies([{"name": "language", "value": "ar", "url": site}])
    page.goto(article.get_absolute_url())
    open_all(page, said)
    expect_fit(page, themes=THEMES if language == "en" else LIGHT)
    assert touched_by_fingers(page) >= 44


def touched_by_fingers(page):
    sizes = "buttons => buttons.map((each) => each.getBoundingClientRect()).flatMap((box) => [box.width, box.height])"
    return min(page.locator(".vote__button").evaluate_all(sizes))


def test_the_pages_of_single_comments_are_accessible(visit, talk):
    article, said = talk
    page = visit("/healthz", **FINGER)
    own = with_a_comment(page, article)
    said["long"].reject(code="off_topic", by=None)
    walk(
        page,
        f"/comments/{own.pk}/edit/",
        f"/comments/{own.pk}/delete/",
        f"/comments/{said['edited'].pk}/history/",
        f"/comments/{said['deep'].pk}/thread/",
        f"/comments/{said['long'].pk}/",
        "/comments/mine/",
        "/comments/mine/erase/",
        path_for(Guest.objects.asking("mira@example.com")),
    )


def test_the_pages_of_members_are_accessible(visit, talk):
    member, other = make_member(), talk[1]["first"].author
    Ignored.objects.set(member, other, is_ignored=True)
    make_comment(talk[0], name="Mira", email="mira@example.com")
    page = visit(path_for(Guest.objects.asking("mira@example.com")), **FINGER)
    page.get_by_role("button", name="Open my comments").click()
    sign_in(page, member.username, at="/accounts/login/?next=/comments/mine/")
    expect(page.get_by_role("button", name="Add these comments to your account")).to_be_visible()
    expect(page.get_by_role("button", name="Stop ignoring")).to_be_visible()
    expect_fit(page)
    walk(page, f"/comments/people/{other.username}/", "/accounts/", "/accounts/erase/")


def test_the_pages_of_moderators_are_accessible(visit, talk):
    low = talk[1]["low"]
    page = visit("/healthz")
    votes = f"/comments/{low.pk}/votes/"
    sign_in(page, make_member(group="Moderator").username, at=f"/accounts/login/?next={votes}")
    expect(page.get_by_role("button", name="Void the chosen votes")).to_be_visible()
    for path in (votes, "/comments/votes/held/"):
        page.goto(path)
        assert (path, violations(page)) == (path, [])
        assert (path, sideways(page)) == (path, {})


def test_the_pages_of_discussions_fit_in_arabic_too(visit, site, talk):
    article, said = talk
    page = visit("/healthz", **FINGER)
    own = with_a_comment(page, article)
    page.context.add_cookies([{"name": "language", "value": "ar", "url": site}])
    walk(
        page,
        f"/comments/{own.pk}/edit/",
        f"/comments/{said['edited'].pk}/history/",
        f"/comments/{said['deep'].pk}/thread/",
        "/comments/mine/",
        f"/comments/people/{said['first'].author.username}/",
        widths=[PHONE],
        themes=LIGHT,
    )
