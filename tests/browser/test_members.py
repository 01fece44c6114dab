"""A reader becomes a member, comments under that name, and leaves."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from tests.browser.steps import both_ways, comment_saying, send, sign_in, write
from tests.factories import make_article, make_member
from tests.mails import link_in

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "three quiet lighthouses"


@both_ways
def test_a_reader_signs_up_by_the_link_in_a_mail(visit, javascript):
    page = visit("/accounts/login/", javascript=javascript)
    page.get_by_role("link", name="Create one").click()
    page.get_by_label("Name", exact=True).fill("mira.k")
    page.get_by_label("E-mail address").fill("mira@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", name="Look into your inbox")).to_be_visible()

    page.goto(link_in(mail.outbox[-1]))
    page.get_by_role("button", name="Confirm").click()
    sign_in(page, "mira.k", PASSWORD, at="/accounts/login/?next=/accounts/")
    expect(page.get_by_role("main")).to_contain_text("mira.k")


@both_ways
def test_a_member_comments_without_giving_a_name_and_signs_out(visit, javascript):
    article, member = make_article(), make_member(username="mira.k")
    page = visit(article.get_absolute_url(), javascript=javascript)
    composer = page.locator("#composer")
    composer.get_by_label("Your comment").click()
    composer.get_by_role("link", name="Sign in instead").click()
    sign_in(page, member.username, at=page.url)
    expect(page).to_have_url(re.compile(article.get_absolute_url()))

    expect(composer.get_by_label("Name", exact=True)).to_have_count(0)
    write(composer, "I live on that street.")
    send(composer)
    mine = comment_saying(page, "I live on that street.")
    expect(mine.get_by_role("heading")).to_have_text("mira.k")
    expect(mine.get_by_role("button", name="Vote up")).to_be_disabled()

    page.get_by_role("link", name="Not you? Sign out").click()
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto(article.get_absolute_url())
    expect(composer.get_by_label("Name", exact=True)).to_have_value("")
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()
