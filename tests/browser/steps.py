"""What readers and staff do on a page, in their words."""

from time import monotonic, sleep

import pytest

from tests.factories import PASSWORD

# Where the phrase lies in the paragraph that has these words: left, right and the middle of its line.
ENDS_OF_PHRASE = """([quote, words]) => {
    const block = [...document.querySelectorAll("p")].find((each) => each.textContent.includes(words));
    const text = block.firstChild, range = document.createRange(), start = text.data.indexOf(quote);
    block.scrollIntoView({ block: "center" });
    range.setStart(text, start);
    range.setEnd(text, start + quote.length);
    const { left, right, y, height } = range.getBoundingClientRect();
    return [left, right, y + height / 2];
}"""
both_ways = pytest.mark.parametrize(
    "javascript", [True, False], ids=["with_scripts", "without_scripts"]
)


def write(form, text, *, name="", email="mira@example.com"):
    """Fill in a comment form; a member has no name to give."""
    form.locator("textarea").fill(text)
    if name:
        form.get_by_label("Name", exact=True).fill(name)
        form.get_by_label("E-mail", exact=True).fill(email)


def send(form):
    form.get_by_role("button", name="Post").click()


def comment_saying(page, text):
    """One comment's own box, without its replies."""
    return page.locator(".comment__box", has_text=text)


def answer_to(page, comment):
    """Follow its Reply link; gives the form that opens below it or on a page of its own."""
    page.locator(f"#comment-{comment.pk} > .comment__box").get_by_role("link", name="Reply").click()
    return page.locator("form.composer", has=page.get_by_label(f"Reply to {comment.name}"))


def threads(page):
    """The texts of the first-level comments, from top to bottom."""
    return page.locator("#comment-list > .comment > .comment__box > .comment__body")


def select(page, quote, words):
    """Draw the mouse over a phrase of a paragraph."""
    left, right, line = page.evaluate(ENDS_OF_PHRASE, [quote, words])
    page.mouse.move(left, line)
    page.mouse.down()
    page.mouse.move(right, line, steps=4)
    page.mouse.up()


def sign_in(page, name, password=PASSWORD, *, at="/accounts/login/"):
    page.goto(at)
    page.get_by_label("Name or e-mail address").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def until(condition, *, seconds=10):
    """Wait for what the server does after its answer."""
    deadline = monotonic() + seconds
    while not condition():
        assert monotonic() < deadline, "it never happened"
        sleep(0.02)
