"""A plain model of one comment: what it should be after all that was done to it."""

from dataclasses import dataclass, field
from uuid import UUID

from comments.casting import Origin
from comments.models import Comment, Vote

Status, Standing = Comment.Status, Vote.Standing
VOTERS = [UUID(int=number) for number in range(1, 5)]
# Two members, and two guests at one address: the second guest's vote waits.
HOME = {"address": UUID(int=7), "network": UUID(int=8)}
ORIGINS = dict(zip(VOTERS, [Origin(1), Origin(2), Origin(**HOME), Origin(**HOME)], strict=True))


@dataclass
class Said:
    """What one comment should be by now."""

    pk: int
    copy: Comment  # as it was when it was posted: stale ever since
    status: int
    text: str
    is_answered: bool = False
    is_featured: bool = False
    earlier: list = field(default_factory=list)  # (text, whether readers may see it)
    values: dict = field(default_factory=dict)
    standings: dict = field(default_factory=dict)

    @property
    def is_visible(self):
        return self.status == Status.VISIBLE

    @property
    def score(self):
        counted = (v for v, s in self.standings.items() if s == Standing.COUNTED)
        return sum(self.values[voter] for voter in counted)

    def vote(self, voter, value):
        if value and voter not in self.values:
            guests = [each for each in self.values if ORIGINS[each].network]
            is_held = bool(guests) and ORIGINS[voter].network
            self.standings[voter] = Standing.HELD if is_held else Standing.COUNTED
        if value or voter in self.values:
            self.values[voter] = value

    def withdraw(self, voter):
        self.values.pop(voter, None)
        self.standings.pop(voter, None)

    def review(self, standing):
        """How many votes change when all get this standing."""
        changed = sum(each != standing for each in self.standings.values())
        self.standings = dict.fromkeys(self.standings, standing)
        return changed

    def edit(self, text, *, must_wait):
        """False when it may not be edited."""
        if self.status not in (Status.PENDING, Status.VISIBLE):
            return False
        is_public = self.is_visible and (self.is_answered or bool(self.values))
        self.earlier.append((self.text, is_public))
        self.text, self.is_featured = text, False
        if must_wait:
            self.status = Status.PENDING
        return True

    def feature(self, wanted):
        changes = self.is_featured != wanted and (self.is_visible or not wanted)
        self.is_featured = wanted if changes else self.is_featured
        return changes

    def decide(self, status):
        if self.status in (status, Status.ERASED):
            return False
        self.status = status
        if status == Status.ERASED:
            self.text, self.earlier, self.is_featured = "", [], False
        return True
