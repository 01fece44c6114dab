"""manage.py make_discussion: invented discussions of any size, in good order."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from comments import shapes
from comments.making import make_discussion
from comments.mixture import DOUBTFUL
from comments.models import Comment, Discussion, Finding, Vote
from comments.queues import QUEUES, counts
from comments.recounting import recount
from tests.comments.tree_checker import problems
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_localhost(settings):
    settings.IS_DEMO_ALLOWED = True


def told_by(article):
    """Everything about its comments but keys and times, in the order they were written."""
    comments = list(article.comments.order_by("pk").values())
    places = {comment["id"]: place for place, comment in enumerate(comments)}
    what = ("name", "reader", "text", "status", "up", "down", "replies", "total", "level")
    return [
        (places.get(comment["parent_id"]), *(comment[name] for name in what))
        for comment in comments
    ]


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_every_shape_comes_in_the_number_asked_for_and_in_good_order(shape):
    call_command("make_discussion", comments=700, shape=shape, votes=True)
    assert Comment.objects.count() == 700
    assert Discussion.objects.get().visible == Comment.objects.visible().count()
    assert problems(connection) == {}
    assert recount(mend=False) == {}


def test_a_mixed_discussion_gives_every_queue_its_work(client):
    call_command("make_discussion", comments=200, shape="mixed")
    assert all(number >= 10 for number in counts().values())
    assert set(Finding.objects.values_list("rule", flat=True)) == {
        "links",
        "words",
        "newcomer",
        "history",
    }
    client.force_login(make_user(group="Moderator"))
    for name in QUEUES:
        assert client.get(reverse("moderation:queue"), {"queue": name}).status_code == 200


def test_all_that_is_reported_or_rejected_in_it_says_why():
    make_discussion(make_article(), 200, shape="mixed")
    for comment in Comment.objects.prefetch_related("reports", "findings", "decisions"):
        assert comment.open_reports == len(comment.reports.all())
        assert (comment.status == Comment.Status.PENDING) == bool(comment.findings.all())
        assert comment.is_rejected == bool(comment.decisions.all())


def test_words_that_rules_saw_in_it_stand_where_they_say():
    for text, found in DOUBTFUL:
        for evidence in found.values():
            for word, place in zip(
                evidence.get("words", []), evidence.get("places", []), strict=True
            ):
                assert text[slice(*place)] == word


@pytest.mark.parametrize(("shape", "threads"), [("flat", 40), ("chain", 1), ("one-thread", 1)])
def test_plain_shapes_have_as_many_threads_as_they_say(shape, threads):
    make_discussion(make_article(), 40, shape=shape)
    assert Comment.objects.filter(parent=None).count() == threads


def test_in_a_chain_each_comment_answers_the_one_before():
    make_discussion(make_article(), 60, shape="chain")
    written = list(Comment.objects.order_by("pk"))
    answered = [comment.reply_to_id or comment.parent_id for comment in written]
    assert answered == [None, *(comment.pk for comment in written[:-1])]


def test_realistic_threads_are_mostly_short_and_some_go_very_deep():
    threads = list(shapes.threads("realistic", 50_000, random.Random(1)))
    sizes, depths = Counter(map(len, threads)), Counter(map(depth_of, threads))
    assert sum(map(len, threads)) == 50_000
    assert 0.25 < len(threads) / 50_000 < 0.35
    assert 0.5 < sizes[1] / len(threads) < 0.7
    assert 300 < max(sizes) <= shapes.LONGEST_THREAD
    assert sum(number for depth, number in depths.items() if depth < 4) > 0.9 * len(threads)
    assert 10 < sum(number for depth, number in depths.items() if depth >= 20) < 200


def depth_of(thread):
    depths = []
    for answered in thread:
        depths.append(0 if answered is None else depths[answered] + 1)
    return max(depths)


def test_realistic_ones_have_tombstones_and_votes_of_both_kinds():
    make_discussion(make_article(), 3000, with_votes=True)
    assert 5 < Comment.objects.filter(status=Comment.Status.REMOVED).count() < 100
    assert set(Vote.objects.values_list("value", flat=True)) == {1, -1}
    assert Comment.objects.filter(score__gt=10).exists()
    assert Comment.objects.filter(score__lt=0).exists()


def test_without_votes_nobody_has_voted():
    make_discussion(make_article(), 200)
    assert not Vote.objects.exists()
    assert not Comment.objects.exclude(up=0, down=0, score=0).exists()


def test_the_same_seed_tells_the_same_story():
    first, second, other = make_article(), make_article(), make_article()
    for article, seed in [(first, 5), (second, 5), (other, 6)]:
        make_discussion(article, 400, seed=seed, with_votes=True)
    assert told_by(first) == told_by(second)
    assert told_by(first) != told_by(other)


def test_batches_make_no_difference_to_the_trees(monkeypatch):
    monkeypatch.setattr("comments.making.BATCH_ROWS", 30)
    made = []
    make_discussion(make_article(), 500, with_votes=True, tell=made.append)
    assert len(made) > 3
    assert made[-1] == Comment.objects.count() == 500
    assert problems(connection) == {}


def test_what_an_interruption_leaves_is_in_good_order(monkeypatch):
    monkeypatch.setattr("comments.making.BATCH_ROWS", 50)

    def interrupt(made):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_discussion(make_article(), 500, with_votes=True, tell=interrupt)
    assert 50 <= Comment.objects.count() < 500
    assert problems(connection) == {}


def test_a_new_article_is_published_with_its_comments(client):
    call_command("make_discussion", comments=30)
    article = Article.objects.get()
    answer = client.get(article.get_absolute_url())
    assert answer.status_code == 200
    assert b'id="comment-' in answer.content


def test_comments_come_after_the_article_and_before_now():
    article = make_article(published_at=timezone.now() - timedelta(days=3))
    call_command("make_discussion", comments=300, article=article.slug)
    times = list(article.comments.order_by("pk").values_list("created_at", flat=True))
    assert times == sorted(times)
    assert article.published_at <= times[0]
    assert times[-1] <= timezone.now()


def test_pages_kept_before_are_outdated(client, django_capture_on_commit_callbacks):
    article = make_article()
    client.get(article.get_absolute_url())
    with django_capture_on_commit_callbacks(execute=True):
        make_discussion(article, 10)
    assert b'id="comment-' in client.get(article.get_absolute_url()).content


def test_a_discussion_can_be_added_to_and_answered():
    article = make_article()
    first = make_comment(article)
    make_discussion(article, 50, seed=1)
    make_discussion(article, 50, seed=1)
    for comment in [first, article.comments.order_by("pk").last()]:
        make_comment(parent=comment)
    make_comment(article)
    assert article.comments.count() == 104
    assert problems(connection) == {}


@pytest.mark.parametrize("number", [0, -5, 10_000_001])
def test_nonsense_numbers_are_refused(number):
    with pytest.raises(CommandError, match="Ask for 1 to 10,000,000 comments."):
        call_command("make_discussion", comments=number)
    assert not Article.objects.exists()


@pytest.mark.parametrize("slug", ["nowhere", ""])
def test_an_unknown_article_is_refused(slug):
    with pytest.raises(CommandError, match="There is no article"):
        call_command("make_discussion", comments=5, article=slug)


def test_an_unpublished_article_is_refused():
    article = make_article(status=Article.Status.DRAFT, published_at=None)
    with pytest.raises(CommandError, match="not published"):
        call_command("make_discussion", comments=5, article=article.slug)


def test_a_closed_discussion_is_refused():
    article = make_article()
    Discussion.objects.create(article=article, is_open=False)
    with pytest.raises(CommandError, match="closed"):
        call_command("make_discussion", comments=5, article=article.slug)
    assert not Comment.objects.exists()


def test_a_site_that_is_not_a_demo_gets_no_invented_comments(settings):
    settings.IS_DEMO_ALLOWED = False
    with pytest.raises(CommandError, match="on localhost"):
        call_command("make_discussion", comments=5)
    assert not Article.objects.exists()


def test_an_unknown_shape_is_refused():
    with pytest.raises(CommandError, match="invalid choice: 'star'"):
        call_command("make_discussion", "--comments", "5", "--shape", "star")
