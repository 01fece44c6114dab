"""What becomes of a rejected comment, for its writer and for moderators, with and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import card, enter, make_moderator
from tests.browser.steps import both_ways, comment_saying
from tests.factories import make_article, make_comment, make_member, reject

pytestmark = pytest.mark.django_db(transaction=True)


@both_ways
def test_a_writer_learns_why_and_another_moderator_grants_the_appeal(visit, javascript):
    article, member = make_article(headline="The ferry stops in June"), make_member()
    first, other = make_moderator(), make_moderator("Lena Orst")
    comment = make_comment(article, author=member, text="It lands at the mill.")
    reject(comment, by=first, reason="Not about ferries.")
    page = visit("/healthz", javascript=javascript)
    enter(page, member, "/comments/mine/")
    said = page.get_by_role("article", name="The ferry stops in June")
    for words in ("Removed", "A moderator rejected this. Reason: Off topic", "Not about ferries."):
        expect(said).to_contain_text(words)
    said.get_by_role("link", name="Appeal").click()
    page.get_by_role("button", name="Send appeal").click()
    expect(page.get_by_text("Say why it should be shown.")).to_be_visible()
    page.get_by_label("Why should it be shown?").fill("The mill is the landing.")
    page.get_by_role("button", name="Send appeal").click()
    expect(page.get_by_text("You appealed just now.")).to_be_visible()
    page.goto("/comments/mine/")
    expect(said.get_by_role("link", name="Appeal")).to_have_count(0)

    enter(page, first, "/moderation/appeals/")
    expect(card(page, comment)).to_contain_text("The mill is the landing.")
    expect(card(page, comment)).to_contain_text("Another moderator answers the appeal.")
    expect(page.get_by_role("button", name="Grant")).to_have_count(0)
    enter(page, other, "/moderation/appeals/")
    page.get_by_role("button", name="Leave it rejected").click()
    expect(page.get_by_text("Say why it stays rejected.")).to_be_visible()
    page.get_by_role("button", name="Grant").click()
    expect(page.get_by_text("Granted. The comment is shown again")).to_be_visible()
    page.goto(article.get_absolute_url())
    expect(comment_saying(page, "It lands at the mill.")).to_be_visible()
    enter(page, member, "/comments/mine/")
    expect(said).not_to_contain_text("Removed")
    page.goto("/comments/moderation/")
    for name in ("Appeals received", "Appeals granted"):
        expect(page.get_by_role("row", name=name)).to_contain_text("1")
