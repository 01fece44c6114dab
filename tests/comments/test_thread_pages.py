"""What readers see of a discussion: threads, sorts, pages, permalinks, what is gone."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments.models import Comment, Discussion
from tests.factories import make_article, make_author, make_comment, make_user, mark_spam, reject

SHARED = "public, max-age=0"


def ids_on(page):
    return [int(part.split('"')[0]) for part in page.split('data-comment-id="')[1:]]


def queries_of(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(address)
    return len(captured)


def test_an_article_without_comments_invites_the_first(client, db):
    page = client.get(make_article().get_absolute_url()).text
    assert "0 comments" in page
    assert "No comments yet" in page
    assert "Sort comments" not in page


def test_comments_are_counted_and_nested(client, db):
    root = make_comment()
    reply = make_comment(parent=root)
    page = client.get(root.article.get_absolute_url()).text
    assert "2 comments" in page
    assert f'id="comment-{root.pk}" data-comment-id="{root.pk}" data-depth="0"' in page
    assert f'id="comment-{reply.pk}" data-comment-id="{reply.pk}" data-depth="1"' in page


@pytest.mark.parametrize(
    ("number", "label"), [(0, "Comments"), (1, "1 comment"), (2, "2 comments")]
)
def test_the_head_of_an_article_leads_to_its_comments_and_counts_them(client, db, number, label):
    article = make_article()
    for _ in range(number):
        make_comment(article)
    page = client.get(article.get_absolute_url()).text
    assert re.search(rf'<a [^>]*href="#comments">\s*{label}\s*</a>', page)


def test_an_article_with_comments_asks_the_database_six_times(client, db):
    address = make_comment(parent=make_comment()).article.get_absolute_url()
    assert queries_of(client, address) == 6


@pytest.mark.parametrize(
    "address",
    [
        lambda root: root.article.get_absolute_url(),
        lambda root: reverse("comments:thread", args=[root.pk]),
        lambda root: reverse("comments:replies", args=[root.pk]),
    ],
)
def test_every_list_that_is_opened_is_closed(client, db, address):
    root = make_comment()
    deep = root
    for _ in range(9):
        deep = make_comment(parent=deep)
    make_comment(parent=root)
    make_comment(root.article)
    page = client.get(address(root)).text
    for tag in ("ol", "li", "details", "article"):
        assert len(re.findall(rf"<{tag}\b", page)) == page.count(f"</{tag}>")


@pytest.mark.parametrize(
    ("sort", "order"), [("oldest", "abc"), ("newest", "cba"), ("votes", "bac"), ("x' OR 1", "abc")]
)
def test_threads_follow_the_chosen_order(client, db, sort, order):
    article = make_article()
    now = timezone.now()
    made = {
        name: make_comment(article, created_at=now - timedelta(hours=3 - age))
        for age, name in enumerate("abc")
    }
    for name, value in (("b", 1), ("c", -1)):
        client.post(reverse("comments:vote", args=[made[name].pk]), {"value": value})
    client.cookies.clear()
    page = client.get(article.get_absolute_url(), {"sort": sort}).text
    assert ids_on(page) == [made[name].pk for name in order]


def test_the_chosen_order_is_marked_among_links(client, db):
    comment = make_comment()
    page = client.get(comment.article.get_absolute_url(), {"sort": "votes"}).text
    marked = re.findall(r'id="sort-(\w+)"[^>]*aria-current="true"', page)
    assert marked == ["votes"]


def test_further_threads_are_a_link_away(client, db):
    article = make_article()
    made = [make_comment(article).pk for _ in range(25)]
    first = client.get(article.get_absolute_url()).text
    link = first.split("?sort=oldest&amp;after=")[1].split("#")[0]
    second = client.get(f"{article.get_absolute_url()}?sort=oldest&after={link}").text
    assert ids_on(first) + ids_on(second) == made
    assert "Show more comments" not in second


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 400, "None", "%00", "' OR 1=1", "1_2_3"])
def test_a_cursor_that_is_none_shows_the_first_page(client, db, after):
    comment = make_comment()
    response = client.get(comment.article.get_absolute_url(), {"after": after})
    assert response.status_code == 200
    assert ids_on(response.text) == [comment.pk]


def test_a_long_thread_is_shortened_and_whole_on_its_own_page(client, db):
    root = make_comment()
    replies = [make_comment(parent=root) for _ in range(8)]
    page = client.get(root.article.get_absolute_url()).text
    assert "3 more replies" in page
    thread = client.get(reverse("comments:replies", args=[root.pk])).text
    assert ids_on(thread) == [root.pk, *(reply.pk for reply in replies)]


def test_htmx_gets_the_thread_alone(client, db):
    root = make_comment()
    page = client.get(
        reverse("comments:replies", args=[root.pk]), headers={"HX-Request": "true"}
    ).text
    assert "<html" not in page
    assert ids_on(page) == [root.pk]


def test_sixty_levels_are_readable(client, db):
    chain = [make_comment(text="Level 0 begins.")]
    for level in range(1, 61):
        chain.append(
            make_comment(parent=chain[-1], text=f"Level {level} says.", name=f"Step {level}")
        )
    page = client.get(reverse("comments:replies", args=[chain[0].pk])).text
    rest = page.split("after=")[1].split('"')[0]
    page += client.get(reverse("comments:replies", args=[chain[0].pk]) + f"?after={rest}").text
    assert all(f"Level {level} says." in page for level in range(1, 61))
    assert 'data-depth="6"' not in page


def test_a_thread_goes_on_with_what_it_answers_and_what_answers_it(client, db):
    root = make_comment()
    chosen = make_comment(parent=root)
    below = make_comment(parent=chosen)
    make_comment(parent=root)
    page = client.get(reverse("comments:thread", args=[chosen.pk])).text
    assert ids_on(page) == [root.pk, chosen.pk, below.pk]
    assert page.count("comment--chosen") == 1
    assert f'href="{chosen.get_absolute_url()}?sort=oldest"' in page


@pytest.mark.parametrize("name", ["comment", "thread", "replies", "reply"])
@pytest.mark.parametrize("pk", [0, 10**9, 10**18, 10**30])
def test_a_comment_that_never_was_is_not_found(client, db, name, pk):
    assert client.get(reverse(f"comments:{name}", args=[pk])).status_code == 404


def test_comments_of_an_article_that_is_not_public_are_not_found(client, db):
    comment = make_comment()
    comment.article.unpublish()
    for name in ("comment", "thread", "replies", "reply"):
        assert client.get(reverse(f"comments:{name}", args=[comment.pk])).status_code == 404


@pytest.mark.parametrize("verb", [reject, mark_spam])
def test_the_text_of_a_removed_comment_leaves_every_page_and_replies_stay(
    client, db, verb, django_capture_on_commit_callbacks
):
    comment = make_comment(text="Words to remove", name="Rude Person")
    reply = make_comment(parent=comment, text="A fair answer")
    addresses = [
        comment.article.get_absolute_url(),
        comment.get_absolute_url(),
        reply.get_absolute_url(),
        reverse("comments:thread", args=[comment.pk]),
        reverse("comments:thread", args=[reply.pk]),
        reverse("comments:replies", args=[comment.pk]),
        reverse("comments:reply", args=[comment.pk]),
        reverse("articles:front"),
    ]
    for address in addresses:
        client.get(address, follow=True)
    with django_capture_on_commit_callbacks(execute=True):
        verb(comment, by=make_user(group="Moderator"))
    pages = [client.get(address, follow=True).text for address in addresses]
    assert not [page for page in pages if "Words to remove" in page or "Rude Person" in page]
    assert all("A moderator removed this comment." in page for page in pages[:6])
    assert all("A fair answer" in page for page in pages[:6])


def test_a_removed_comment_without_replies_is_gone(client, db):
    comment = make_comment()
    comment.reject(code="off_topic", by=make_user(group="Moderator"))
    assert client.get(comment.get_absolute_url()).status_code == 410
    assert ids_on(client.get(comment.article.get_absolute_url()).text) == []


def test_what_its_author_erased_says_so(client, db):
    comment = make_comment(text="Words to forget")
    make_comment(parent=comment)
    comment.erase()
    page = client.get(comment.article.get_absolute_url()).text
    assert "Deleted by its author." in page
    assert "Words to forget" not in page


def test_an_edited_comment_says_so(client, db):
    comment = make_comment()
    comment.edit_text("Better words")
    assert ">edited</time>" in client.get(comment.article.get_absolute_url()).text


def test_the_author_of_the_article_the_staff_and_a_guest_are_told_apart(client, db):
    writer, staff = make_user(username="ines", group="Editor"), make_user(group="Moderator")
    article = make_article(authors=[make_author(user=writer)])
    make_comment(article, author=writer)
    make_comment(article, author=staff, is_official=True)
    make_comment(article)
    for address in (article.get_absolute_url(), Comment.objects.first().get_absolute_url()):
        page = client.get(address, follow=True).text
        assert '<span class="badge badge--author">Author</span>' in page
    page = client.get(article.get_absolute_url()).text
    assert page.count('<span class="badge badge--staff">Staff</span>') == 1
    assert page.count("<span>Guest</span>") == 1


def test_a_closed_discussion_can_be_read_and_not_joined(client, db):
    comment = make_comment()
    Discussion.objects.filter(article=comment.article).update(is_open=False)
    for address in (
        comment.article.get_absolute_url(),
        reverse("comments:thread", args=[comment.pk]),
    ):
        page = client.get(address).text
        assert ids_on(page) == [comment.pk]
        assert "<textarea" not in page
        assert "/reply/" not in page
    assert "Comments are closed" in client.get(comment.article.get_absolute_url()).text


def test_anonymous_pages_are_shared_and_carry_nothing_of_anybody(client, db):
    comment = make_comment()
    for address in (
        comment.article.get_absolute_url(),
        comment.article.get_absolute_url() + f"?comment={comment.pk}&sort=best",
        reverse("comments:thread", args=[comment.pk]),
        reverse("comments:replies", args=[comment.pk]),
    ):
        response = client.get(address)
        assert response.headers["Cache-Control"].startswith(SHARED)
        assert not response.cookies
        assert "csrfmiddlewaretoken" not in response.text


def test_a_new_comment_is_on_the_shared_page_at_once(
    client, db, django_capture_on_commit_callbacks
):
    article = make_article()
    client.get(article.get_absolute_url())
    with django_capture_on_commit_callbacks(execute=True):
        make_comment(article, text="News of the bridge")
    assert "News of the bridge" in client.get(article.get_absolute_url()).text


@pytest.mark.parametrize("name", ["article", "comment", "thread", "replies"])
def test_statements_do_not_grow_with_comments(client, db, settings, name):
    settings.SHARED_PAGE_SECONDS = 0
    root = make_comment(parent=None)
    make_comment(parent=root)
    address = (
        root.article.get_absolute_url()
        if name == "article"
        else reverse(f"comments:{name}", args=[root.pk])
    )
    for _ in range(2):  # the second asks once what the clock will publish
        client.get(address)
    few = queries_of(client, address)
    for _ in range(12):
        make_comment(parent=make_comment(root.article))
        make_comment(parent=root)
    assert queries_of(client, address) == few
