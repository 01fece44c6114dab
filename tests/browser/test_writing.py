"""A text on its way: previewed, counted, sent once, and never lost, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from comments.models import Comment
from comments.text import length_of
from tests.browser.steps import answer_to, both_ways, comment_saying, send, sign_in, write
from tests.factories import make_article, make_comment, make_member

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = "Half of the piers stand under water."
LETTERS = [
    "Pier",
    "👩‍🚀🇳🇱🇧🇪👍🏽",
    "e\N{COMBINING ACUTE ACCENT}o\N{COMBINING DIAERESIS}",
    "नमस्ते दुनिया",
    "مَرحَبًا بِكُم",
    "☀\N{VARIATION SELECTOR-16} 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
]


@pytest.fixture
def article():
    return make_article(headline="The ferry stops in June")


@both_ways
def test_a_preview_shows_the_text_as_it_will_look_and_posts_nothing(visit, article, javascript):
    page = visit(article.get_absolute_url(), javascript=javascript)
    form = page.locator("form.composer")
    form.get_by_label("Your comment").fill("Past the **old** crane.")
    form.get_by_role("button", name="Preview").click()
    preview = page.get_by_role("region", name="Preview")
    expect(preview.locator("strong")).to_have_text("old")
    assert not Comment.objects.exists()

    expect(form.get_by_label("Your comment")).to_have_value(re.compile("crane"))
    write(form, "Past the **new** crane.", name="Mira")
    send(form)
    expect(comment_saying(page, "Past the new crane.")).to_be_visible()
    expect(preview).to_have_count(0)


def test_a_preview_of_an_answer_keeps_the_focus_on_its_button(visit, article):
    first = make_comment(article)
    page = visit(article.get_absolute_url())
    form = answer_to(page, first)
    form.locator("textarea").fill("- north side\n- south side")
    button = form.get_by_role("button", name="Preview")
    button.press("Enter")
    expect(form.get_by_role("region", name="Preview").get_by_role("listitem")).to_have_count(2)
    expect(button).to_be_focused()
    form.locator("textarea").fill(" ")
    button.click()
    expect(form.locator(".composer__preview")).to_contain_text("Write something first.")


def test_the_page_counts_letters_as_the_server_does_and_reads_out_the_last_ones(
    visit, article, settings
):
    settings.COMMENT_MAX_LENGTH = 20
    page = visit(article.get_absolute_url())
    field, left = page.get_by_label("Your comment"), page.locator(".composer output")
    for text in LETTERS:
        field.fill(text)
        expect(left).to_have_text(str(20 - length_of(text)))
    spoken = page.locator("[data-few-left]")
    field.fill("Pier four, no")
    expect(spoken).to_have_text("Characters left: 7")
    field.fill("Pier four, now")  # not with every letter
    expect(spoken).to_have_text("Characters left: 7")
    field.fill("Pier four, now and then")
    expect(spoken).to_have_text("Characters left: -3")


def test_control_and_enter_post_and_the_page_says_so(visit, article):
    page = visit(article.get_absolute_url())
    expect(page.get_by_text("No comments yet")).to_be_visible()
    write(page.locator("#composer"), "First.", name="Mira")
    page.get_by_label("Your comment").press("Control+Enter")
    expect(comment_saying(page, "First.")).to_be_visible()
    expect(page.locator("#discussion-news")).to_have_text("Comment posted.")
    expect(page.locator("#discussion-title")).to_have_text("1 comment")
    expect(page.get_by_text("No comments yet")).to_be_hidden()
    expect(page.locator("#composer textarea")).to_have_value("")
    assert page.evaluate("document.querySelector('#comments').contains(document.activeElement)")


def test_a_draft_outlives_signing_in_and_is_gone_once_posted(visit, article):
    member = make_member()
    page = visit(article.get_absolute_url())
    composer = page.locator("#composer")
    composer.get_by_label("Your comment").fill(KEPT)
    composer.get_by_role("link", name="Sign in instead").click()
    sign_in(page, member.username, at=page.url)
    expect(composer.get_by_label("Your comment")).to_have_value(KEPT)
    send(composer)
    expect(comment_saying(page, KEPT)).to_be_visible()
    page.goto(article.get_absolute_url())
    expect(composer.get_by_label("Your comment")).to_have_value("")


def test_a_draft_posted_from_a_page_of_its_own_is_gone_there_too(visit, article):
    first = make_comment(article)
    path = f"{first.get_absolute_url()}reply/"
    page = visit(path)
    form = page.locator("form.composer")
    write(form, KEPT, name="Mira")
    page.reload()
    expect(form.locator("textarea")).to_have_value(KEPT)
    write(form, KEPT, name="Mira")
    send(form)
    expect(comment_saying(page, KEPT)).to_be_visible()
    page.goto(path)
    expect(form.locator("textarea")).to_have_value("")


def test_a_failing_server_costs_no_text(visit, article, troubles):
    page = visit(article.get_absolute_url())
    composer = page.locator("#composer")
    page.route("**/comments/article/**", lambda route: route.fulfill(status=503))
    write(composer, KEPT, name="Mira")
    send(composer)
    expect(composer.get_by_role("alert")).to_contain_text("Your text is still in the box.")
    expect(composer.get_by_label("Your comment")).to_have_value(KEPT)
    page.unroute_all()
    page.reload()
    expect(composer.get_by_label("Your comment")).to_have_value(KEPT)
    assert all("503" in trouble for trouble in troubles)
    troubles.clear()


def test_a_lost_answer_and_a_second_try_make_one_comment(visit, article, troubles):
    page = visit(article.get_absolute_url())
    composer = page.locator("#composer")
    arrive_but_never_answer(page)
    write(composer, KEPT, name="Mira")
    send(composer)
    expect(composer.get_by_role("alert")).to_contain_text("Your text is still in the box.")
    troubles.clear()
    page.unroute_all()
    send(composer)
    expect(page.locator("#discussion-news")).to_contain_text("You had posted this already.")
    expect(comment_saying(page, KEPT)).to_have_count(1)
    assert Comment.objects.count() == 1


def arrive_but_never_answer(page):
    def lose(route):
        route.fetch()
        route.abort("connectionreset")

    page.route("**/comments/article/**", lose)


@both_ways
def test_an_ended_session_costs_no_text(visit, article, javascript):
    member = make_member()
    page = visit("/accounts/login/", javascript=javascript)
    sign_in(page, member.username, at=f"/accounts/login/?next={article.get_absolute_url()}")
    form = page.locator("form.composer")
    expect(form.get_by_text(member.username)).to_be_visible()
    page.context.clear_cookies()
    write(form, KEPT)
    send(form)
    expect(form.get_by_role("alert").first).to_contain_text("You are signed out.")
    expect(form.get_by_label("Your comment")).to_have_value(KEPT)
    write(form, KEPT, name="Mira")
    send(form)
    expect(comment_saying(page, KEPT).get_by_role("heading")).to_have_text("Mira")


@both_ways
def test_a_limit_costs_no_text(visit, article, settings, javascript):
    page = visit(article.get_absolute_url(), javascript=javascript)
    settings.ACCOUNT_RATE_LIMITS = {"comment": "1/m/key"}
    form = page.locator("form.composer")
    write(form, "The first goes through.", name="Mira")
    send(form)
    expect(comment_saying(page, "The first goes through.")).to_be_visible()
    write(form, KEPT, name="Mira")
    send(form)
    expect(page.get_by_text("Your text is kept.")).to_be_visible()
    expect(form.get_by_label("Your comment")).to_have_value(KEPT)


@both_ways
def test_an_answer_to_a_comment_just_removed_costs_no_text(visit, article, javascript):
    first, moderator = make_comment(article), make_member(group="Moderator")
    page = visit(article.get_absolute_url(), javascript=javascript)
    form = answer_to(page, first)
    write(form, KEPT, name="Mira")
    first.reject(code="off_topic", by=moderator)
    form = page.locator("form.composer").last
    send(form)
    expect(page.get_by_text("The comment you answer is no longer there.")).to_be_visible()
    expect(page.locator("form.composer").last.locator("textarea")).to_have_value(KEPT)


def test_an_answer_at_the_deepest_level_counts_and_stands_where_a_reload_shows_it(visit, article):
    chain = [make_comment(article)]
    while len(chain) < 6:
        chain.append(make_comment(parent=chain[-1]))
    deepest = chain[-1]
    page = visit(article.get_absolute_url())
    for text in (KEPT, "And the other half, too."):
        form = answer_to(page, deepest)
        write(form, text, name="Mira")
        send(form)
        answer = page.locator(".comment", has=page.locator("> .comment__box", has_text=text)).last
        expect(answer).to_be_focused()
        expect(answer).to_have_attribute("data-depth", "5")
        expect(answer.locator("> .comment__box")).to_contain_text(f"In reply to {deepest.name}")
        expect(page.locator("#discussion-news")).to_have_text("Comment posted.")
    before = order_and_indents(page)
    toggle = page.locator(f"#comment-{chain[0].pk} > .replies > summary")
    expect(toggle).to_have_accessible_name(f"7 replies to {chain[0].name}")
    page.goto(f"/comments/{chain[0].pk}/replies/")
    assert before == order_and_indents(page)


def order_and_indents(page):
    rows = page.locator(".comment[data-comment-id]")
    found = rows.evaluate_all("rows => rows.map((row) => [row.id, row.getBoundingClientRect().x])")
    return [(name, round(x - found[0][1])) for name, x in found]
