"""What a moderators' desk is tried out with: invented comments of mixed quality, in all five queues."""

import json
from datetime import timedelta
from functools import cache
from uuid import UUID

from comments import bulk
from comments.models import Comment
from comments.text import render

Status = Comment.Status
# Out of a hundred comments; what is left over nobody has looked at.
SHARES = {"held": 20, "reported": 15, "approved": 10, "rejected": 15}
REPORTS_MAX = 3
FINDING_COLUMNS = ("comment_id", "rule", "outcome", "evidence", "found_at")
REPORT_COLUMNS = ("comment_id", "reporter", "code", "text", "reported_at", "state")
DECISION_COLUMNS = (
    *("comment_id", "action", "old_status", "new_status", "code", "reason", "rule", "act"),
    "decided_at",
)
# What is said, and what the rules see in it.
DOUBTFUL = (
    (
        "Glimbo lamps at half the price, only this week: https://glimbo.example/lamps",
        {"links": {"links": ["https://glimbo.example/lamps"], "number": 1}},
    ),
    (
        "What a load of snorfle. Nobody at the desk has ever seen the river.",
        {"words": {"list": "Rude", "version": 1, "words": ["snorfle"], "places": [[15, 22]]}},
    ),
    ("First time here. Is there a walk along the old railway?", {"newcomer": {"published": 0}}),
    (
        "As I said last week and the week before: ask the council, not the map.",
        {"history": {"rejected": 4, "of": 9}},
    ),
    (
        "Look at www.glimbo.example and stop this snorfle.",
        {
            "links": {"links": ["http://www.glimbo.example"], "number": 1},
            "words": {"list": "Rude", "version": 1, "words": ["snorfle"], "places": [[41, 48]]},
        },
    ),
)
REPORTS = (
    ("abuse", "They go on about me and not about the weir."),
    ("off_topic", ""),
    ("false", "The report says 31 percent."),
    ("spam", "The same lamps again."),
)
REJECTIONS = (
    ("spam", Status.SPAM, "trap"),
    ("language", Status.REMOVED, "words"),
)


class Mixture:
    """Decides what became of each comment, and keeps what was found in it until it is stored."""

    def __init__(self, chance):
        self.chance = chance
        self.found, self.reports, self.decisions = [], [], []

    def touch(self, each):
        """Give a comment that was just made its place in one of the queues."""
        fate = self._fate()
        if fate:
            getattr(self, f"_make_{fate}")(each)

    def store(self):
        """Of comments that have their keys."""
        bulk.write("comments_finding", FINDING_COLUMNS, self._of(self.found))
        bulk.write("comments_report", REPORT_COLUMNS, self._of(self.reports))
        bulk.write("comments_decision", DECISION_COLUMNS, self._of(self.decisions))
        self.found, self.reports, self.decisions = [], [], []

    def _of(self, rows):
        return ((each.id, *row) for each, *row in rows)

    def _fate(self):
        drawn = self.chance.randrange(100)
        for fate, share in SHARES.items():
            drawn -= share
            if drawn < 0:
                return fate
        return None

    def _make_held(self, each):
        number = self.chance.randrange(len(DOUBTFUL))
        each.text, each.body_html = _rendered(number)
        each.status, each.shown_at = Status.PENDING.value, None
        each.queued_at = each.created_at
        for rule, evidence in DOUBTFUL[number][1].items():
            row = (rule, "hold", json.dumps(evidence), each.created_at)
            self.found.append((each, *row))

    def _make_reported(self, each):
        each.open_reports = self.chance.randint(1, REPORTS_MAX)
        first_of(each).heat += each.open_reports
        for number in range(each.open_reports):
            code, text = self.chance.choice(REPORTS)
            moment = each.created_at + timedelta(seconds=number)
            reporter = UUID(int=self.chance.getrandbits(128))
            self.reports.append((each, reporter, code, text, moment, "open"))
        each.queued_at = each.created_at

    def _make_approved(self, each):
        each.decided_at = each.created_at

    def _make_rejected(self, each):
        code, status, rule = self.chance.choice(REJECTIONS)
        each.text, each.body_html = _rendered(0 if code == "spam" else 1)
        each.status, each.shown_at, each.decided_at = status.value, None, each.created_at
        act = UUID(int=self.chance.getrandbits(128))
        old, new = Status.PENDING.value, status.value
        self.decisions.append((each, "reject", old, new, code, "", rule, act, each.created_at))


def first_of(each):
    """The first comment of its thread."""
    while each.answered:
        each = each.answered
    return each


@cache
def _rendered(number):
    text = DOUBTFUL[number][0]
    return text, render(text)
