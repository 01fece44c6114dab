"""What writers are told of their comments: by the bell, and by mail where an address is confirmed.

Written in the transaction of what they tell. One act, such as a ban with all that goes with it,
writes to a person once. Never about spam: an answer is what its senders want.
"""

from django.apps import apps
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from comments import mail, noticing, persons
from comments.models import Appeal, Comment, Decision, LegalCase, Notice, Sanction, Subscriber
from comments.readers import email_key

Action, Status = Decision.Action, Comment.Status
KINDS = {
    "approved": Notice.Kind.APPROVED,
    "restored": Notice.Kind.APPROVED,
    "rejected": Notice.Kind.REJECTED,
    "featured": Notice.Kind.FEATURED,
}


def decided(comment, decision):
    """After a decision: `comment` is as it was before. Only for what its writer could not foresee."""
    template = _template(decision)
    is_own = decision.moderator_id and decision.moderator_id == comment.author_id
    if template and not is_own:
        _tell(template, comment, decision)


def undone(comment, decision, undoing):
    """After a decision was taken back: what told of it goes, and who had read it is told so."""
    told = _rows(Notice).filter(decision=decision.pk)
    is_read = told.exclude(read_at=None).exists()
    told.delete()
    mails = _mails(_key(decision, address_of(comment)))
    if not _of_same_act(comment, decision).standing().exists():
        free = Q(taken_until=None) | Q(taken_until__lt=timezone.now())
        mails.filter(free, sent_at=None).delete()
    is_known = is_read or mails.exists()
    if is_known and decision.action == Action.REJECT and undoing.new_status == Status.VISIBLE:
        _tell("restored", comment, undoing)


def judged(appeal):
    """The answer to an appeal, whoever gave it."""
    if to := address_of(appeal.comment):
        mail.write("appeal", to, comment=appeal.comment, appeal=appeal)


def address_of(comment):
    """Where mail certainly reaches a comment's writer, or ""."""
    return persons.address_of(persons.person_of(comment))


def _template(decision):
    old, new = decision.old_status, decision.new_status
    if decision.action == Action.REJECT and new == Status.REMOVED != old:
        return "rejected"
    if decision.action == Action.APPROVE:
        return {Status.PENDING: "approved", Status.REMOVED: "restored"}.get(old, "")
    return "featured" if decision.action == Action.FEATURE else ""


def _tell(template, comment, decision):
    person = persons.person_of(comment)
    subscriber = _subscriber(person)
    if person.member:
        noticing.notice(subscriber, KINDS[template], comment, decision=decision)
    # Who wants no mail has a right to this one: what was removed, why, and how to object.
    is_wanted = template == "rejected" or not (subscriber and subscriber.stopped_at)
    to = persons.address_of(person) if is_wanted else ""
    if to and not _was_written(template, comment, decision):
        language = subscriber.language if subscriber else ""
        about = {"comment": comment, "decision": decision, "language": language}
        mail.write(template, to, key=_key(decision, to), **about)


def _subscriber(person):
    if person.member:
        return Subscriber.objects.of_member(person.member)
    return _rows(Subscriber).filter(guest=person.guest).first() if person.guest else None


def _was_written(template, comment, decision):
    """True when the same act wrote to them before, or something else that tells of it does."""
    if template == "restored":  # by the answer to their appeal
        judged = _rows(Appeal).filter(comment=comment.pk, judged_at__gte=decision.decided_at)
        return judged.exists()
    by_case = _rows(LegalCase).filter(comment=comment.pk, outcome="removed", decision=None)
    if decision.code == "illegal" and by_case.exists():
        return True
    is_sanction = _rows(Sanction).filter(act=decision.act).exists()
    return is_sanction or _of_same_act(comment, decision).exists()


def _of_same_act(comment, decision):
    """What else was decided in one go about comments of the same writer."""
    theirs = Q(comment__author=comment.author_id)
    if not comment.author_id:
        theirs = Q(comment__author=None, comment__email__iexact=comment.email)
    same = _rows(Decision).filter(theirs, act=decision.act, action=decision.action)
    return same.exclude(pk=decision.pk)


def _key(decision, address):
    """Of the mail about all that one act does to one person's comments."""
    return f"{decision.action}:{decision.act}:{email_key(address)}" if address else ""


def _mails(key):
    mails = apps.get_model("newsportal", "OutgoingMail").objects.using(connection.alias)
    return mails.filter(key=key) if key else mails.none()


def _rows(model):
    return model.objects.using(connection.alias)
