"""Whatever readers and moderators do, in any order: what must hold after each of their steps."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from comments.importing import import_thread
from comments.models import Comment, Discussion, DiscussionClosed
from comments.reading import SORTS
from comments.recounting import recount
from tests.comments import page_walk
from tests.comments.tree_checker import problems
from tests.factories import make_article, make_comment

Status = Comment.Status
START = datetime(2026, 9, 1, 12, tzinfo=UTC)
VOTERS = [UUID(int=number) for number in range(1, 6)]
VERBS = {"hide": Status.REMOVED, "restore": Status.VISIBLE, "mark_spam": Status.SPAM}
FIRST = st.sampled_from([Status.VISIBLE, Status.VISIBLE, Status.VISIBLE, Status.PENDING])
# Few, so that many comments are of the same moment.
MINUTES = st.integers(0, 4)


@dataclass
class Said:
    """What one comment should be by now."""

    pk: int
    copy: Comment  # as it was when it was posted: stale ever since
    status: int
    text: str
    votes: dict = field(default_factory=dict)

    @property
    def is_visible(self):
        return self.status == Status.VISIBLE


class Discussions(RuleBasedStateMachine):
    """Two articles and all that may be done below them."""

    said = Bundle("said")

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.articles = [make_article(), make_article()]
        self.closed, self.all, self.numbers = set(), {}, count(1)

    def teardown(self):
        try:
            for article in self.articles:
                for sort in SORTS:
                    self.pages_show_everything_once(article, sort, 3)
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    # What is done

    @rule(target=said, which=st.integers(0, 1), status=FIRST, minute=MINUTES)
    def begin(self, which, status, minute):
        return self.post(self.articles[which], None, status, minute)

    @rule(target=said, answered=said, status=FIRST, minute=MINUTES, stale=st.booleans())
    def answer(self, answered, status, minute, stale):
        if answered is None:
            return None
        parent = answered.copy if stale else Comment.objects.get(pk=answered.pk)
        return self.post(parent.article, parent, status, minute)

    @rule(target=said, answered=said, length=st.integers(2, 9), status=FIRST)
    def talk_on(self, answered, length, status):
        for _ in range(length):
            following = self.answer(answered, status, 3, stale=False)
            if following is None:
                break
            answered = following
        return answered

    @rule(answered=said, again=said)
    def send_twice(self, answered, again):
        if again is None:
            return
        first = again.copy
        repeated = make_comment(first.article, parent=first.parent, submission=first.submission)
        assert (repeated.pk, repeated.is_repeat) == (again.pk, True)

    @rule(target=said, which=st.integers(0, 1), parents=st.lists(st.integers(-2, 6), max_size=5))
    def bring_in(self, which, parents):
        """An import; a parent below zero is none, one that comes later or never as well."""
        rows = [self.imported(key, parent) for key, parent in enumerate(parents)]
        found = import_thread(self.articles[which], rows)
        for row in rows:
            self.keep(Comment.objects.get(pk=found[row["key"]]), row["text"])
        return self.all[found[rows[0]["key"]]] if rows else None

    @rule(chosen=said, voter=st.sampled_from(VOTERS), value=st.integers(-1, 1))
    def vote(self, chosen, voter, value):
        if chosen is None:
            return
        if not chosen.is_visible:
            with suppress(Comment.DoesNotExist):
                chosen.copy.cast_vote(voter, value)
                raise AssertionError("only visible comments take votes")
            return
        tally = chosen.copy.cast_vote(voter, value)
        chosen.votes[voter] = value
        assert (tally.score, tally.value) == (sum(chosen.votes.values()), value)

    @rule(chosen=said, verb=st.sampled_from(list(VERBS)))
    def decide(self, chosen, verb):
        if chosen is None:
            return
        changes = chosen.status not in (VERBS[verb], Status.ERASED)
        assert bool(getattr(chosen.copy, verb)(by=None)) == changes
        if changes:
            chosen.status = VERBS[verb]

    @rule(chosen=said)
    def erase(self, chosen):
        if chosen is None:
            return
        assert bool(chosen.copy.erase()) == (chosen.status != Status.ERASED)
        chosen.status, chosen.text = Status.ERASED, ""

    @rule(chosen=said)
    def edit(self, chosen):
        if chosen is None:
            return
        text = f"Text {next(self.numbers)}."
        Comment.objects.get(pk=chosen.pk).edit_text(text)
        if chosen.status != Status.ERASED:
            chosen.text = text

    @rule(chosen=said)
    def save_what_is_stale(self, chosen):
        if chosen is not None and chosen.status != Status.ERASED:
            chosen.copy.save(update_fields=["email"])

    @rule(which=st.integers(0, 1), is_open=st.booleans())
    def open_or_close(self, which, is_open):
        article = self.articles[which]
        if Discussion.objects.filter(article=article).update(is_open=is_open):
            (self.closed.discard if is_open else self.closed.add)(article.pk)

    @rule(which=st.integers(0, 1), sort=st.sampled_from(SORTS), size=st.integers(1, 4))
    def read(self, which, sort, size):
        self.pages_show_everything_once(self.articles[which], sort, size)

    # What holds

    @invariant()
    def trees_and_counters_are_right(self):
        assert problems(connection) == {}
        assert not recount(mend=False)

    @invariant()
    def comments_are_what_was_done_to_them(self):
        for comment in Comment.objects.order_by():
            known = self.all[comment.pk]
            assert (comment.status, comment.text) == (known.status, known.text)
            assert comment.score == sum(known.votes.values())

    def pages_show_everything_once(self, article, sort, size):
        shown = page_walk.walk(article.pk, sort, size)
        order = page_walk.expected(article.pk, sort)
        assert [row.id for row in shown] == [comment.pk for comment, _ in order]
        assert [row.depth for row in shown] == [depth for _, depth in order]
        for row in shown:
            known = self.all[row.id]
            assert row.is_visible == known.is_visible
            assert row.body_html == (f'<p dir="auto">{known.text}</p>' if row.is_visible else "")

    # How

    def post(self, article, parent, status, minute):
        text, at = f"Text {next(self.numbers)}.", START + timedelta(minutes=minute)
        fields = {"status": status, "created_at": at, "submission": uuid4()}
        try:
            comment = make_comment(article, parent=parent, text=text, **fields)
        except DiscussionClosed:
            assert article.pk in self.closed
            return None
        assert article.pk not in self.closed
        return self.keep(comment, text)

    def keep(self, comment, text):
        self.all[comment.pk] = Said(comment.pk, comment, comment.status, text)
        return self.all[comment.pk]

    def imported(self, key, parent):
        number = next(self.numbers)
        return {
            "key": f"{number}",
            "parent_key": str(number - key + parent) if parent >= 0 else None,
            "name": "From elsewhere",
            "text": f"Text {number}.",
            "created_at": START + timedelta(minutes=number % 5),
            "status": Status.VISIBLE if number % 3 else Status.PENDING,
        }
