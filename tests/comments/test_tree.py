"""Where comments stand, what is counted, and what is refused."""

import random
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from mptt.exceptions import CantDisableUpdates, InvalidMove

from comments.models import Comment, Discussion, DiscussionClosed
from comments.tree import FANOUT, MAX_LEVEL
from tests.comments.tree_checker import problems
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
Status = Comment.Status


def fill(comment):
    """Let it look as if it had all the replies it can have."""
    Comment._base_manager.filter(pk=comment.pk).update(slots=FANOUT[comment.level])


def make_chain(length, **fields):
    chain = [make_comment(**fields)]
    while len(chain) < length:
        chain.append(make_comment(parent=chain[-1], **fields))
    return chain


def make_random_thread(size, seed=7):
    """Comments of an article, some hidden, in threads of any shape."""
    rng, article, comments = random.Random(seed), make_article(), []
    while len(comments) < size:
        parent = rng.choice([None, *comments[-40:]])
        status = rng.choice([Status.VISIBLE, Status.VISIBLE, Status.PENDING, Status.REMOVED])
        comments.append(make_comment(article, parent=parent, status=status))
    return article, comments


def fresh(comment):
    return Comment.objects.get(pk=comment.pk)


def test_random_threads_are_valid_trees_with_right_counts():
    make_random_thread(150)
    assert problems(connection) == {}


def test_a_reply_takes_at_most_five_statements_however_long_the_thread(
    django_assert_max_num_queries,
):
    *_, parent = make_chain(3)
    for _ in range(30):
        make_comment(parent=parent)
    article = parent.article
    # Its place, itself, the discussion, and that those who follow are to be told; two of a savepoint.
    with django_assert_max_num_queries(7):
        Comment.objects.post(article=article, parent=parent, text="Yes.", name="Ada")


def test_a_repeated_submission_gives_the_first_comment_and_changes_nothing():
    article, key = make_article(), uuid4()
    parent = make_comment(article)
    first = make_comment(parent=parent, text="Once", submission=key)
    again = make_comment(parent=parent, text="Twice", submission=key)
    assert (again.pk, again.text, again.is_repeat, first.is_repeat) == (
        first.pk,
        "Once",
        True,
        False,
    )
    assert fresh(parent).slots == 1
    assert Discussion.objects.get().visible == 2


def test_a_parent_of_another_article_is_refused():
    with pytest.raises(ValueError, match="another article"):
        make_comment(make_article(), parent=make_comment())


def test_a_closed_discussion_takes_nothing():
    comment = make_comment()
    Discussion.objects.update(is_open=False)
    with pytest.raises(DiscussionClosed):
        make_comment(parent=comment)
    assert Comment.objects.count() == 1
    assert fresh(comment).slots == 0


def test_sixty_answers_in_a_row_keep_whom_they_answer():
    chain = make_chain(60)
    assert problems(connection) == {}
    assert max(comment.level for comment in chain) == MAX_LEVEL
    for answered, comment in zip(chain, chain[1:], strict=False):
        assert answered.pk in (comment.parent_id, comment.reply_to_id)


def test_a_full_comment_hands_its_reply_to_its_parent():
    root, middle, full = make_chain(3)
    fill(full)
    reply = make_comment(parent=fresh(full))
    assert (reply.parent_id, reply.reply_to_id) == (middle.pk, full.pk)
    assert (fresh(middle).slots, fresh(middle).replies) == (2, 2)


def test_a_full_thread_goes_on_in_a_new_one():
    root = make_comment()
    answered = make_comment(parent=root)
    fill(root)
    fill(answered)
    reply = make_comment(parent=fresh(answered))
    assert reply.parent_id is None
    assert (reply.continues_id, reply.reply_to_id) == (root.pk, answered.pk)
    assert reply.tree_id != root.tree_id


@pytest.mark.parametrize("status", [Status.PENDING, Status.SPAM, Status.REMOVED, Status.ERASED])
def test_a_comment_that_is_not_visible_counts_nowhere(status):
    parent = make_comment()
    make_comment(parent=parent, status=status)
    parent = fresh(parent)
    assert (parent.replies, parent.total, parent.slots) == (0, 0, 1)
    assert Discussion.objects.get().visible == 1


def test_a_visible_reply_brings_its_hidden_ancestors_back_as_tombstones():
    root = make_comment()
    hidden = make_comment(parent=root, status=Status.REMOVED)
    deeper = make_comment(parent=hidden, status=Status.PENDING)
    reply = make_comment(parent=deeper)
    assert [fresh(c).listed for c in (root, hidden, deeper)] == [True, True, True]
    reply.reject(code="off_topic", by=make_user())
    assert [fresh(c).listed for c in (root, hidden, deeper)] == [True, False, False]
    assert problems(connection) == {}


def test_a_stale_save_leaves_counters_and_status_alone():
    stale = make_comment()
    make_comment(parent=stale)
    fresh(stale).cast_vote(uuid4(), 1)
    fresh(stale).reject(code="off_topic", by=None)
    stale.name = "Renamed"
    stale.save()
    now = fresh(stale)
    assert (now.name, now.status, now.score, now.replies) == ("Renamed", Status.REMOVED, 1, 1)
    assert problems(connection) == {}


@pytest.mark.parametrize("column", ["score", "status", "lft", "parent", "listed"])
def test_guarded_columns_are_written_by_nobody_else(column):
    comment = make_comment()
    with pytest.raises(ValueError, match=column):
        comment.save(update_fields=["text", column])
    with pytest.raises(ValueError, match=column):
        Comment.objects.filter(pk=comment.pk).update(**{column: getattr(comment, column)})


def test_creating_without_post_counts_too():
    parent = make_comment()
    Comment.objects.create(article=parent.article, parent=parent, text="a", name="b")
    assert problems(connection) == {}
    assert fresh(parent).total == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda a, b: a.delete(),
        lambda a, b: Comment.objects.filter(pk=a.pk).delete(),
        lambda a, b: a.article.comments.all().delete(),
        lambda a, b: a.move_to(b),
        lambda a, b: Comment.objects.move_node(a, b),
        lambda a, b: Comment.objects.rebuild(),
        lambda a, b: Comment.objects.partial_rebuild(a.tree_id),
        lambda a, b: Comment.objects.build_tree_nodes({"text": "x"}),
        lambda a, b: Comment(article=a.article, text="x").insert_at(a, "left"),
    ],
)
def test_what_would_renumber_or_lose_comments_is_refused(act):
    root, reply = make_chain(2)
    with pytest.raises(InvalidMove):
        act(reply, make_comment(root.article))
    assert Comment.objects.count() == 3
    assert problems(connection) == {}


def test_saving_with_another_parent_is_refused():
    root, reply, deeper = make_chain(3)
    deeper.parent = root
    with pytest.raises(InvalidMove):
        deeper.save()
    assert fresh(deeper).parent_id == reply.pk


def test_tree_updates_can_not_be_put_off():
    with pytest.raises(CantDisableUpdates):
        Comment.objects.delay_mptt_updates()


def test_the_database_refuses_an_interval_of_the_wrong_width():
    comment = make_comment()
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment._base_manager.filter(pk=comment.pk).update(rght=comment.rght + 2)


def test_an_article_takes_its_discussion_with_it():
    root, reply = make_chain(2)
    reply.cast_vote(uuid4(), 1)
    reply.reject(code="off_topic", by=None)
    root.article.delete()
    assert Comment.objects.count() == 0
    assert problems(connection) == {}


def test_a_member_who_leaves_leaves_the_comments():
    comment = make_comment(author=make_user())
    comment.author.delete()
    assert fresh(comment).author_id is None


def walk_down(comment, below):
    return [c for reply in below[comment.pk] for c in (reply, *walk_down(reply, below))]


def test_the_tree_answers_like_a_walk_along_the_parents():
    _, comments = make_random_thread(60)
    nodes = {comment.pk: comment for comment in Comment.objects.all()}
    below = {pk: [n for n in nodes.values() if n.parent_id == pk] for pk in nodes}
    for node in nodes.values():
        above, at = [], node
        while at.parent_id:
            at = nodes[at.parent_id]
            above.insert(0, at)
        descendants = walk_down(node, below)
        assert list(node.get_ancestors()) == above
        assert list(node.get_ancestors(ascending=True, include_self=True)) == [node, *above[::-1]]
        assert list(node.get_children()) == below[node.pk]
        assert list(node.get_descendants()) == descendants
        assert set(node.get_leafnodes()) == {n for n in descendants if not below[n.pk]}
        assert node.get_root() == (above[0] if above else node)
        assert node.is_leaf_node() == (not below[node.pk])
