"""Pages of threads: what is on them, in which order, at what price."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from comments.models import Comment, Discussion
from comments.reading import (
    SORTS,
    read_branch,
    read_page,
    read_thread,
)
from comments.reading import replies as replies_of_pages
from comments.rows import lay_out, row_of
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
START = datetime(2026, 9, 1, 12, tzinfo=UTC)
Status = Comment.Status


def at(minutes):
    return {"created_at": START + timedelta(minutes=minutes)}


def vote(comment, score):
    for _ in range(abs(score)):
        comment.cast_vote(uuid4(), 1 if score > 0 else -1)


def make_discussion():
    """Two threads: a (score 1) with a1 (0), a2 (3); below a1 a11; b (score 2)."""
    article = make_article()
    named = {"a": make_comment(article, name="a", **at(0))}
    for minutes, (name, parent) in enumerate(
        [("b", None), ("a1", "a"), ("a2", "a"), ("a11", "a1")]
    ):
        below = named.get(parent)
        named[name] = make_comment(article, parent=below, name=name, **at(minutes + 1))
    for name, score in {"a": 1, "b": 2, "a2": 3}.items():
        vote(named[name], score)
    return article, named


def names(page):
    return " ".join(row.name for row in page.rows)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("oldest", "a a1 a11 a2 b"),
        ("newest", "b a a2 a1 a11"),
        ("votes", "b a a2 a1 a11"),
        ("best", "b a a2 a1 a11"),
    ],
)
def test_threads_and_replies_follow_the_sort(sort, order):
    article, _ = make_discussion()
    assert names(read_page(article.pk, sort=sort)) == order


def test_an_unknown_sort_is_the_oldest_first():
    article, _ = make_discussion()
    assert names(read_page(article.pk, sort="'; --")) == "a a1 a11 a2 b"


def test_rows_say_how_they_nest():
    article, named = make_discussion()
    rows = read_page(article.pk).rows
    assert [(row.depth, row.opens, row.closes) for row in rows] == [
        (0, True, 0),
        (1, True, 0),
        (2, False, 1),
        (1, False, 1),
        (0, False, 0),
    ]
    assert [row.answered_name for row in rows] == ["", "a", "a1", "a", ""]
    assert [row.first_of_thread for row in rows] == [True, False, False, False, True]


def test_lists_are_balanced_where_a_page_begins_in_mid_thread():
    article, named = make_discussion()
    rows = read_page(article.pk).rows[2:]
    for row in rows:
        row.closes = 0
    lay_out(rows)
    assert [(row.opens, row.closes) for row in rows] == [(False, 0), (False, 0), (False, 0)]


@pytest.mark.parametrize("sort", SORTS)
def test_pages_follow_each_other_without_gaps(sort):
    article = make_article()
    for number in range(7):
        vote(make_comment(article, name=str(number), **at(number // 2)), number % 3)
    whole, after, found = names(read_page(article.pk, sort=sort)), None, []
    while after != "":
        page = read_page(article.pk, sort=sort, after=after, size=2)
        after = page.next_cursor
        found.append(names(page))
    assert " ".join(found) == whole
    assert len(found) == 4


@pytest.mark.parametrize(
    "cursor",
    ["x", "-", "1", "1_2_3_4_5", "9" * 30, f"{2**63}_1", f"{-(2**63)}_1", "9999999999999999999_1"]
    + ["1_٣", "1_2\n", "'; DROP", "\0", "9223372036854775807_1", "-9223372036854775807_1", "1_2_3"],
)
@pytest.mark.parametrize("sort", SORTS)
def test_a_cursor_that_is_none_of_ours_never_fails(sort, cursor):
    article, _ = make_discussion()
    read_page(article.pk, sort=sort, after=cursor)


@pytest.mark.parametrize("cursor", ["x", "1", "1_2_3_4", "9" * 30, "1_٣"])
def test_garbage_shows_the_first_page(cursor):
    article, _ = make_discussion()
    assert names(read_page(article.pk, after=cursor)) == "a a1 a11 a2 b"


@pytest.mark.parametrize("status", [Status.PENDING, Status.SPAM, Status.REMOVED, Status.ERASED])
def test_a_comment_that_is_not_visible_never_leaves_the_database(status):
    article, named = make_discussion()
    make_comment(article, name="secret", status=status)
    make_comment(parent=named["a"], name="secret", status=status)
    assert names(read_page(article.pk)) == "a a1 a11 a2 b"
    assert names(read_thread(named["a"].pk)) == "a a1 a11 a2"
    assert names(read_branch(named["a"])) == "a a1 a11 a2"


def test_a_tombstone_carries_neither_text_nor_name():
    article, named = make_discussion()
    named["a1"].reject(code="off_topic", by=None)
    [row] = [row for row in read_page(article.pk).rows if row.id == named["a1"].pk]
    assert (row.name, row.body_html, row.author_id, row.reader) == ("", "", None, None)
    assert not row.is_visible
    [reply] = [row for row in read_page(article.pk).rows if row.id == named["a11"].pk]
    assert (reply.answered_id, reply.answered_name) == (named["a1"].pk, "")


def test_a_thread_shows_five_replies_and_says_how_many_more():
    root = make_comment(**at(0))
    for number in range(8):
        make_comment(parent=root, **at(number))
    page = read_page(root.article_id)
    assert len(page.rows) == 6
    assert page.rows[0].hidden_replies == 3
    assert page.rows[-1].closes == 1


@pytest.mark.parametrize("sort", SORTS)
def test_a_very_long_thread_shows_its_beginning(sort, monkeypatch):
    monkeypatch.setattr(replies_of_pages, "WHOLE_THREAD_MAX", 10)
    article = make_article()
    long, short = make_comment(article, name="long", **at(0)), make_comment(article, **at(1))
    replies = [make_comment(parent=long, name=str(n), **at(n + 2)) for n in range(12)]
    make_comment(parent=short, name="short")
    vote(replies[7], 2)
    rows = [row for row in read_page(article.pk, sort=sort).rows if row.tree_id == long.tree_id]
    order = {"oldest": "0 1 2 3 4", "newest": "11 10 9 8 7", "votes": "7 11 10 9 8"}
    order = order.get(sort, order["votes"])
    assert " ".join(row.name for row in rows) == f"long {order}"
    assert rows[0].hidden_replies == 7


@pytest.mark.parametrize("sort", SORTS)
def test_the_whole_thread_can_be_paged(sort):
    article, named = make_discussion()
    for number in range(5):
        make_comment(parent=named["a11"], name=f"r{number}", **at(10 + number))
    root, after, found = named["a"].pk, None, []
    whole = names(read_thread(root, sort=sort))
    while after != "":
        page = read_thread(root, sort=sort, after=after, size=3)
        after = page.next_cursor
        found.append(names(page))
        assert sum(row.opens for row in page.rows) == sum(row.closes for row in page.rows)
    assert " ".join(found) == whole
    assert len(whole.split()) == 9


def test_a_thread_page_begins_again_where_the_last_comment_went_away():
    root = make_comment(name="root")
    replies = [make_comment(parent=root, name=str(number)) for number in range(5)]
    page = read_thread(root.pk, size=3)
    replies[1].reject(code="off_topic", by=None)
    assert names(read_thread(root.pk, size=3, after=page.next_cursor)) == "3 4"


def test_an_unknown_thread_does_not_exist():
    with pytest.raises(Comment.DoesNotExist):
        read_thread(make_comment(status=Status.SPAM).pk)


def test_a_branch_leads_to_the_comment_and_on():
    article, named = make_discussion()
    make_comment(parent=named["a2"], name="a21")
    assert names(read_branch(named["a1"])) == "a a1 a11"
    assert names(read_branch(named["a2"])) == "a a2 a21"


def make_conversation(length):
    chain = [make_comment(name="0", **at(0))]
    for number in range(1, length):
        chain.append(make_comment(parent=chain[-1], name=str(number), **at(number)))
    return chain


@pytest.mark.parametrize("sort", SORTS)
def test_sixty_answers_in_a_row_are_read_in_their_order(sort):
    chain = make_conversation(60)
    rows = read_thread(chain[0].pk, sort=sort, size=100).rows
    assert [row.name for row in rows] == [str(number) for number in range(60)]
    assert [row.depth for row in rows] == list(range(60))
    assert max(row.shown_depth for row in rows) == 5
    assert [row.answered_name for row in rows[1:]] == [str(number) for number in range(59)]


def test_a_branch_finds_answers_that_stand_beside():
    chain = make_conversation(12)
    assert names(read_branch(chain[8])) == " ".join(map(str, range(12)))


def test_a_reader_finds_own_votes_and_comments():
    reader = uuid4()
    article, named = make_discussion()
    make_comment(article, name="mine", reader=reader)
    named["a1"].cast_vote(reader, -1)
    rows = {row.name: row for row in read_page(article.pk, voter=reader).rows}
    assert (rows["a1"].own_vote, rows["a"].own_vote) == (-1, 0)
    assert (rows["mine"].is_own, rows["a"].is_own) == (True, False)


def test_staff_who_speak_for_the_newsroom_are_known():
    article = make_article()
    make_comment(article, author=make_user(is_staff=True), is_official=True)
    make_comment(article, author=make_user())
    make_comment(article)
    assert [row.is_official for row in read_page(article.pk).rows] == [True, False, False]


def test_who_shows_the_supporter_badge_is_known(django_assert_num_queries):
    article = make_article()
    make_comment(article, author=make_user(shows_supporter_badge=True))
    make_comment(article, author=make_user())
    make_comment(article)
    with django_assert_num_queries(1):
        rows = read_page(article.pk).rows
    assert [bool(row.is_by_supporter) for row in rows] == [True, False, False]


def test_a_posted_comment_has_a_row_of_the_same_kind():
    comment = make_comment(author=make_user(is_staff=True), is_official=True)
    row = row_of(comment)
    assert (row.id, row.name, row.is_official, row.is_root) == (
        comment.pk,
        comment.name,
        True,
        True,
    )


def test_the_page_says_how_many_there_are_and_whether_more_are_taken():
    article, _ = make_discussion()
    Discussion.objects.update(is_open=False)
    page = read_page(article.pk)
    assert (page.total, page.said.is_open) == (5, False)
    empty = read_page(make_article().pk)
    assert (empty.total, empty.said.is_open, empty.rows, empty.next_cursor) == (0, None, [], "")


@pytest.mark.parametrize("sort", SORTS)
def test_a_page_shows_the_comment_asked_for_and_as_many_threads_before_it_as_it_holds(sort):
    article = make_article()
    made = [make_comment(article) for _ in range(7)]
    for number, comment in enumerate(made):
        for _ in range(number):
            comment.cast_vote(uuid4(), 1 if sort != "oldest" else -1)
    places = [row.id for row in read_page(article.pk, sort=sort).rows]
    for place, pk in enumerate(places):
        page = read_page(article.pk, sort=sort, comment_id=pk, size=3)
        first = max(0, place - 2)
        assert [row.id for row in page.rows] == places[first : first + 3]
        assert page.chosen_id == pk
        assert page.has_earlier == (first > 0)
