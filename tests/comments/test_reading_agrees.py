"""Pages that show the same thread in different ways agree on what is in it, and in which order."""

from uuid import uuid4

import pytest

from comments import tree
from comments.reading import read_branch, read_page, read_thread
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("level", [1, 2, 3])
def test_answers_to_a_full_comment_stand_on_its_own_page(level, monkeypatch):
    monkeypatch.setattr("comments.tree.FANOUT", (9, *(2 for _ in tree.FANOUT[1:])))
    monkeypatch.setattr("comments.reading.branches.FANOUT", (9, *(2 for _ in tree.FANOUT[1:])))
    chosen = make_comment()
    for _ in range(level):
        chosen = make_comment(parent=chosen)
    answers = [make_comment(parent=chosen) for _ in range(4)]
    chosen.refresh_from_db()
    shown = [row.id for row in read_branch(chosen).rows]
    assert shown[-5:] == [chosen.pk, *(answer.pk for answer in answers)]


@pytest.mark.parametrize("sort", ["votes", "best"])
def test_a_tombstone_stands_in_one_place_whatever_its_score_was(sort):
    article = make_article()
    root = make_comment(article)
    liked, other = make_comment(parent=root), make_comment(parent=root)
    make_comment(parent=liked)
    for comment, votes in ((liked, 3), (other, 1)):
        for _ in range(votes):
            comment.cast_vote(uuid4(), 1)
    liked.reject(code="off_topic", by=None)
    on_page = [row.id for row in read_page(article.pk, sort=sort).rows]
    assert [row.id for row in read_thread(root.pk, sort=sort).rows] == on_page
