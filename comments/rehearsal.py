"""What a rule would catch: it is tried on the newest comments, and nothing is changed."""

import time
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.safestring import SafeString

from comments.marking import typed
from comments.models import Comment
from comments.text import links_in
from comments.words import Matcher, parse_entries

LAST, LAST_MAX = 1000, 10_000
SHOWN = 100
SECONDS_MAX = 5
# Around the first place that was caught.
BEFORE, EXCERPT_LENGTH = 80, 300
COLUMNS = ("pk", "text", "name", "status", "decided_at", "created_at")


@dataclass
class Caught:
    """A comment that the rule would have caught."""

    pk: int
    name: str
    created_at: object
    status: str
    excerpt: SafeString

    @property
    def address(self):
        return reverse("moderation:comment", args=[self.pk])


@dataclass
class Rehearsal:
    """How many comments were tried, and what was caught of them."""

    looked: int = 0
    caught: int = 0
    # Of those caught: what moderators published, and what was rejected.
    published: int = 0
    rejected: int = 0
    # There was no time for all of them.
    is_cut: bool = False
    shown: list = field(default_factory=list)

    def add(self, comment, places):
        self.caught += 1
        is_visible = comment.status == Comment.Status.VISIBLE
        self.published += bool(is_visible and comment.decided_at)
        self.rejected += comment.is_rejected
        if len(self.shown) < SHOWN:
            facts = comment.pk, comment.name, comment.created_at, comment.get_status_display()
            self.shown.append(Caught(*facts, _excerpt(comment.text, places)))


def rehearse_words(entries, last=LAST):
    """A word list as somebody typed it, saved or not."""
    matcher = Matcher(parse_entries(entries)[0])
    return _rehearse(lambda text: [(each.start, each.end) for each in matcher.find(text)], last)


def rehearse_links(last=LAST):
    """Comments with a link: those of people we don't know would wait."""
    return _rehearse(_places_of_links, last)


def _rehearse(places_in, last):
    rehearsal, ends_at = Rehearsal(), time.monotonic() + SECONDS_MAX
    known = Comment.objects.exclude(status=Comment.Status.ERASED).only(*COLUMNS)
    for comment in known.order_by("-pk")[: min(last, LAST_MAX)].iterator(chunk_size=500):
        if time.monotonic() > ends_at:
            rehearsal.is_cut = True
            break
        rehearsal.looked += 1
        if places := places_in(comment.text):
            rehearsal.add(comment, places)
    return rehearsal


def _places_of_links(text):
    """Where the addresses stand; one that is written in another way than it leads, at the beginning."""
    starts = {address: max(0, text.find(address)) for address in links_in(text)}
    return [(start, start + len(address)) for address, start in starts.items()]


def _excerpt(text, places):
    """What stands around the first place, marked."""
    start = max(0, min(place[0] for place in places) - BEFORE)
    piece = text[start : start + EXCERPT_LENGTH]
    moved = [(first - start, last - start) for first, last in places]
    html = typed(piece, [place for place in moved if place[0] >= 0 and place[1] <= len(piece)])
    before, after = "…" * bool(start), "…" * (len(text) > start + EXCERPT_LENGTH)
    return SafeString(f"{before}{html}{after}")
