"""Whatever readers and moderators do, in any order, and what must hold after each of their steps."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
)

from comments import votes
from comments.importing import import_thread
from comments.models import Comment, Discussion, DiscussionClosed
from comments.reading import SORTS, replies
from comments.recounting import recount
from tests.comments import page_walk
from tests.comments.said import ORIGINS, VOTERS, Said, Standing, Status
from tests.comments.tree_checker import problems
from tests.factories import edit_and_hold, make_article, make_comment, mark_spam, reject

START = datetime(2026, 9, 1, 12, tzinfo=UTC)
VERBS = {
    "reject": (reject, Status.REMOVED),
    "approve": (lambda comment: comment.approve(by=None), Status.VISIBLE),
    "mark_spam": (mark_spam, Status.SPAM),
}
FIRST = [Status.VISIBLE, Status.VISIBLE, Status.VISIBLE, Status.PENDING]
DICE = st.randoms(use_true_random=True)
BALLOT = st.tuples(st.sampled_from(VOTERS), st.integers(-1, 1))
# Few, so that many comments are of the same moment.
MINUTES = st.integers(0, 4)
SORTED = st.sampled_from(SORTS)
WHICH = st.integers(0, 1)


class Discussions(RuleBasedStateMachine):
    """Two articles and all that may be done below them."""

    said = Bundle("said")

    def __init__(self):
        super().__init__()
        self.patches = pytest.MonkeyPatch()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.articles = [make_article(), make_article()]
        self.closed, self.all, self.numbers = set(), {}, count(1)

    def teardown(self):
        try:
            assert not recount(mend=False)
            for article in self.articles:
                for sort in SORTS:
                    page_walk.shows_everything_once(article.pk, sort, 3, self.all)
        finally:
            self.patches.undo()
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    @initialize(longest=st.sampled_from([3, replies.WHOLE_THREAD_MAX]))
    def threads_are_long(self, longest):
        """Pages begin longer ones in another way."""
        self.patches.setattr(replies, "WHOLE_THREAD_MAX", longest)

    # Comments come

    @initialize(target=said, dice=DICE, steps=st.sampled_from([10, 40, 80]))
    def there_is_talk_already(self, dice, steps):
        for which in (0, 0, 1):
            self.begin(which, Status.VISIBLE, 2)
        self.much_happens(dice, steps)
        return multiple(*self.all.values())

    @rule(target=said, which=WHICH, status=st.sampled_from(FIRST), minute=MINUTES)
    def begin(self, which, status, minute):
        return self.post(self.articles[which], None, status, minute)

    @rule(
        target=said,
        answered=said,
        status=st.sampled_from(FIRST),
        minute=MINUTES,
        stale=st.booleans(),
    )
    def answer(self, answered, status, minute, stale):
        parent = answered.copy if stale else Comment.objects.get(pk=answered.pk)
        return self.post(parent.article, parent, status, minute)

    @rule(target=said, answered=said, length=st.integers(2, 9), status=st.sampled_from(FIRST))
    def talk_on(self, answered, length, status):
        if answered.copy.article_id in self.closed:
            return multiple()
        for _ in range(length):
            parent = Comment.objects.get(pk=answered.pk)
            answered = self.post(parent.article, parent, status, 3)
        return answered

    @rule(again=said)
    def send_twice(self, again):
        first = again.copy
        repeated = make_comment(first.article, parent=first.parent, submission=first.submission)
        assert (repeated.pk, repeated.is_repeat) == (again.pk, True)

    @rule(target=said, which=WHICH, parents=st.lists(st.integers(-2, 6), min_size=1, max_size=5))
    def bring_in(self, which, parents):
        """An import; a parent below zero is none, one that comes later or never as well."""
        rows = [self.imported(key, parent) for key, parent in enumerate(parents)]
        found = import_thread(self.articles[which], rows)
        brought = [(Comment.objects.get(pk=found[row["key"]]), row["text"]) for row in rows]
        for comment, text in brought:
            self.keep(comment, text)
        return multiple(*(self.hear(comment) for comment, _ in brought))

    # Comments change

    @rule(chosen=said, ballots=st.lists(BALLOT, min_size=1, max_size=6))
    def vote(self, chosen, ballots):
        for voter, value in ballots:
            self.cast(chosen, voter, value)

    def cast(self, chosen, voter, value):
        if not chosen.is_visible:
            with suppress(Comment.DoesNotExist):
                chosen.copy.cast_vote(voter, value, ORIGINS[voter])
                raise AssertionError("only visible comments take votes")
            return
        tally = chosen.copy.cast_vote(voter, value, ORIGINS[voter])
        chosen.vote(voter, value)
        assert (tally.score, tally.value) == (chosen.score, value)
        assert tally.standing == chosen.standings.get(voter, Standing.COUNTED)

    @rule(chosen=said, standing=st.sampled_from(Standing))
    def review(self, chosen, standing):
        voters = list(chosen.values)
        changed = votes.review(chosen.copy, voters, standing, by=None, reason="Seen")
        assert changed == chosen.review(standing)

    @rule(voter=st.sampled_from(VOTERS))
    def leave(self, voter):
        theirs = [each for each in self.all.values() if voter in each.values]
        assert votes.withdraw_all(voter) == len(theirs)
        for each in theirs:
            each.withdraw(voter)

    @rule(chosen=said, verb=st.sampled_from(list(VERBS)))
    def decide(self, chosen, verb):
        act, status = VERBS[verb]
        decision = act(chosen.copy)
        has_changed = bool(decision) and decision.old_status != decision.new_status
        assert has_changed == chosen.decide(status)

    @rule(chosen=said)
    def erase(self, chosen):
        assert bool(chosen.copy.erase()) == chosen.decide(Status.ERASED)

    @rule(chosen=said, wanted=st.booleans())
    def feature(self, chosen, wanted):
        verb = chosen.copy.feature if wanted else chosen.copy.unfeature
        assert bool(verb()) == chosen.feature(wanted)

    @rule(chosen=said, must_wait=st.booleans())
    def edit(self, chosen, must_wait):
        text = f"Text {next(self.numbers)}."
        comment = Comment.objects.get(pk=chosen.pk)
        changed = edit_and_hold(comment, text) if must_wait else comment.edit_text(text)
        assert changed == chosen.edit(text, must_wait=must_wait)

    @rule(chosen=said)
    def save_what_is_stale(self, chosen):
        if chosen.status != Status.ERASED:
            chosen.copy.save()
            Comment.objects.filter(pk=chosen.pk).update(
                text=chosen.text, body_html=f'<p dir="auto">{chosen.text}</p>', featured_at=None
            )
            chosen.is_featured = False

    @rule(which=WHICH, is_open=st.booleans())
    def open_or_close(self, which, is_open):
        article = self.articles[which]
        if Discussion.objects.filter(article=article).update(is_open=is_open):
            (self.closed.discard if is_open else self.closed.add)(article.pk)

    @rule(dice=DICE, steps=st.just(15))
    def much_happens(self, dice, steps):
        """Evenly thrown, because hypothesis likes to repeat itself."""
        for _ in range(steps):
            chosen = dice.choice(list(self.all.values()))
            acts = {
                lambda c: self.answer(c, dice.choice(FIRST), dice.randrange(5), stale=True): 3,
                lambda c: self.begin(dice.randrange(2), dice.choice(FIRST), dice.randrange(5)): 1,
                lambda c: self.cast(c, dice.choice(VOTERS), dice.randint(-1, 1)): 6,
                lambda c: self.review(c, dice.choice(list(Standing))): 1,
                lambda c: self.decide(c, dice.choice(list(VERBS))): 3,
                lambda c: self.edit(c, must_wait=dice.random() < 0.2): 1,
                lambda c: self.feature(c, wanted=dice.random() < 0.8): 1,
                self.erase: 1,
            }
            [act] = dice.choices(list(acts), weights=acts.values())
            act(chosen)

    # Comments are read

    @rule(which=WHICH, sort=SORTED, size=st.integers(1, 4))
    def read(self, which, sort, size):
        page_walk.shows_everything_once(self.articles[which].pk, sort, size, self.all)

    @rule(chosen=said, sort=SORTED)
    def look_up(self, chosen, sort):
        page_walk.is_found_by_its_address(Comment.objects.get(pk=chosen.pk), sort)

    @rule(which=WHICH, sort=SORTED)
    def read_staff(self, which, sort):
        page_walk.filter_shows_all_of_staff(self.articles[which].pk, sort)

    # What holds

    @invariant()
    def trees_and_counters_are_right(self):
        assert problems(connection) == {}

    @invariant()
    def comments_are_what_was_done_to_them(self):
        for comment in Comment.objects.order_by().prefetch_related("revisions"):
            known = self.all[comment.pk]
            assert (comment.status, comment.text) == (known.status, known.text)
            assert comment.score == known.score
            assert bool(comment.featured_at) == known.is_featured
            earlier = [(each.text, each.is_public) for each in comment.revisions.all()]
            assert earlier == known.earlier[::-1]

    # How

    def post(self, article, parent, status, minute):
        number, at = next(self.numbers), START + timedelta(minutes=minute)
        fields = {"status": status, "created_at": at, "submission": uuid4()}
        fields |= {"text": f"Text {number}.", "is_official": number % 4 == 0}
        try:
            comment = make_comment(article, parent=parent, **fields)
        except DiscussionClosed:
            assert article.pk in self.closed
            return multiple()
        assert article.pk not in self.closed
        self.keep(comment, fields["text"])
        return self.hear(comment)

    def keep(self, comment, text):
        self.all[comment.pk] = Said(comment.pk, comment, comment.status, text)

    def hear(self, comment):
        """Those above have an answer now."""
        for above in (comment.parent, comment.reply_to):
            if above and above.tree_id == comment.tree_id:
                self.all[above.pk].is_answered = True
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
