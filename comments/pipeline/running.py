"""The phases of the pipeline, in their order."""

from dataclasses import dataclass, replace

from comments.models import Comment, Finding
from comments.pipeline.closing import closed
from comments.pipeline.lengths import length
from comments.pipeline.linking import links
from comments.pipeline.pace import pace
from comments.pipeline.people import history, newcomer, person, staff
from comments.pipeline.rates import rate
from comments.pipeline.repeats import repeat
from comments.pipeline.traps import trap
from comments.pipeline.verdicts import HOLD, PASS, REFUSE, REJECT, Verdict


def strict(submission):
    """In a strict discussion everything waits."""
    return Verdict(HOLD) if submission.rules.profile == "strict" else None


# Each says None or a Verdict. A refusal, a rejection or a pass ends it; what is held goes on, so
# that moderators see all that was found.
PHASES = {
    "length": length,
    "closed": closed,
    "person": person,
    "staff": staff,
    "rate": rate,
    "pace": pace,
    "repeat": repeat,
    "trap": trap,
    "links": links,
    "newcomer": newcomer,
    "history": history,
    "strict": strict,
}
# Those that judge the text alone: an edit renews what they found.
OF_TEXT = ("repeat", "words", "links", "spam_service", "external")
STORED = {HOLD: Finding.Outcome.HOLD, REJECT: Finding.Outcome.REJECT}


def run(submission):
    """Ask the phases one after the other; the Outcome."""
    for rule, phase in PHASES.items():
        verdict = phase(submission)
        if verdict:
            submission.verdicts.append(replace(verdict, rule=rule))
            if verdict.status is not HOLD:
                break
    return Outcome(tuple(submission.verdicts))


@dataclass(frozen=True)
class Outcome:
    """What all phases together say."""

    verdicts: tuple = ()
    # The writer was told what to mend, and sent it all the same.
    is_told: bool = False

    @property
    def refusal(self):
        """Why nothing can be stored; None when something may."""
        return self._first(REFUSE)

    @property
    def is_stored(self):
        return self.refusal is None and (self.is_told or not self.nudges)

    @property
    def rejection(self):
        return self._first(REJECT)

    @property
    def is_decided(self):
        """Nobody need look: staff wrote it, or a rule rejected it."""
        is_visible = self.status == Comment.Status.VISIBLE
        return self.rejection is not None or (is_visible and self._first(PASS) is not None)

    @property
    def code(self):
        """The Reason of what was done."""
        told = self.rejection or self._first(HOLD)
        return told.reason if told else ""

    @property
    def status(self):
        statuses = Comment.Status
        if rejection := self.rejection:
            return statuses.SPAM if rejection.reason == "spam" else statuses.REMOVED
        return statuses.PENDING if self._first(HOLD) else statuses.VISIBLE

    @property
    def nudges(self):
        """What the writer may mend first; programs are told nothing."""
        if any(verdict.rule == "trap" for verdict in self.verdicts):
            return []
        return [verdict.nudge for verdict in self.verdicts if verdict.nudge]

    def findings(self):
        """What is kept of it, unsaved."""
        return [
            Finding(rule=each.rule, outcome=STORED[each.status], evidence=each.evidence)
            for each in self.verdicts
            if each.status in STORED
        ]

    def _first(self, status):
        return next((each for each in self.verdicts if each.status is status), None)
