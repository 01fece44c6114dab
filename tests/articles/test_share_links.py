"""Links that show a draft to somebody outside: for a while, until revoked, never under embargo."""

import hashlib
import logging
import re
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.contents import content_of
from articles.models import Article, Event, ShareLink
from articles.writing import write
from newsportal.logs import LineFormatter
from tests.factories import make_article, make_author, make_topic, make_user

pytestmark = pytest.mark.django_db
SECRET = "The crest of the Telva"


def make_draft(**fields):
    known = {"headline": SECRET, "status": "draft", "published_at": None}
    return make_article(**known | fields)


def make_link(article=None, *, days=7, **about):
    """The link and where it leads."""
    article = article or make_draft()
    link, token = ShareLink.objects.make(article, days=days, by=make_user(), **about)
    return link, reverse("articles:preview", args=[token])


def seen(page):
    return re.sub(r"preview(/|%2F)[\w-]+", "", page.content.decode())


def test_somebody_outside_reads_the_draft_without_an_account(client):
    article = make_draft(authors=[make_author(name="Rhea Alder")], topics=[make_topic()])
    link, address = make_link(article)
    page = client.get(address)
    assert page.status_code == 200
    text = page.content.decode()
    assert SECRET in text
    assert "Rhea Alder" in text
    assert "not published yet" in text
    assert "<form" not in text  # without a referrer a browser can't say where it came from


def test_nobody_keeps_or_finds_or_passes_on_the_page(client):
    _link, address = make_link()
    page = client.get(address)
    assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"] == "private, no-store"
    assert "unsafe" not in page["Content-Security-Policy"]
    assert not page.cookies
    assert b'name="robots" content="noindex' in page.content
    assert b"canonical" not in page.content
    assert "Disallow: /preview/" in client.get("/robots.txt").content.decode()


def test_the_token_is_long_and_only_its_hash_is_kept():
    link, address = make_link()
    token = address.split("/")[-2]
    assert len(token) >= 43
    assert link.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(ShareLink.objects.values().get())


@pytest.mark.parametrize("end", ["wrong", "revoked", "expired", "unpublished"])
def test_a_link_that_opens_nothing_answers_like_any_other(client, end):
    link, address = make_link()
    if end == "wrong":
        address = reverse("articles:preview", args=["A" * 43])
    if end == "revoked":
        link.revoke(by=make_user())
    if end == "expired":
        ShareLink.objects.update(expires_at=timezone.now())
    if end == "unpublished":
        Article.objects.update(status="unpublished")
    page = client.get(address)
    assert page.status_code == 404
    # But for the address, which stands where one signs in.
    assert seen(page) == seen(client.get("/preview/nothing/"))


@pytest.mark.parametrize("days", [1, 7, 30])
def test_a_link_ends_when_it_said(client, days):
    _link, address = make_link(days=days)
    with time_machine.travel(timezone.now() + timedelta(days=days, seconds=-5)):
        assert client.get(address).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=days, seconds=5)):
        assert client.get(address).status_code == 404


def test_under_embargo_it_says_until_when_and_nothing_else(client):
    until = timezone.now() + timedelta(days=1)
    _link, address = make_link(make_draft(embargo_until=until))
    page = client.get(address)
    assert page.status_code == 403
    assert SECRET not in page.content.decode()
    assert "under embargo" in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    with time_machine.travel(until):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("verb", ["publish", "retract"])
def test_once_published_it_leads_to_the_article(client, verb):
    article = make_draft()
    _link, address = make_link(article)
    article.publish()
    if verb == "retract":
        article.retract(text="It was wrong.")
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, article.get_absolute_url())


def test_a_scheduled_article_is_shown(client):
    article = make_draft()
    _link, address = make_link(article)
    article.publish(timezone.now() + timedelta(days=1))
    assert client.get(address).status_code == 200


def test_it_follows_the_article_or_stays_with_one_version(client):
    article = make_draft()
    write(article, content_of(article) | {"headline": "First"})
    _link, pinned = make_link(article, revision=article.revisions.first())
    _link, following = make_link(article)
    write(article, content_of(article) | {"headline": "Second"})
    assert b"First</h1>" in client.get(pinned).content
    assert b"Second</h1>" in client.get(following).content


def test_openings_are_counted_and_looking_at_the_head_is_not(client):
    link, address = make_link()
    client.get(address)
    client.get(address)
    client.head(address)
    link.refresh_from_db()
    assert link.opened == 2
    assert link.opened_at is not None


def test_a_post_does_nothing(client):
    _link, address = make_link()
    assert client.post(address).status_code == 405


def test_guessing_is_limited(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"share_link": "2/m/ip"}
    answers = [client.get(f"/preview/{n}/") for n in range(3)]
    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert answers[-1]["Retry-After"]


def test_the_token_is_in_no_log_line():
    _link, address = make_link()
    said = (address, quote(address, safe=""))
    record = logging.LogRecord("django", 30, "", 0, "Not Found: %s after %s", said, None)
    line = LineFormatter().format(record)
    assert "/preview/***/" in line
    assert address.split("/")[-2] not in line


def links_page(article):
    return reverse("admin:articles_article_links", args=[article.pk])


def make(client, article, **sent):
    return client.post(links_page(article), {"name": "A reviewer", "days": "7"} | sent)


def test_an_editor_makes_a_link_and_sees_its_address_once(client):
    article = make_draft()
    client.force_login(make_user(group="Editor"))
    page = make(client, article)
    address = page.context["address"]
    assert address in page.content.decode()
    token = address.split("/")[-2]
    assert token not in client.get(links_page(article)).content.decode()
    client.logout()
    assert SECRET in client.get(f"/preview/{token}/").content.decode()
    assert Event.objects.get().action == Event.Action.SHARED


def test_a_link_can_stay_with_this_version(client):
    article = make_draft()
    write(article, content_of(article) | {"headline": "First"})
    client.force_login(make_user(group="Editor"))
    make(client, article, is_pinned="1")
    assert ShareLink.objects.get().revision == article.revisions.first()


@pytest.mark.parametrize(
    "sent", [{"name": ""}, {"days": "365"}, {"days": "9" * 30}, {"name": "x\x00"}]
)
def test_a_wrong_form_comes_back(client, sent):
    article = make_draft()
    client.force_login(make_user(group="Editor"))
    assert make(client, article, **sent).status_code == 422
    assert not ShareLink.objects.exists()


def test_an_editor_revokes_a_link(client):
    link, address = make_link()
    client.force_login(make_user(group="Editor"))
    revoke = reverse("admin:articles_article_revoke", args=[link.article_id, link.pk])
    assert client.get(revoke).status_code == 405
    assert client.post(revoke).status_code == 302
    assert client.post(revoke).status_code == 302
    assert client.get(address).status_code == 404
    assert Event.objects.filter(action=Event.Action.REVOKED).count() == 1


def test_a_link_of_another_article_is_not_revoked(client):
    link, _address = make_link()
    client.force_login(make_user(group="Editor"))
    wrong = reverse("admin:articles_article_revoke", args=[make_draft(slug="b").pk, link.pk])
    assert client.post(wrong).status_code == 404


@pytest.mark.parametrize(
    ("group", "is_owner", "status"),
    [
        ("Contributor", False, 404),
        ("Contributor", True, 403),
        ("Author", False, 404),
        ("Author", True, 200),
        ("Editor", False, 200),
        ("Moderator", False, 403),
        ("Treasurer", False, 403),
    ],
)
def test_those_make_links_who_may_publish(client, group, is_owner, status):
    user = make_user(group=group)
    article = make_draft(owner=user if is_owner else None)
    client.force_login(user)
    assert client.get(links_page(article)).status_code == status
    assert make(client, article).status_code == status
    assert ShareLink.objects.exists() == (status == 200)


def test_the_number_of_statements_does_not_grow_with_the_links(client):
    article = make_draft()
    client.force_login(make_user(group="Editor"))
    counts = []
    for number in (1, 3):
        for _ in range(number):
            make_link(article)
        with CaptureQueriesContext(connection) as asked:
            client.get(links_page(article))
        counts.append(len(asked))
    assert counts[0] == counts[1]
