"""One busy client among many: posts, answers, votes and moderates at random.

    python -m tests.comments.hammer SEED ROUNDS ARTICLE     (in a process of its own)

prints what was acknowledged as JSON, so that a test can look for all of it afterwards.
"""

import json
import random
import sys
from uuid import UUID, uuid5

SPACE = UUID(int=7)
SHARED_VOTER = uuid5(SPACE, "shared voter")
OPERATIONS = ["root", "reply", "reply", "reply", "vote", "vote", "vote", "decide"]


class Hammer:
    """Remembers the submissions and own votes that the database acknowledged."""

    def __init__(self, seed, article):
        self.random, self.article = random.Random(seed), article
        self.voter = uuid5(SPACE, f"voter {seed}")
        self.posted, self.votes, self.shared = [], {}, None

    def run(self, rounds):
        self.shared = self.post(submission=uuid5(SPACE, "the same for all")).pk
        for _ in range(rounds):
            getattr(self, self.random.choice(OPERATIONS))()
        return {"posted": self.posted, "votes": self.votes, "shared": self.shared}

    def root(self):
        self.posted.append(str(self.post().submission))

    def reply(self):
        self.posted.append(str(self.post(parent=self.any_comment()).submission))

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
        verb = self.random.choice(["hide", "restore", "restore", "mark_spam"])
        getattr(self.any_comment(), verb)(by=None)

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
