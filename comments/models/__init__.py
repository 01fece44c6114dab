"""What readers write, how they judge it, and what becomes of it."""

from comments.managers import DiscussionClosed
from comments.models.cases import LegalCase
from comments.models.comments import Comment
from comments.models.decisions import AppendOnly, Claim, Decision
from comments.models.discussions import Discussion
from comments.models.findings import Finding, Trace, TraceKey
from comments.models.ledger import ModeratedMonth
from comments.models.outgoing import OutgoingMail
from comments.models.people import Guest, Ignored
from comments.models.reports import Appeal, Report, Ticket
from comments.models.revisions import Revision
from comments.models.rules import Profile, SectionRules, WordList
from comments.models.sanctions import Note, Sanction
from comments.models.votes import Vote

__all__ = [
    "AppendOnly",
    "Appeal",
    "Claim",
    "Comment",
    "Decision",
    "Discussion",
    "DiscussionClosed",
    "Finding",
    "Guest",
    "Ignored",
    "LegalCase",
    "ModeratedMonth",
    "Note",
    "OutgoingMail",
    "Profile",
    "Report",
    "Revision",
    "Sanction",
    "SectionRules",
    "Ticket",
    "Trace",
    "TraceKey",
    "Vote",
    "WordList",
]
