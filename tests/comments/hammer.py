"""One busy client among many: posts, answers, edits, erases, votes and moderates at random.

    python -m tests.comments.hammer SEED ROUNDS ARTICLE     (in a process of its own)

prints what was acknowledged as JSON, so that a test can look for all of it afterwards.
"""

import json
import random
import sys
from contextlib import suppress
from uuid import UUID, uuid5

SPACE = UUID(int=7)
SHARED_VOTER = uuid5(SPACE, "shared voter")
OPERATIONS = {
    "root": 3,
    "reply": 9,
    "vote": 9,
    "decide": 4,
    "edit": 2,
    "erase": 1,
    "feature": 1,
    "review": 1,
    "take_votes_back": 1,
    "open_or_close": 1,
    "recount": 1,
}


class Hammer:
    """Remembers the submissions and own votes that the database acknowledged."""

    def __init__(self, seed, article):
        self.random, self.article = random.Random(seed), article
        self.voter = uuid5(SPACE, f"voter {seed}")
        self.posted, self.votes, self.shared = [], {}, None

    def run(self, rounds):
        self.shared = self.post(submission=uuid5(SPACE, "the same for all")).pk
        for operation in self.random.choices([*OPERATIONS], OPERATIONS.values(), k=rounds):
            getattr(self, operation)()
        return {"posted": self.posted, "votes": self.votes, "shared": self.shared}

    def root(self, **fields):
        from comments.models import DiscussionClosed

        with suppress(DiscussionClosed):
            self.posted.append(str(self.post(**fields).submission))

    def reply(self):
        self.root(parent=self.any_comment())

    def vote(self):
        comment, value = self.any_comment(), self.random.choice([-1, 0, 1])
        voter = self.random.choice([self.voter, SHARED_VOTER])
        try:
            comment.cast_vote(voter, value)
        except comment.DoesNotExist:
            return  # hidden
        if voter == self.voter:
            self.votes[comment.pk] = value

    def decide(self):
        comment = self.any_comment()
        if self.random.random() < 0.5:
            comment.approve(by=None)
        else:
            comment.reject(by=None, code=self.random.choice(["spam", "off_topic"]))

    def edit(self):
        self.any_comment().edit_text(f"Busy {self.random.random()}.")

    def erase(self):
        self.any_comment().erase()

    def feature(self):
        self.random.choice([self.any_comment().feature, self.any_comment().unfeature])()

    def review(self):
        from comments import votes

        standing = self.random.choice([0, 1, 2])
        voters = [SHARED_VOTER, self.voter]
        votes.review(self.any_comment(), voters, standing, by=None, reason="Busy")

    def take_votes_back(self):
        from comments import votes

        votes.withdraw_all(SHARED_VOTER)

    def open_or_close(self):
        from comments.models import Discussion

        Discussion.objects.filter(article=self.article).update(is_open=self.random.random() < 0.7)

    def recount(self):
        """Finds nothing wrong, whatever all the others are doing."""
        from comments.recounting import recount

        assert not recount(mend=True)

    def post(self, **fields):
        from comments.models import Comment

        known = {"article": self.article, "text": "Busy.", "name": "Hammer"}
        return Comment.objects.post(**known | fields)

    def any_comment(self):
        comments = self.article.comments.order_by("pk")
        return self.random.choice(comments[:40])


def main(seed, rounds, article_pk):
    import django

    django.setup()
    from articles.models import Article

    print(json.dumps(Hammer(seed, Article.objects.get(pk=article_pk)).run(rounds)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
