"""What writers are told by mail of their comments, where an account or a guest confirmed the address.

Written in the transaction of what they tell, sent by outbox.py. One act, such as a ban with all
that goes with it, writes to a person once. Never about spam: an answer is what its senders want.
"""

from django.db import connection
from django.db.models import Q

from comments import outbox, persons
from comments.models import Comment, Decision, LegalCase, Sanction

Action, Status = Decision.Action, Comment.Status


def decided(comment, decision):
    """After a decision: `comment` is as it was before. Only for what its writer could not foresee."""
    template = _template(decision)
    to = template and address_of(comment)
    if to and not _was_told(comment, decision):
        outbox.write(template, to, comment=comment, decision=decision)


def judged(appeal):
    """The answer to an appeal, whoever gave it."""
    if to := address_of(appeal.comment):
        outbox.write("appeal", to, comment=appeal.comment, appeal=appeal)


def address_of(comment):
    """Where mail certainly reaches a comment's writer, or ""."""
    return persons.address_of(persons.person_of(comment))


def _template(decision):
    old, new = decision.old_status, decision.new_status
    if decision.action == Action.REJECT and new == Status.REMOVED != old:
        return "rejected"
    return "approved" if decision.action == Action.APPROVE and old == Status.PENDING else ""


def _was_told(comment, decision):
    """True when the same act wrote to them before, or a case of illegal content does."""
    by_case = _rows(LegalCase).filter(comment=comment.pk, outcome="removed", decision=None)
    if decision.code == "illegal" and by_case.exists():
        return True
    theirs = Q(comment__author=comment.author_id)
    if not comment.author_id:
        theirs = Q(comment__author=None, comment__email__iexact=comment.email)
    same = _rows(Decision).filter(theirs, act=decision.act, action=decision.action)
    is_sanction = _rows(Sanction).filter(act=decision.act).exists()
    return is_sanction or same.exclude(pk=decision.pk).exists()


def _rows(model):
    return model.objects.using(connection.alias)
