"""What a phase may say of a comment."""

from dataclasses import dataclass, field
from enum import Enum, auto


class Status(Enum):
    # Nothing is stored; the writer is told why and keeps the text.
    REFUSE = auto()
    # Stored, but not published: its writer may appeal.
    REJECT = auto()
    # Waits for a moderator.
    HOLD = auto()
    # Published without asking further.
    PASS = auto()


REFUSE, REJECT, HOLD, PASS = Status


@dataclass(frozen=True)
class Verdict:
    """A status, the Reason (reasons.py) if there is one, and what was seen, for moderators."""

    status: Status
    reason: str = ""
    evidence: dict = field(default_factory=dict)
    # What the writer of a refused comment is told, and after how many seconds to try again.
    message: str = ""
    retry_after: int = 0
    # What the writer of a comment that would be held or rejected is told first: they may mend it.
    nudge: str = ""
    # The name of the phase; run() puts it in.
    rule: str = ""
