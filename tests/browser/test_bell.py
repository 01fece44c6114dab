"""The bell in the header of members, and what it leads to."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import enter
from tests.browser.keyboard import Keyboard
from tests.factories import make_article, make_comment, make_member

pytestmark = pytest.mark.django_db(transaction=True)


def test_replies_ring_and_are_read_by_keyboard_without_scripts(visit):
    article, member = make_article(), make_member()
    own = make_comment(article, author=member)
    page = visit("/healthz", javascript=False)
    enter(page, member, article.get_absolute_url())
    expect(page.get_by_role("link", name="No unread notices")).to_be_visible()
    for name in ("Otto", "Nele", "Runa"):
        make_comment(parent=own, name=name, text=f"{name} was there.")
    page.reload()
    keys = Keyboard(page)
    keys.follow("3 unread notices")
    expect(page.locator(".told__one--new")).to_have_count(3)
    otto = page.locator(".told__one", has_text="Otto replied to you")
    keys.go_to(otto.get_by_role("button", name="Read it"))
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.locator(".comment:target")).to_contain_text("Otto was there.")
    keys.follow("2 unread notices")
    keys.push("Mark all as read")
    expect(page.get_by_text("All notices are marked as read.")).to_be_visible()
    expect(page.get_by_role("link", name="No unread notices")).to_be_visible()
    expect(page.locator(".told__one--new")).to_have_count(0)


def test_a_thread_is_muted_from_its_notices(visit):
    member = make_member()
    own = make_comment(author=member)
    make_comment(parent=own)
    page = visit("/healthz")
    enter(page, member, "/comments/inbox/")
    page.get_by_role("button", name="Mute this thread").click()
    expect(page.get_by_text("You will hear nothing more of this thread.")).to_be_visible()
    expect(page.get_by_text("You muted this thread.")).to_be_visible()
    make_comment(parent=own)
    page.reload()
    expect(page.get_by_role("link", name="No unread notices")).to_be_visible()
