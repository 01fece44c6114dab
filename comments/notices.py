"""What writers are told by mail of their comments, where an account or a guest confirmed the address.

Written in the transaction of what they tell, sent by outbox.py. One act, such as a ban with all
that goes with it, writes to a person once. Never about spam: an answer is what its senders want.
"""

from allauth.account.models import EmailAddress
from django.db import connection
from django.db.models import Q
from django.db.models.functions import Lower
from django.db.models.lookups import Exact

from comments import outbox
from comments.models import Decision, Guest

Action = Decision.Action


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
    """The confirmed address of a comment's writer, or ""; who only typed one gets no mail."""
    if comment.author_id:
        accounts = EmailAddress.objects.using(connection.alias).order_by("-primary", "pk")
        confirmed = accounts.filter(user=comment.author_id, user__is_active=True, verified=True)
    else:
        guests = Guest.objects.using(connection.alias).exclude(confirmed_at=None)
        confirmed = guests.filter(Exact(Lower("email"), comment.email.lower()))
    is_known = comment.author_id or comment.email
    return (is_known and confirmed.values_list("email", flat=True).first()) or ""


def _template(decision):
    statuses = type(decision.comment).Status
    old, new = decision.old_status, decision.new_status
    if decision.action == Action.REJECT and new == statuses.REMOVED != old:
        return "rejected"
    return "approved" if decision.action == Action.APPROVE and old == statuses.PENDING else ""


def _was_told(comment, decision):
    """True when the same act did the same to another comment of theirs before."""
    theirs = Q(comment__author=comment.author_id)
    if not comment.author_id:
        theirs = Q(comment__author=None, comment__email__iexact=comment.email)
    same = Decision.objects.using(connection.alias).filter(theirs, act=decision.act)
    return same.filter(action=decision.action).exclude(pk=decision.pk).exists()
