"""What stands on a single comment: marks, folds, what can be done with it."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import faces
from comments.models import Comment, Ignored, Vote
from comments.readers import Reader
from comments.times import microseconds
from tests.factories import make_article, make_author, make_comment, make_user
from tests.pages import elements

pytestmark = pytest.mark.django_db


def page_with(client, comment, query=""):
    return client.get(comment.article.get_absolute_url() + query).text


def row_on(page, comment):
    """The HTML of one comment without what hangs below it."""
    start = page.index(f'id="comment-{comment.pk}"')
    end = page.find("</article>", start)
    return page[page.rindex("<li", 0, start) : end]


def own_comment(client, **fields):
    member = make_user()
    client.force_login(member)
    return make_comment(author=member, reader=Reader(user=member).key, **fields)


def judge(comment, *, up=0, down=0):
    for value in [1] * up + [-1] * down:
        comment.cast_vote(uuid4(), value)


def test_a_members_name_leads_to_their_page_and_a_guests_nowhere(client):
    member = make_comment(author=make_user())
    guest = make_comment(member.article)
    page = page_with(client, member)
    address = reverse("comments:person_by_number", args=[member.author_id])
    assert f'href="{address}"' in row_on(page, member)
    assert "/people/" not in row_on(page, guest)
    assert "<span>Guest</span>" in row_on(page, guest)
    assert "Guest</span>" not in row_on(page, member)


@pytest.mark.parametrize(
    ("fields", "badge"),
    [
        ({"is_official": True}, '<span class="badge badge--staff">Staff</span>'),
        ({"featured_at": timezone.now()}, '<span class="badge badge--featured">Featured</span>'),
    ],
)
def test_marks_are_words(client, fields, badge):
    comment = make_comment(author=make_user(), **fields)
    plain = make_comment(comment.article)
    page = page_with(client, comment)
    assert badge in row_on(page, comment)
    assert "badge" not in row_on(page, plain)


def test_the_author_of_the_article_is_called_so(client):
    writer = make_user()
    article = make_article(authors=[make_author(user=writer)])
    comment = make_comment(article, author=writer, is_official=True)
    row = row_on(page_with(client, comment), comment)
    assert ">Author</span>" in row
    assert ">Staff</span>" not in row


def test_edited_leads_to_the_earlier_texts(client):
    comment = make_comment()
    Comment.objects.update(edited_at=timezone.now())
    row = row_on(page_with(client, comment), comment)
    assert f'href="{comment.get_absolute_url()}history/"' in row
    assert ">edited</time>" in row


def test_share_is_a_link_to_the_comment(client):
    comment = make_comment()
    row = row_on(page_with(client, comment), comment)
    assert re.search(rf'href="{comment.get_absolute_url()}" rel="nofollow" data-share>Share<', row)


def test_the_writer_alone_can_edit_and_delete(client):
    comment = own_comment(client)
    stranger = make_comment(comment.article)
    page = page_with(client, comment)
    edit, delete = (f'href="{comment.get_absolute_url()}{verb}/"' for verb in ("edit", "delete"))
    own = row_on(page, comment)
    assert edit in own
    assert delete in own
    assert "10 min left" in own
    assert "/edit/" not in row_on(page, stranger)
    assert "/delete/" not in row_on(page, stranger)
    client.logout()
    page = page_with(client, comment)
    assert "/edit/" not in page
    assert "/delete/" not in page


def test_after_the_time_for_edits_a_comment_can_still_be_deleted(client):
    comment = own_comment(client, created_at=timezone.now() - timedelta(hours=1))
    row = row_on(page_with(client, comment), comment)
    assert "/edit/" not in row
    assert "/delete/" in row


def test_the_own_comment_says_why_its_buttons_are_disabled(client):
    comment = own_comment(client)
    row = row_on(page_with(client, comment), comment)
    assert row.count(" disabled>") == 2
    assert "You can't vote for your own comment." in unescape(row)


def test_a_vote_that_waits_says_so_to_its_voter_alone(client):
    comment = make_comment()
    client.post(reverse("comments:vote", args=[comment.pk]), {"value": 1})
    Vote.objects.update(standing=Vote.Standing.HELD)
    assert "It counts once a moderator has looked." in page_with(client, comment)
    client.cookies.clear()
    assert "moderator has looked" not in page_with(client, comment)


def test_buttons_have_their_counts_in_their_names(client):
    comment = make_comment()
    judge(comment, up=12, down=3)
    row = row_on(page_with(client, comment), comment)
    assert 'aria-label="Vote up, 12"' in row
    assert 'aria-label="Vote down, 3"' in row
    assert '<bdi dir="ltr">9</bdi>' in row


def test_votes_are_shown_apart_where_the_site_wants_it(client, settings):
    comment = make_comment()
    judge(comment, up=12, down=3)
    together = page_with(client, comment)
    settings.COMMENTS_VOTES_APART = True
    settings.SHARED_PAGE_SECONDS = 0
    client.force_login(make_user())
    assert '<bdi dir="ltr">12 | −3</bdi>' in page_with(client, comment)
    assert "12 | −3" not in together


@pytest.mark.parametrize(("score", "is_folded"), [(-4, False), (-5, True), (-12, True)])
def test_a_comment_many_voted_down_starts_folded_with_all_inside(client, score, is_folded):
    comment = make_comment(name="Ferryman", text="Not so.")
    reply = make_comment(parent=comment)
    judge(comment, down=-score)
    row = row_on(page_with(client, comment), comment)
    assert ('<details class="comment__hidden">' in row) is is_folded
    words = f"Comment by <bdi>Ferryman</bdi> hidden, score −{-score}"
    assert (words in row) is is_folded
    assert "Not so." in row
    assert f'id="up-{comment.pk}"' in row
    assert f'href="{comment.get_absolute_url()}reply/"' in row
    assert f'id="comment-{reply.pk}"' in page_with(client, comment)


def test_a_folded_comment_that_was_asked_for_is_open(client):
    comment = make_comment()
    judge(comment, down=6)
    row = row_on(page_with(client, comment, f"?comment={comment.pk}"), comment)
    assert '<details class="comment__hidden" open>' in row
    assert "comment--chosen" in row


def test_the_writer_sees_the_own_comment_unfolded(client):
    comment = own_comment(client)
    judge(comment, down=6)
    assert "comment__hidden" not in page_with(client, comment)


def test_who_is_ignored_is_folded_for_that_reader_alone(client):
    member, loud = make_user(), make_user()
    comment = make_comment(author=loud, name="Loud")
    said = make_comment(comment.article, author=loud, name="Loud", is_official=True)
    Ignored.objects.create(member=member, person=loud)
    client.force_login(member)
    page = page_with(client, comment)
    assert "You ignore <bdi>Loud</bdi>." in row_on(page, comment)
    assert "You ignore" not in row_on(page, said)
    client.logout()
    assert "You ignore" not in page_with(client, comment)


def test_each_comment_says_to_the_microsecond_when_it_appeared(client):
    moment = timezone.now().replace(microsecond=123457)
    comment = make_comment()
    gone = make_comment(comment.article)
    make_comment(parent=gone)
    gone.reject(code="off_topic", by=make_user())
    Comment.objects.filter(pk=comment.pk).update(shown_at=moment)
    page = page_with(client, comment)
    shown = microseconds(moment)
    assert shown % 1_000_000 == 123457
    assert f'data-shown="{shown}"' in row_on(page, comment)
    assert 'data-shown="0"' in row_on(page, gone)


def test_a_thread_with_replies_can_be_leapt_over(client):
    root = make_comment()
    make_comment(parent=make_comment(parent=root))
    lonely = make_comment(root.article)
    page = page_with(client, root)
    assert f'<a class="comment__skip" href="#end-{root.pk}">Next thread</a>' in page
    assert page.count("comment__skip") == 1
    end = page.index(f'id="end-{root.pk}"')
    assert page.index(f'id="comment-{root.pk}"') < end < page.index(f'id="comment-{lonely.pk}"')


def test_the_line_of_a_thread_says_whose_replies_it_folds(client):
    root = make_comment(name="Mara L.")
    make_comment(parent=make_comment(parent=root, name="Tomas"))
    page = page_with(client, root)
    assert 'aria-label="2 replies to Mara L."' in page
    assert 'aria-label="1 reply to Tomas"' in page


def test_replies_to_what_was_removed_are_named_after_that(client):
    root = make_comment(name="Rude Person")
    make_comment(parent=root)
    root.reject(code="off_topic", by=make_user())
    assert 'aria-label="1 reply to Removed comment"' in page_with(client, root)


def test_where_the_indent_ends_a_reply_says_whom_it_answers(client):
    chain = [make_comment(name="Step 0")]
    for depth in range(1, 8):
        chain.append(make_comment(parent=chain[-1], name=f"Step {depth}"))
    page = client.get(reverse("comments:replies", args=[chain[0].pk])).text
    apart = row_on(page, chain[7])
    assert "comment--apart" in apart
    assert f'<a href="#comment-{chain[6].pk}"><bdi>Step 6</bdi></a>' in apart
    assert "comment--apart" not in row_on(page, chain[3])


def test_a_long_comment_offers_to_read_on_and_is_whole_in_the_page(client):
    long = make_comment(text="Word and word. " * 120 + "The end.")
    short = make_comment(long.article)
    page = page_with(client, long)
    assert "data-read-on" in row_on(page, long)
    assert "The end." in row_on(page, long)
    assert "data-read-on" not in row_on(page, short)


def test_a_long_comment_that_was_asked_for_is_not_cut(client):
    comment = make_comment(text="Word and word. " * 120)
    row = row_on(page_with(client, comment, f"?comment={comment.pk}"), comment)
    assert "comment__body--long" not in row
    assert "data-read-on" not in row


@pytest.mark.parametrize(
    ("html", "is_long"),
    [
        ("<p>Word.</p>", False),
        (f"<p>{'a' * 1200}</p>", False),
        (f"<p>{'a' * 1201}</p>", True),
        (f'<p><a href="https://example.com/{"x" * 1300}">short</a></p>', False),
        ("\n".join(["<p>a</p>"] * 14), False),
        ("\n".join(["<p>a</p>"] * 15), True),
    ],
)
def test_long_is_what_takes_much_of_a_page(html, is_long):
    assert faces.is_long(html) is is_long


def test_no_id_is_on_the_page_twice(client):
    member = make_user()
    client.force_login(member)
    root = own_comment(client)
    for _ in range(8):
        make_comment(parent=make_comment(parent=root))
    long = make_comment(root.article, text="Word. " * 400)
    judge(long, down=7)
    make_comment(parent=long)
    ids = [element["id"] for element in elements(page_with(client, root)) if "id" in element]
    assert sorted(set(ids)) == sorted(ids)


def test_every_comment_is_an_article_named_after_its_writer(client):
    comment = make_comment(name="Mara L.")
    make_comment(parent=comment)
    page = elements(page_with(client, comment))
    ids = {element.get("id") for element in page}
    named = [e["aria-labelledby"] for e in page if e.get("class") == "comment__box"]
    assert len(named) == 2
    assert set(named) <= ids


HOSTILE = '"><script>alert(1)</script>'


def test_a_hostile_name_is_text_wherever_it_stands(client):
    comment = make_comment(name=HOSTILE)
    make_comment(parent=comment)
    judge(comment, down=5)
    page = page_with(client, comment)
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert") >= 4  # name, fold, line of the thread, in reply to


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (Comment.Status.REMOVED, "Removed comment"),
        (Comment.Status.SPAM, "Removed comment"),
        (Comment.Status.ERASED, "Deleted comment"),
        (Comment.Status.PENDING, "Waiting comment"),
    ],
)
def test_what_is_gone_says_how(status, title):
    comment = Comment(status=status)
    assert faces.gone_title(comment) == title
    assert faces.gone_text(comment)
