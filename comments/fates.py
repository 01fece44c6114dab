"""What became of comments, as their writers are told: why one waits or was rejected, and the appeal."""

from django.db.models import prefetch_related_objects
from django.db.models.query import Prefetch
from django.utils.translation import gettext_lazy as _

from comments import appeals
from comments.models import Comment

Status = Comment.Status
HELD = _("It was held for a look.")
# Of all other rules nothing is said: whoever tries them out would learn from it.
HELD_BY = {
    "links": _("It has links, and those are looked at first."),
    "words": _("It has words that are looked at first."),
    "repeat": _("The same was written before."),
    "newcomer": _("The first comments of somebody new are read before they appear."),
    "history": _("Several of your last comments were removed, so this one is read first."),
    "person": _("All your comments are read before they appear, for now."),
    "reports": _("Readers reported it."),
    "strict": _("Every comment here is read before it appears."),
}


class Fate:
    """One comment's; told() has fetched what it reads."""

    def __init__(self, comment):
        self.comment = comment
        self.rejection = next(iter(getattr(comment, "rejected", ())), None)
        self.appeal = getattr(comment, "appeal", None)

    @property
    def state(self):
        """In a word or two; "" when everybody can read it."""
        if self.comment.status == Status.PENDING:
            return _("Waiting for a moderator")
        if not self.comment.is_rejected:
            return ""
        return _("Removed") if self.comment.shown_at else _("Not published")

    @property
    def why(self):
        """Why it waits."""
        if self.comment.status != Status.PENDING:
            return ""
        rules = [finding.rule for finding in self.comment.findings.all()]
        return next((HELD_BY[rule] for rule in rules if rule in HELD_BY), HELD)

    @property
    def explanation(self):
        """The moderator's words; not those about spam, which its senders would learn from."""
        return self.rejection.reason if self.rejection and self.rejection.code != "spam" else ""

    @property
    def may_appeal(self):
        is_theirs = self.comment.is_rejected and self.comment.article.is_public
        return is_theirs and not self.appeal and appeals.may_appeal(self.rejection)

    @property
    def is_of_earlier(self):
        """True when they had appealed a rejection that was taken back, and not this one."""
        is_open = self.appeal and self.comment.is_rejected and self.rejection
        return bool(is_open) and self.appeal.decision_id != self.rejection.pk


def tell(comments):
    """Give each comment its `fate`, in at most three statements."""
    waiting = [comment for comment in comments if comment.status == Status.PENDING]
    rejected = [comment for comment in comments if comment.is_rejected]
    prefetch_related_objects(waiting, "findings")
    decisions = Prefetch("decisions", appeals.rejections(), to_attr="rejected")
    prefetch_related_objects(rejected, decisions)
    prefetch_related_objects(comments, "appeal")
    for comment in comments:
        comment.fate = Fate(comment)
    return comments
