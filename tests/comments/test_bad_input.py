"""Whatever is sent to whatever address of a discussion, by whomever: an answer, never a failure.

The addresses are read from comments/urls.py, so a new one is tried as well.
"""

import socket
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern

from comments.models import Comment
from comments.readers import Reader
from comments.urls import urlpatterns
from tests.comments.garbage import (
    ADA,
    FORMS,
    HEADERS,
    NUMBERS,
    QUERIES,
    RAW,
    WORDS,
    encoded,
)
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
FORM_TYPE = "application/x-www-form-urlencoded"
ANSWERS = {200, 204, 301, 302, 303, 304, 400, 403, 404, 405, 410, 413, 422, 429}

everywhere = pytest.mark.parametrize("pattern", urlpatterns, ids=lambda each: each.name)


@pytest.fixture(autouse=True)
def _no_limits(settings):
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture(name="comments")
def _comments():
    """One in every state, the first a guest's own, below an article; and one below a draft."""
    own = make_comment(make_article())
    states = [make_comment(parent=own, status=status) for status in Comment.Status]
    return [own, *states, make_comment(make_article(status="draft"))]


def somebody(who, own):
    """A client that raises nothing, as a server would."""
    client = Client(raise_request_exception=False)
    if who == "guest":
        reader = Reader(guest_id=uuid4().hex)
        Comment.objects.filter(pk=own.pk).update(reader=reader.key)
        client.cookies.update(reader.keep_in(HttpResponse()).cookies)
    if who == "moderator":
        client.force_login(make_user(is_superuser=True, is_staff=True))
    return client


def paths_of(pattern, comments):
    """Every address a pattern stands for, with good and bad values in its place."""
    numbers = [*(comment.pk for comment in comments), comments[0].article_id, *NUMBERS]
    if "article" in str(pattern.pattern):
        numbers = [comments[0].article_id, comments[-1].article_id, *NUMBERS]
    kinds = [type(each).__name__ for each in pattern.pattern.converters.values()]
    values = {"IntConverter": numbers, "StringConverter": WORDS}[kinds[0]] if kinds else [""]
    start, _, rest = str(pattern.pattern).partition("<")
    return [f"/comments/{start}{value}{rest.partition('>')[2]}" for value in values]


def failures(answers):
    """{what was sent: status} of what was not answered as it should be."""
    return {
        what: answer.status_code for what, answer in answers if answer.status_code not in ANSWERS
    }


def test_all_addresses_are_tried():
    assert all(isinstance(pattern, URLPattern) for pattern in urlpatterns)


@everywhere
@pytest.mark.parametrize("who", ["nobody", "guest", "moderator"])
def test_no_address_fails(pattern, who, comments):
    client, paths = somebody(who, comments[0]), paths_of(pattern, comments)
    tried = [(method, path) for path in paths for method in ("GET", "POST")]
    tried += [(method, paths[0]) for method in ("HEAD", "PUT", "DELETE", "OPTIONS", "QUERY")]
    assert failures((each, client.generic(*each)) for each in tried) == {}


@everywhere
def test_no_query_fails(pattern, comments):
    client, path = somebody("moderator", comments[0]), paths_of(pattern, comments)[0]
    assert failures((query, client.get(f"{path}?{query}")) for query in QUERIES) == {}


@pytest.mark.parametrize("who", ["nobody", "guest", "moderator"])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
def test_no_query_fails_on_an_article(who, headers, comments):
    client, path = somebody(who, comments[0]), comments[0].article.get_absolute_url()
    answers = ((query, client.get(f"{path}?{query}", headers=headers)) for query in QUERIES)
    assert failures(answers) == {}


@everywhere
@pytest.mark.parametrize(("who", "headers"), [("guest", {"HX-Request": "true"}), ("moderator", {})])
def test_no_form_fails(pattern, who, headers, comments):
    client, path = somebody(who, comments[0]), paths_of(pattern, comments)[0]
    answers = (
        (str(form)[:200], client.post(path, encoded(form), FORM_TYPE, headers=headers))
        for form in FORMS
    )
    assert failures(answers) == {}


@everywhere
def test_no_header_fails(pattern, comments):
    client, path = somebody("guest", comments[0]), paths_of(pattern, comments)[0]
    form = encoded({"text": "Yes.", "value": "1"} | ADA)
    answers = []
    for headers in HEADERS:
        answers.append((f"GET {headers}", client.get(path, headers=headers)))
        answers.append((f"POST {headers}", client.post(path, form, FORM_TYPE, headers=headers)))
    assert failures(answers) == {}


@pytest.mark.parametrize("raw", RAW)
def test_no_bytes_fail(raw, live_server):
    """As they come over the wire, without a client that tidies them."""
    server = urlsplit(live_server.url)
    with socket.create_connection((server.hostname, server.port), timeout=10) as connection:
        connection.sendall(raw.replace(b"HOST", server.netloc.encode()))
        connection.shutdown(socket.SHUT_WR)
        answer = connection.makefile("rb").readline().split()
    assert not answer or int(answer[1]) in ANSWERS | {411, 414, 431, 501, 505}
