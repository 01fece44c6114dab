"""What readers write, how they judge it, and what becomes of it."""

from comments.managers import DiscussionClosed, PromptClosed
from comments.models.cases import LegalCase
from comments.models.comments import Comment
from comments.models.decisions import AppendOnly, Claim, Decision
from comments.models.discussions import Discussion
from comments.models.findings import Finding, Trace, TraceKey
from comments.models.ledger import ModeratedMonth
from comments.models.notices import Announcement, Notice
from comments.models.people import Guest, Ignored
from comments.models.prompts import InlinePrompt
from comments.models.reports import Appeal, Report, Ticket
from comments.models.revisions import Revision
from comments.models.rules import Profile, SectionRules, WordList
from comments.models.sanctions import Note, Sanction
from comments.models.subscriptions import Level, Mute, Subscriber, Subscription
from comments.models.votes import Vote

__all__ = [
    "Announcement",
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
    "InlinePrompt",
    "LegalCase",
    "Level",
    "ModeratedMonth",
    "Mute",
    "Note",
    "Notice",
    "Profile",
    "PromptClosed",
    "Report",
    "Revision",
    "Sanction",
    "SectionRules",
    "Subscriber",
    "Subscription",
    "Ticket",
    "Trace",
    "TraceKey",
    "Vote",
    "WordList",
]
