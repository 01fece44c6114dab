"""What writers are told before their words appear, with and without scripts."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments.models import Comment, Discussion, Sanction, WordList
from comments.reports import report
from tests.browser.desk import enter, make_moderator
from tests.browser.steps import both_ways, comment_saying, send, write
from tests.factories import make_article, make_comment, make_member

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = "Waiting for a moderator. Only you can see this comment."


@pytest.fixture
def article():
    return make_article(headline="The ferry stops in June")


@both_ways
def test_a_writer_is_told_why_a_comment_would_wait_and_may_mend_it(visit, article, javascript):
    WordList.objects.create(name="House words", entries="glimbo", is_on=True)
    page = visit(article.get_absolute_url(), javascript=javascript)
    form = page.locator("form.composer")
    write(form, "The glimbo lands at four.", name="Mira")
    send(form)
    expect(form.get_by_role("alert")).to_contain_text(
        "With this a moderator looks at it first: glimbo"
    )
    expect(form.locator("textarea")).to_have_value("The glimbo lands at four.")
    form.locator("textarea").fill("The ferry lands at four.")
    send(form)
    expect(comment_saying(page, "The ferry lands at four.")).to_be_visible()

    page.goto(article.get_absolute_url())
    for _sending in range(2):
        write(form, "No glimbo at five.", name="Mira")
        send(form)
        expect(page.get_by_text("No glimbo at five.").first).to_be_visible()
    expect(comment_saying(page, "No glimbo at five.")).to_contain_text(WAITING)
    assert Comment.objects.get(text__contains="glimbo").status == Comment.Status.PENDING
    other = visit(article.get_absolute_url())
    expect(other.get_by_text("The ferry lands at four.")).to_be_visible()
    expect(other.get_by_text("glimbo")).to_have_count(0)


@both_ways
def test_who_is_too_quick_keeps_the_text(visit, article, settings, javascript):
    page = visit(article.get_absolute_url(), javascript=javascript)
    settings.ACCOUNT_RATE_LIMITS = {"comment": "1/10s/key", "comment_network": "9/m/key"}
    form = page.locator("form.composer")
    write(form, "The first of two.", name="Mira")
    send(form)
    expect(comment_saying(page, "The first of two.")).to_be_visible()
    write(form, "The second of two.", name="Mira")
    send(form)
    expect(form.get_by_role("alert")).to_contain_text("then send it again. Your text is kept.")
    expect(form.locator("textarea")).to_have_value("The second of two.")


@both_ways
def test_the_warned_tick_that_they_have_read_it(visit, article, javascript):
    member = make_member()
    page = visit("/healthz", javascript=javascript)
    enter(page, member, article.get_absolute_url())
    warning = impose("warning", member=member)
    form = page.locator("form.composer")
    write(form, "The ferry lands at four.")
    send(form)
    expect(form).to_contain_text("A moderator warned you. Reason: Personal attack. Calmly, please.")
    form.get_by_label("I have read this").check()
    send(form)
    expect(comment_saying(page, "The ferry lands at four.")).to_be_visible()
    warning.refresh_from_db()
    assert warning.acknowledged_at
    expect(form.get_by_label("I have read this")).to_have_count(0)


@both_ways
def test_a_guest_whose_network_is_suspended_learns_until_when(visit, article, javascript):
    page = visit(article.get_absolute_url(), javascript=javascript)
    form = page.locator("form.composer")
    write(form, "The ferry lands at four.", name="Mira")
    send(form)
    expect(comment_saying(page, "The ferry lands at four.")).to_be_visible()
    network = article.comments.get().trace.network
    impose("suspension", network=network, until=timezone.now() + timedelta(hours=3))
    write(form, "And another thing.", name="Mira")
    send(form)
    expect(form.get_by_role("alert")).to_contain_text("You can't comment until")
    expect(form.get_by_role("alert")).to_contain_text("Calmly, please.")
    expect(form.locator("textarea")).to_have_value("And another thing.")
    page.goto("/comments/mine/")
    expect(page.get_by_role("heading", name="You can't comment for a while")).to_be_visible()


def impose(kind, **about):
    by = {"moderator": make_moderator(), "code": "abuse", "text": "Calmly, please."}
    return Sanction.objects.create(kind=kind, **by | about)


@both_ways
def test_slow_closed_and_cooling_discussions_say_so(visit, article, javascript):
    root = make_comment(article, text="Where does it land?")
    report(root, uuid4(), code="abuse")
    Discussion.objects.filter(article=article).update(slow_seconds=120)
    page = visit(article.get_absolute_url(), javascript=javascript)
    slow = "Slow mode: one comment per person every 2 minutes."
    expect(page.get_by_text(slow)).to_be_visible()
    form = page.locator("form.composer")
    write(form, "One.", name="Mira")
    send(form)
    expect(comment_saying(page, "One.")).to_be_visible()
    write(form, "Two.", name="Mira")
    send(form)
    expect(form.get_by_role("alert")).to_contain_text(slow)
    expect(form.locator("textarea")).to_have_value("Two.")

    Discussion.objects.filter(article=article).update(slow_seconds=0)
    make_comment(parent=root, reader=article.comments.get(text="One.").reader)
    page.goto(f"{root.get_absolute_url()}reply/")
    write(form, "Three.", name="Mira")
    send(form)
    expect(form.get_by_role("alert")).to_contain_text("This thread is cooling down")
    root.close_thread(by=None)
    send(form)
    expect(page.get_by_role("alert")).to_contain_text("This thread is closed.")
