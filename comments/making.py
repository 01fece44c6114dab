"""Invents whole discussions, for benches and for those who try the site out."""

import random
from datetime import timedelta
from functools import cache
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Section
from comments import bulk, shapes
from comments.mixture import Mixture
from comments.models import Comment
from comments.text import render

BATCH_ROWS = 10_000
DAYS = 30
TEXTS = 240
READERS = 3000
REMOVED_CHANCE = 0.01
VOTERS = 1000
# A third of the comments get no vote, a few get hundreds.
VOTES_TAIL = 1.3
MOST_VOTES = 400
VOTE_COLUMNS = ("comment_id", "voter", "value", "previous", "created_at")
NAMES = (
    "Ada Alba Anselm Asta Benno Birte Bo Cato Clio Dara Edda Elian Enno Falk Fenna Gesa Gil Hanne "
    "Ida Ilse Ivo Jona Jule Kaja Kilian Lale Levin Lina Malte Mara Mirko Nele Nils Oda Oskar Pia "
    "Quint Rieke Romy Sanna Silas Tarek Thea Tilo Uta Veit Vida Wanda Yara Yorick Zeno Zita"
)
SENTENCES = (
    "The gauge at the lower bridge has been read by hand since before the flood.",
    "The two figures never agreed by more than a hand's breadth.",
    "Could the desk print **both** next time?",
    "I walked the whole path last Sunday and the signs were all in place.",
    "My grandmother kept a notebook of the ice days, and it says the same.",
    "The map leaves out the second channel, which is the one that floods.",
    "Thank you for the legend; for once I could tell the two blues apart.",
    "That is a fair point, and I had not thought of the harbour side.",
    "I would like to see the same survey for the eastern villages.",
    "The bus used to stop there until the road was moved.",
    "The table is at https://example.org/gauges?station=7 if anybody wants to compare.",
    "Where does the figure for the autumn come from?",
    "We had the same discussion when the weir was built, and it ended well.",
    "The scale bar seems to be in miles on my phone.",
    "Nobody who lives up there would call it a hill.",
    "I work with these readings, and the error is smaller than it looks.",
    "Perhaps the council can put the minutes online.",
    "It took us forty minutes by bicycle, with the wind behind us.",
    "The old name of the square is still on the pump house.",
    "The article says *about a third*, the report says 31 percent.",
    "Both can be true: the field was dry and the cellar was not.",
    "For readers from elsewhere: the lock is closed on Mondays.",
    "I changed my mind after I had seen the profile further down.",
    "A photograph from the other bank would help.",
    "The contour lines are the best part of it.",
    "Does the count include the people who moved away in spring?",
    "The answer is in the second table, last row.",
    "We measured it with the school, three years in a row.",
)
ASIDES = (
    "> The two figures never agreed.\n\nThey did in March.",
    "- the bridge\n- the lock\n- the pump house",
    "The file is called `gauge_07.csv`.",
)


@transaction.atomic
def make_article(comments):
    """A published article for that many comments."""
    section = Section.objects.first() or Section.objects.create(name="Trials", slug="trials")
    return Article.objects.create(
        headline=f"A discussion of {comments:,} comments",
        slug=f"discussion-of-{comments}-{uuid4().hex[:8]}",
        standfirst="Invented by the program, to see how the site does with it.",
        body="<p>All that is said below was made up.</p>",
        section=section,
        status=Article.Status.PUBLISHED,
        published_at=timezone.now() - timedelta(days=DAYS),
    )


def make_discussion(
    article, comments, *, shape="realistic", seed=0, with_votes=False, tell=lambda made: None
):
    """Add that many invented comments: the same ones, in another article, for the same seed.

    Whole threads at a time, each batch a transaction of its own: memory stays bounded, and what an
    interruption leaves behind is in order. `tell` hears after each batch how many there are.
    """
    chance = random.Random(f"{shape} {seed}")  # noqa: S311
    inventing = Inventing(article, comments, chance, with_votes, shape)
    waiting = shapes.threads(shape, comments, chance)
    while threads := _batch(waiting):
        inventing.store(threads)
        tell(inventing.made)


def _batch(threads):
    """The next threads that together fill a batch; a longer one is a batch of its own."""
    found, size = [], 0
    for thread in threads:
        found.append(thread)
        size += len(thread)
        if size >= BATCH_ROWS:
            break
    return found


class Inventing:
    """The comments of one article as they come to be."""

    def __init__(self, article, comments, chance, with_votes, shape):
        self.article_id, self.comments, self.chance = article.pk, comments, chance
        self.with_votes = with_votes
        self.removed_chance = REMOVED_CHANCE if shape == "realistic" else 0
        self.mixture = Mixture(chance) if shape == "mixed" else None
        self.start, self.made = article.published_at, 0
        self.span = max(timedelta(), timezone.now() - self.start)
        self.submission = uuid4().int & ~0xFFFFFFFF  # neighbours in the index, as in the table

    @transaction.atomic
    def store(self, threads):
        newcomers, written = [], [[] for _ in threads]
        for thread, answered in shapes.in_time(threads, self.chance):
            each = self._comment(None if answered is None else written[thread][answered])
            written[thread].append(each)
            newcomers.append(each)
        bulk.plant(self.article_id, newcomers)
        if self.mixture:
            self.mixture.store()
        if self.with_votes:
            bulk.write("comments_vote", VOTE_COLUMNS, self._votes(newcomers))

    def _comment(self, answered):
        self.made += 1
        name, reader = _reader(int(READERS * self.chance.random() ** 2))
        text, html = self.chance.choice(_texts())
        # Most of it is said in the first days.
        created_at = self.start + self.span * (self.made / self.comments) ** 2
        status = Comment.Status.VISIBLE
        if self.chance.random() < self.removed_chance:
            status = Comment.Status.REMOVED
        up, down = self._judged() if self.with_votes else (0, 0)
        each = bulk.Newcomer(
            answered=answered,
            article_id=self.article_id,
            submission=UUID(int=self.submission + self.made),
            name=name,
            reader=reader,
            status=status.value,
            text=text,
            body_html=html,
            created_at=created_at,
            shown_at=created_at,
            up=up,
            down=down,
            score=up - down,
        )
        if self.mixture:
            self.mixture.touch(each)
        return each

    def _judged(self):
        votes = min(MOST_VOTES, int(self.chance.paretovariate(VOTES_TAIL))) - 1
        if not votes:
            return 0, 0
        up = round(votes * self.chance.betavariate(4, 2))
        return up, votes - up

    def _votes(self, newcomers):
        for each in newcomers:
            first = self.chance.randrange(VOTERS)
            for number in range(each.up + each.down):
                voter = _voter((first + number) % VOTERS)
                value = 1 if number < each.up else -1
                yield each.id, voter, value, 0, each.created_at


@cache
def _texts():
    """What readers say, each rendered once: pairs of text and HTML."""
    chance = random.Random("texts")  # noqa: S311
    texts = []
    for number in range(TEXTS):
        sentences = chance.sample(SENTENCES, chance.choice((1, 1, 2, 2, 3, 4, 5)))
        text = " ".join(sentences)
        if number % 12 == 0:
            text += f"\n\n{chance.choice(ASIDES)}"
        texts.append((text, render(text)))
    return texts


@cache
def _reader(number):
    """A guest who comes again: name and key."""
    chance = random.Random(f"reader {number}")  # noqa: S311
    initial = chance.choice("ABCDEFGHIJKLMNOPRSTUVWYZ")
    return f"{chance.choice(NAMES.split())} {initial}.", UUID(int=chance.getrandbits(128))


@cache
def _voter(number):
    chance = random.Random(f"voter {number}")  # noqa: S311
    return UUID(int=chance.getrandbits(128))
