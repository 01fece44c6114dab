"""A look at the comment that a reply answers, without going there."""

import pytest
from django.urls import reverse

from comments.excerpts import excerpt
from comments.models import Comment
from tests.factories import edit_and_hold, make_comment, make_user, mark_spam, reject

SPOILER = '<details class="spoiler"><summary>End</summary>\n<p>She won.</p>\n</details>'


def glance_at(client, comment):
    return client.get(reverse("comments:glance", args=[comment.pk]))


def test_a_glance_tells_the_name_and_how_the_comment_begins(client, db):
    comment = make_comment(name="Mara L.", text="The *pillar* & the ford. " + "More. " * 100)
    page = glance_at(client, comment).text
    assert '<bdi class="glance__name">Mara L.</bdi>' in page
    assert "The pillar &amp; the ford. More." in page
    assert "…</span>" in page
    assert len(page) < 500


def test_glances_are_shared_and_carry_nothing_of_anybody(client, db):
    response = glance_at(client, make_comment())
    assert response.headers["Cache-Control"].startswith("public, max-age=0")
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert not response.cookies


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        (reject, "A moderator removed this comment."),
        (mark_spam, "A moderator removed this comment."),
        (lambda comment, by: comment.erase(), "Deleted by its author."),
    ],
)
def test_of_a_comment_that_is_gone_only_that_is_told(
    client, db, verb, words, django_capture_on_commit_callbacks
):
    comment = make_comment(text="Words to remove", name="Rude Person")
    make_comment(parent=comment)
    glance_at(client, comment)
    with django_capture_on_commit_callbacks(execute=True):
        verb(comment, by=make_user())
    page = glance_at(client, comment).text
    assert words in page
    assert "Words to remove" not in page
    assert "Rude Person" not in page


def test_of_a_comment_that_waits_below_its_answers_only_that_is_told(client, db):
    comment = make_comment(text="Words", name="Mara L.")
    make_comment(parent=comment)
    edit_and_hold(comment, "Words that wait")
    page = glance_at(client, comment).text
    assert "A moderator has not read this comment yet." in page
    assert "Words" not in page
    assert "Mara" not in page


def test_waiting_and_unlisted_comments_and_drafts_are_not_found(client, db):
    waiting = make_comment(status=Comment.Status.PENDING)
    gone, unpublished = make_comment(), make_comment()
    gone.reject(code="off_topic", by=make_user())
    unpublished.article.unpublish()
    for comment in (waiting, gone, unpublished):
        assert glance_at(client, comment).status_code == 404


@pytest.mark.parametrize("pk", [0, 10**9, 10**18, 10**30])
def test_a_comment_that_never_was_is_not_found(client, db, pk):
    assert client.get(reverse("comments:glance", args=[pk])).status_code == 404


def test_a_glance_is_only_looked_at(client, db):
    address = reverse("comments:glance", args=[make_comment().pk])
    assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("", ""),
        ("<p>One</p>\n<p>two<br>\nthree</p>", "One two three"),
        ("<p>re<em>mark</em>able &lt;b&gt; &amp; more</p>", "remarkable <b> & more"),
        (f"<p>Read.</p>\n{SPOILER}\n<p>Done.</p>", "Read. … Done."),
        (f"<p>Read.</p>\n<details><p>a</p>{SPOILER}<p>b</p></details>", "Read. …"),
        ("<p>" + "a" * 300 + "</p>", "a" * 199 + "…"),
    ],
)
def test_an_excerpt_is_plain_and_keeps_what_is_hidden(html, words):
    assert excerpt(html) == words


def test_nothing_of_deep_spoilers_is_told():
    deep = "<details><p>secret</p>" * 2000 + "</details>" * 2000
    assert excerpt(f"{deep}<p>After.</p>") == "… After."


def test_an_excerpt_ends_with_a_whole_word():
    assert excerpt("<p>The gauge at the lower bridge</p>", 20) == "The gauge at the…"
    assert excerpt("<p>水位計は橋の下にあります</p>", 8) == "水位計は橋の下…"
