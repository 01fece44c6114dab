"""What moderators do at their desk, in their words, and what they find there."""

from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

from comments.models import Comment, Finding
from tests.factories import make_comment, make_member


def make_moderator(name="Kofi Osei"):
    first, last = name.split()
    return make_member(group="Moderator", first_name=first, last_name=last)


def make_waiting(article, *texts, name="Nele", **fields):
    """Held comments, the first of them the longest waiting; a list."""
    held = {"status": Comment.Status.PENDING, "name": name} | fields
    links = {"rule": "links", "outcome": "hold", "evidence": {"links": [], "number": 1}}
    return [make_comment(article, text=text, findings=[Finding(**links)], **held) for text in texts]


def enter(page, user, path):
    """Come as somebody who signed in before."""
    client, name = Client(), settings.SESSION_COOKIE_NAME
    client.force_login(user)
    place = {"domain": urlsplit(page.url).hostname, "path": "/"}
    cookie = {"name": name, "value": client.cookies[name].value, **place}
    page.context.add_cookies([cookie])
    page.goto(path)


def card(page, comment):
    return page.locator(f"#card-{comment.pk}")


def press(page, comment, name):
    """A button on its card."""
    card(page, comment).get_by_role("button", name=name, exact=False).first.click()


def open_reasons(page, comment):
    card(page, comment).locator("[data-reject] > summary").click()


def count_in(page, queue):
    return page.locator(f"#count-{queue}")


def person(page):
    return page.locator("#person")
