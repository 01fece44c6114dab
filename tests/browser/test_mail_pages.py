"""Every page and state of following and of inline feedback, for all who come there, on every screen."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from comments import subscribing
from comments.subscriber_links import confirm_path, end_path, manage_path, mute_path
from newsportal.models import OutgoingMail
from tests.browser.checks import LIGHT, PHONE, expect_fit, objections, objections_by_page, walk
from tests.browser.desk import enter
from tests.factories import (
    make_article,
    make_comment,
    make_member,
    make_prompt,
    make_subscriber,
    make_subscription,
)

pytestmark = pytest.mark.django_db(transaction=True)
BODY = "<p>They met at the old bridge on Tuesday. At the mill they met again.</p>"
HEADLINE = "The river leaves its bed between the mill and the harbour"
QUESTIONS = "/admin/comments/inlineprompt/"
SUBSCRIBERS, SUBSCRIPTIONS = "/admin/comments/subscriber/", "/admin/comments/subscription/"
OUTGOING = "/admin/newsportal/outgoingmail/"
PHONE_ALONE = {"widths": [PHONE]}


@pytest.fixture
def article(settings):
    settings.INLINE_BY_READERS = settings.COMMENTS_BUBBLE = True
    return make_article(headline=HEADLINE, body=BODY)


@pytest.fixture
def prompt(article):
    """A question with answers, one of them long."""
    prompt = make_prompt(article)
    for text in ("Otto was there.", "averyveryverylongword" * 9, "Nele too."):
        make_comment(article, prompt=prompt, text=text)
    return prompt


def open_question(page, article):
    """With what is refused of an answer."""
    page.goto(article.get_absolute_url())
    page.locator(".ask-b").first.click()
    box = page.locator(".ask-pop")
    expect(box).to_be_focused()
    box.locator("textarea").focus()
    box.get_by_role("button", name="Post answer").click()
    expect(box.get_by_text("Write something first.")).to_be_visible()


def test_an_article_is_accessible_with_a_question_open(visit, article, prompt):
    page = visit("/healthz")
    open_question(page, article)
    expect_fit(page)
    expect(page.locator(".ask-pop")).to_be_visible()


def test_an_article_is_accessible_with_subscribing_open(visit, article, prompt):
    page = visit(article.get_absolute_url())
    page.locator("#follow summary").click()
    page.locator(".follow__form .button--main").click()
    expect(page.locator(".follow__form .field__error")).to_be_visible()
    comment = page.locator(f"#comment-{article.comments.first().pk}")
    comment.get_by_role("link", name="Follow").click()
    expect(comment.locator(".follow__sheet")).to_be_visible()
    expect_fit(page)


def test_both_fit_in_arabic_too(visit, site, article, prompt):
    page = visit("/healthz")
    page.context.add_cookies([{"name": "language", "value": "ar", "url": site}])
    page.goto(article.get_absolute_url())
    page.locator("#follow summary").click()
    expect_fit(page, widths=[PHONE], themes=LIGHT)
    page.locator("#follow summary").click()
    page.locator(".ask-b").first.click()
    expect(page.locator(".ask-pop")).to_be_focused()
    expect_fit(page, widths=[PHONE], themes=LIGHT)


def test_what_mails_lead_to_is_accessible(visit, article):
    mira, root = make_subscriber(email="mira@example.com"), make_comment(article)
    followed = make_subscription(article, subscriber=mira)
    asked = make_subscription(article, subscriber=mira, kind="replies", confirmed_at=None)
    with time_machine.travel(timezone.now() - timedelta(days=4)):
        expired = confirm_path(asked)
    subscribing.mute(mira, root)
    page = visit("/healthz")
    walk(
        page,
        *(confirm_path(asked), expired, mute_path(mira, root), manage_path(mira)),
        *("/comments/subscriptions/confirm/no-such-token/", "/comments/subscriptions/"),
        **PHONE_ALONE,
    )
    page.goto(end_path(mira, [followed]))
    expect_fit(page, **PHONE_ALONE)
    page.get_by_role("button", name="Stop these mails").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    expect_fit(page, **PHONE_ALONE)


def test_the_pages_of_questions_and_phrases_are_accessible(visit, article, prompt):
    lost = make_prompt(article, quote="the ferry", lost_at=timezone.now())
    walk(
        visit("/healthz"),
        f"/comments/prompts/{prompt.pk}/",
        f"/comments/prompts/{lost.pk}/",
        f"/comments/article/{article.pk}/phrase/?quote=the+ferry",
        f"/comments/article/{article.pk}/subscribe/",
        f"{article.get_absolute_url()}?show=inline&prompt={prompt.pk}",
        **PHONE_ALONE,
    )


def test_the_pages_of_members_are_accessible(visit, article):
    member = make_member()
    own = make_comment(article, author=member)
    make_subscription(article, subscriber=make_subscriber(member))
    make_comment(parent=own, text="averyveryverylongword" * 9)
    make_comment(parent=own)
    make_comment(article).reject(by=None, code="off_topic")
    page = visit("/healthz")
    enter(page, member, "/healthz")
    walk(
        page,
        "/comments/inbox/",
        "/comments/subscriptions/",
        f"/comments/article/{article.pk}/subscribe/",
        f"/comments/{own.pk}/follow/",
        article.get_absolute_url(),
        **PHONE_ALONE,
    )


def test_the_newsrooms_pages_about_questions_are_accessible(visit, article, prompt):
    lost = make_prompt(article, quote="the ferry", lost_at=timezone.now())
    editor = make_member(group="Editor")
    twice = make_article(body="<p>Over the old bridge, and back.</p><p>By the old bridge.</p>")
    page = visit("/healthz")
    enter(page, editor, f"{QUESTIONS}add/?article={twice.pk}")
    page.locator("#id_quote").fill("the old bridge")
    page.locator("#id_question").fill("Where is it?")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#id_quote_error")).to_be_visible()
    assert objections(page) == []
    paths = QUESTIONS, f"{QUESTIONS}{prompt.pk}/change/", f"{QUESTIONS}{lost.pk}/change/"
    assert objections_by_page(page, paths, {}) == {}


def test_the_operators_pages_about_mail_are_accessible(visit, article):
    followed = make_subscription(article)
    waiting = OutgoingMail.objects.create(to="mira@example.com", subject="News", text="Read it.")
    OutgoingMail.objects.create(to="a@example.com", subject="Old", given_up_at=timezone.now())
    admin = make_member(is_staff=True, is_superuser=True)
    page = visit("/healthz")
    enter(page, admin, "/admin/mail/")
    page.get_by_role("button", name="Send a test").click()
    expect(page.locator(".sending__outcome")).to_be_visible()
    assert objections(page) == []
    paths = (
        *(OUTGOING, f"{OUTGOING}{waiting.pk}/change/"),
        *(SUBSCRIBERS, f"{SUBSCRIBERS}{followed.subscriber_id}/change/"),
        *(SUBSCRIPTIONS, f"{SUBSCRIPTIONS}{followed.pk}/change/"),
    )
    assert objections_by_page(page, paths, {}) == {}
