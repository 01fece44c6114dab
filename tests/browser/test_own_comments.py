"""What writers do with their own comments afterwards, with and without scripts."""

import json
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from comments.models import Comment
from tests.browser.steps import both_ways, comment_saying, send, sign_in, until, write
from tests.factories import make_article, make_comment, make_member
from tests.mails import link_in

pytestmark = pytest.mark.django_db(transaction=True)
MARA = "mara@example.com"


@pytest.fixture
def article():
    return make_article(headline="The ferry stops in June")


def post(page, text):
    form = page.locator("form.composer")
    write(form, text, name="Mara", email=MARA)
    send(form)
    expect(comment_saying(page, text)).to_be_visible()
    return Comment.objects.latest("pk")


def own_box(page, own):
    return page.locator(f"#comment-{own.pk} > .comment__box")


def edit(page, old, new):
    comment_saying(page, old).get_by_role("link", name="Edit 10 min left").click()
    form = page.locator("form.composer", has=page.get_by_role("button", name="Save"))
    expect(form.locator("textarea")).to_be_focused()
    expect(form.locator("textarea")).to_have_value(old)
    form.locator("textarea").fill(new)
    form.get_by_role("button", name="Save").click()


@both_ways
def test_an_edited_comment_says_so_and_shows_what_was_answered_before(visit, article, javascript):
    page = visit(article.get_absolute_url(), javascript=javascript)
    own = post(page, "The ferry lands at pier four.")
    edit(page, "The ferry lands at pier four.", "The ferry lands at pier five.")
    now = comment_saying(page, "at pier five.")
    expect(now).to_be_visible()
    if javascript:
        expect(page.locator("#discussion-news")).to_have_text("Comment saved.")
        expect(page.locator(f"#comment-{own.pk}")).to_be_focused()
    make_comment(parent=own, text="Since when?")
    edit(page, "The ferry lands at pier five.", "The ferry lands at pier six.")
    expect(comment_saying(page, "at pier six.")).to_be_visible()

    page.get_by_role("link", name="edited").click()
    expect(page.get_by_role("listitem").locator("del")).to_have_text("five")
    expect(page.get_by_role("listitem").locator("ins")).to_have_text("six")
    expect(page.get_by_role("main")).not_to_contain_text("four")
    page.get_by_role("link", name="Back to the comment").click()
    expect(page).to_have_url(re.compile(rf"#comment-{own.pk}$"))


@both_ways
def test_an_edit_that_comes_too_late_keeps_the_text_in_sight(visit, article, javascript):
    page = visit(article.get_absolute_url(), javascript=javascript)
    own = post(page, "The ferry lands at pier four.")
    comment_saying(page, "pier four").get_by_role("link", name="Edit").click()
    form = page.locator("form.composer", has=page.get_by_role("button", name="Save"))
    form.locator("textarea").fill("Or five?")
    Comment.objects.filter(pk=own.pk).update(created_at=timezone.now() - timedelta(days=1))
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_text("That time is over.")).to_be_visible()
    expect(form.locator("textarea")).to_have_value("Or five?")


@both_ways
def test_a_deleted_comment_leaves_a_tombstone_only_when_there_are_replies(
    visit, article, javascript
):
    page = visit(article.get_absolute_url(), javascript=javascript)
    first = post(page, "Take this away.")
    second = post(page, "And this one.")
    reply = make_comment(parent=first, name="Otto", text="Why?")
    page.goto(article.get_absolute_url())
    for own in (first, second):
        own_box(page, own).get_by_role("link", name="Delete").click()
        page.get_by_role("button", name="Delete comment").click()
        expect(page.get_by_text(own.text)).to_have_count(0)
        expect(page.get_by_role("button", name="Delete comment")).to_have_count(0)
        if javascript:
            expect(page.locator("#discussion-news")).to_have_text("Comment deleted.")
    expect(page.locator(f"#comment-{first.pk} > .comment__box")).to_contain_text(
        "Deleted by its author."
    )
    expect(page.locator(f"#comment-{reply.pk}")).to_be_visible()
    expect(page.locator(f"#comment-{second.pk}")).to_have_count(0)
    expect(page.locator("#discussion-title")).to_have_text("1 comment")


def test_a_comment_is_kept_when_its_deletion_is_called_off(visit, article):
    page = visit(article.get_absolute_url(), width="phone")
    own = post(page, "Or rather not.")
    own_box(page, own).get_by_label("More actions").press("Enter")
    own_box(page, own).get_by_role("link", name="Delete").press("Enter")
    question = page.get_by_role("form", name="Delete this comment?")
    expect(question).to_be_focused()
    question.get_by_role("link", name="Keep it").click()
    expect(question).to_have_count(0)
    expect(comment_saying(page, "Or rather not.")).to_be_visible()


@both_ways
def test_a_private_link_gives_a_guest_all_comments_on_another_device(visit, article, javascript):
    comment = make_comment(article, name="Mara", email=MARA, text="From the old phone.")
    page = visit("/comments/mine/", javascript=javascript)
    expect(page.get_by_text("Nothing was written on this device yet.")).to_be_visible()
    page.get_by_label("E-mail").fill("mara at example")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_label("E-mail")).to_have_value("mara at example")
    page.get_by_label("E-mail").fill(MARA)
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_text("a link is on its way")).to_be_visible()
    until(lambda: mail.outbox)

    page.goto(link_in(mail.outbox[0]))
    expect(page.get_by_text("From the old phone.")).to_have_count(0)
    page.get_by_role("button", name="Open my comments").click()
    expect(page.get_by_text("From the old phone.")).to_be_visible()
    assert downloaded(page, "Download all")["comments"][0]["text"] == "From the old phone."

    edit_link = page.get_by_role("link", name=re.compile("^Edit"))
    edit_link.click()
    page.locator("textarea").fill("From the new phone.")
    page.get_by_role("button", name="Save").click()
    expect(comment_saying(page, "From the new phone.")).to_be_visible()

    page.goto("/comments/mine/")
    page.get_by_role("link", name="Delete all").click()
    page.get_by_role("button", name="Delete all").click()
    expect(page.get_by_text("Everything you wrote here is deleted.")).to_be_visible()
    comment.refresh_from_db()
    assert (comment.text, comment.email) == ("", "")


def downloaded(page, button):
    with page.expect_download() as file:
        page.get_by_role("button", name=button).click()
    return json.loads(file.value.path().read_text())


@both_ways
def test_a_member_claims_what_they_wrote_as_a_guest(visit, article, javascript):
    member = make_member(username="mara.l")
    make_comment(article, name="Mara", email=MARA, text="Before I had an account.")
    page = visit("/comments/mine/", javascript=javascript)
    page.get_by_label("E-mail").fill(MARA)
    page.get_by_role("button", name="Send me the link").click()
    until(lambda: mail.outbox)
    page.goto(link_in(mail.outbox[0]))
    page.get_by_role("button", name="Open my comments").click()
    expect(page.get_by_text("Before I had an account.")).to_be_visible()
    sign_in(page, member.username, at="/accounts/login/?next=/comments/mine/")
    page.get_by_role("button", name="Add these comments to your account").click()
    expect(page.get_by_text("The comments are on your account now.")).to_be_visible()
    page.goto(f"/comments/people/{member.username}/")
    expect(page.get_by_text("Before I had an account.")).to_be_visible()


@both_ways
def test_a_member_takes_their_data_along_and_deletes_the_account(visit, article, javascript):
    member, other = make_member(username="mara.l"), make_comment(article)
    mine = make_comment(article, author=member, name="mara.l", text="Mine alone.")
    make_comment(parent=mine, text="Not mine.")
    page = visit("/accounts/login/", javascript=javascript)
    sign_in(page, member.username, at="/accounts/login/?next=/accounts/")
    assert "Mine alone." in json.dumps(downloaded(page, "Download my data"))

    page.get_by_role("link", name="Delete the account").click()
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_text("This is not your password.")).to_be_visible()
    page.get_by_label("Password").fill("a good long passphrase")
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_role("heading", name="Your account is deleted")).to_be_visible()
    page.goto(article.get_absolute_url())
    expect(page.locator(f"#comment-{mine.pk} > .comment__box")).to_contain_text(
        "Deleted by its author."
    )
    expect(page.get_by_text("Not mine.")).to_be_visible()
    expect(page.locator(f"#comment-{other.pk}")).to_be_visible()
