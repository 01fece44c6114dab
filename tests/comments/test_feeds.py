"""Atom feeds of an article's comments and of a thread."""

from datetime import timedelta

import pytest
from defusedxml.ElementTree import fromstring
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import rfc3339_date

from comments.feeds import ITEMS
from comments.models import Comment
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    """Stamps move at once: nothing is ever committed in these tests."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_: act())


def article_feed(article):
    return reverse("comments:article_feed", args=[article.pk])


def thread_feed(root):
    return reverse("comments:thread_feed", args=[root.pk])


def entries(response, name="summary"):
    return [
        entry.findtext(f"{ATOM}{name}")
        for entry in fromstring(response.content).iter(f"{ATOM}entry")
    ]


def test_the_feed_of_an_article_has_its_newest_comments_first(client):
    article = make_article()
    now = timezone.now()
    for minutes in range(ITEMS + 2):
        make_comment(article, text=f"n{minutes}", created_at=now - timedelta(minutes=minutes))
    make_comment(text="elsewhere")
    found = entries(client.get(article_feed(article)))
    assert found == [f'<p dir="auto">n{number}</p>' for number in range(ITEMS)]


def test_the_feed_of_a_thread_has_its_first_comment_and_all_that_answers_it(client):
    root = make_comment(text="root")
    reply = make_comment(parent=root, text="reply")
    make_comment(parent=reply, text="deeper")
    make_comment(root.article, text="another thread")
    found = entries(client.get(thread_feed(root)))
    assert found == [f'<p dir="auto">{text}</p>' for text in ("deeper", "reply", "root")]


def test_an_entry_says_who_wrote_where_and_when(client):
    article = make_article(headline="Ferry moves")
    comment = make_comment(article, name="Ines", email="ines@example.com")
    response = client.get(article_feed(article))
    entry = fromstring(response.content).find(f"{ATOM}entry")
    permalink = settings.SITE_URL + comment.get_absolute_url()
    assert entry.findtext(f"{ATOM}title") == "Ines on “Ferry moves”"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Ines"
    assert entry.findtext(f"{ATOM}id") == entry.find(f"{ATOM}link").get("href") == permalink
    assert entry.findtext(f"{ATOM}published") == rfc3339_date(comment.shown_at)
    assert "ines@example.com" not in response.content.decode()


def test_an_edit_changes_when_an_entry_was_updated_and_not_its_name(client):
    comment = make_comment(text="before")
    url = article_feed(comment.article)
    names, updated = entries(client.get(url), "id"), entries(client.get(url), "updated")
    Comment.objects.filter(pk=comment.pk).update(edited_at=timezone.now() + timedelta(minutes=5))
    comment.edit_text("after")
    response = client.get(url)
    assert entries(response, "id") == names
    assert entries(response) == ['<p dir="auto">after</p>']
    assert entries(response, "updated") >= updated


@pytest.mark.parametrize("status", [status for status in Comment.Status if status != 1])
def test_what_is_not_visible_is_in_no_feed(client, status):
    root = make_comment(text="shown")
    gone = make_comment(parent=root, text="secret", name="Hidden", status=status)
    make_comment(parent=gone, text="shown too")
    for url in (article_feed(root.article), thread_feed(root)):
        body = client.get(url).content.decode()
        assert "secret" not in body
        assert "Hidden" not in body
        assert "shown too" in body


def test_a_comment_hidden_a_moment_ago_is_gone_from_the_shared_feed(client):
    root = make_comment(text="gone soon")
    for url in (article_feed(root.article), thread_feed(root)):
        assert "gone soon" in client.get(url).content.decode()
    make_comment(parent=root, text="stays")
    root.reject(code="off_topic", by=make_user())
    for url in (article_feed(root.article), thread_feed(root)):
        assert entries(client.get(url)) == ['<p dir="auto">stays</p>']


def test_the_feed_of_a_removed_first_comment_does_not_name_its_writer(client):
    root = make_comment(name="Hidden")
    make_comment(parent=root)
    root.reject(code="off_topic", by=make_user())
    assert "Hidden" not in client.get(thread_feed(root)).content.decode()


def test_there_is_no_feed_of_what_readers_can_not_see(client):
    draft = make_article(status="draft")
    root = make_comment(draft)
    reply = make_comment(parent=make_comment())
    removed = make_comment(status=Comment.Status.REMOVED)
    urls = [article_feed(draft), thread_feed(root), thread_feed(reply), thread_feed(removed)]
    urls += [
        f"/comments/{path}/feed/"
        for path in ("9999", "article/9999", "9" * 30, f"article/{'9' * 30}")
    ]
    assert [client.get(url).status_code for url in urls] == [404] * len(urls)


def test_control_characters_and_markup_do_not_break_a_feed(client):
    article = make_article(headline="Brae\x08l <b>& co</b>")
    root = make_comment(article, name="A <i>\x0b", text="1 < 2 & \ufffe]]>")
    for url in (article_feed(article), thread_feed(root)):
        response = client.get(url)
        assert entries(response, "title") == ["A <i> on “Brael <b>& co</b>”"]
        assert entries(response) == ['<p dir="auto">1 &lt; 2 &amp; ]]&gt;</p>']


def test_links_to_members_lead_to_this_site_from_anywhere(client):
    make_user(username="ines")
    comment = make_comment(text="@ines https://x.example/")
    [html] = entries(client.get(article_feed(comment.article)))
    assert f'href="{settings.SITE_URL}/comments/people/ines/"' in html
    assert 'href="https://x.example/"' in html


def test_words_that_look_like_a_link_stay_what_they_are(client):
    comment = make_comment(text='Write href="/path" there.')
    assert entries(client.get(article_feed(comment.article))) == [comment.body_html]


def test_a_feed_names_itself_whatever_host_asked(client):
    root = make_comment()
    for url in (article_feed(root.article), thread_feed(root)):
        body = client.get(url, headers={"Host": "localhost"}).content.decode()
        assert f'href="{settings.SITE_URL}{url}" rel="self"' in body
        assert "localhost" not in body


def test_a_feed_is_shared_and_answers_304(client):
    root = make_comment()
    for url in (article_feed(root.article), thread_feed(root)):
        response = client.get(url)
        assert response["Content-Type"].startswith("application/atom+xml")
        assert response["Cache-Control"].startswith("public")
        assert not response.cookies
        assert client.get(url, headers={"If-None-Match": response["ETag"]}).status_code == 304


@pytest.mark.parametrize("number", [1, 12])
def test_a_feed_costs_the_same_for_one_comment_and_for_many(
    client, number, django_assert_num_queries
):
    root = make_comment()
    for _ in range(number):
        make_comment(parent=root)
    with django_assert_num_queries(2):
        client.get(article_feed(root.article))
    with django_assert_num_queries(3):
        client.get(thread_feed(root))


def test_the_article_page_names_the_feed_of_its_comments(client):
    article = make_article()
    body = client.get(article.get_absolute_url()).content.decode()
    absolute = f'href="{settings.SITE_URL}{article_feed(article)}"'
    assert 'type="application/atom+xml"' in body
    assert absolute in body
    assert f'href="{article_feed(article)}"' in body


def test_the_page_of_a_thread_names_its_feed(client):
    root = make_comment()
    reply = make_comment(parent=root)
    body = client.get(reverse("comments:replies", args=[root.pk])).content.decode()
    assert f'href="{settings.SITE_URL}{thread_feed(root)}"' in body
    assert f'href="{thread_feed(root)}"' in body
    assert "/feed/" not in client.get(reverse("comments:thread", args=[reply.pk])).content.decode()


def test_a_preview_for_the_newsroom_names_no_feed(client):
    client.force_login(make_user(group="Editor"))
    article = make_article(status="draft")
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    assert article_feed(article) not in response.content.decode()
