"""The phases of the pipeline, in their order."""

from dataclasses import dataclass, replace

from comments.external import external_phase
from comments.models import Comment, Finding
from comments.pipeline.closing import closed
from comments.pipeline.lengths import length
from comments.pipeline.linking import links
from comments.pipeline.nudging import was_nudged
from comments.pipeline.pace import pace
from comments.pipeline.people import history, newcomer, person, staff
from comments.pipeline.rates import rate
from comments.pipeline.repeats import repeat
from comments.pipeline.traps import trap
from comments.pipeline.verdicts import HOLD, PASS, REFUSE, REJECT, Verdict
from comments.reasons import Reason
from comments.spam_service import spam_service_phase
from comments.word_lists import word_phase


def strict(submission):
    """In a strict discussion everything waits."""
    return Verdict(HOLD) if submission.rules.is_strict else None


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
    "words": word_phase,
    "links": links,
    "newcomer": newcomer,
    "history": history,
    "spam_service": spam_service_phase,
    "external": external_phase,
    "strict": strict,
}
# Those that judge the text alone: an edit renews what they found. Closed, rate, pace, newcomer and
# history let every edit pass: its comment was let in once.
OF_TEXT = ("repeat", "words", "links", "spam_service", "external")
# Other sites.
OUTSIDE = ("spam_service", "external")
STORED = {HOLD: Finding.Outcome.HOLD, REJECT: Finding.Outcome.REJECT}


def run(submission):
    """Ask the phases one after the other; the Outcome. Nobody outside is asked before a nudge."""
    for rule, phase in PHASES.items():
        if rule in OUTSIDE and _is_to_be_nudged(submission):
            break
        verdict = phase(submission)
        if verdict:
            submission.verdicts.append(replace(verdict, rule=rule))
            if verdict.status is not HOLD:
                break
    verdicts = tuple(submission.verdicts)
    return Outcome(verdicts, is_told=was_nudged(submission))


def _is_to_be_nudged(submission):
    return Outcome(tuple(submission.verdicts)).nudges and not was_nudged(submission)


@dataclass(frozen=True)
class Outcome:
    """What all phases together say."""

    verdicts: tuple = ()
    # The writer was told here what to mend, and sent it again.
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
        """The Reason of what was done; a rejection always has one."""
        if rejection := self.rejection:
            return rejection.reason or Reason.OTHER
        hold = self._first(HOLD)
        return hold.reason if hold else ""

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
