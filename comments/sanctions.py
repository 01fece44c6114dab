"""The ladder: warn, hold all comments, suspend, ban. The only code that writes sanctions.

A member answers by account, a guest by an address they confirmed; one who confirmed none by their
network, suspended for some time only. The suspended read and vote; the banned read, and can take
what is theirs with them.
"""

from datetime import timedelta
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import mail, persons
from comments.models import Comment, Decision, Guest, Sanction, Trace
from comments.traces import KEY_DAYS, TRACE_DAYS

Kind = Sanction.Kind
SUSPENSION_HOURS = (1, 3, 24, 7 * 24)
REJECTED_DAYS = 30
REJECTED_AT_ONCE = 100
# A network is recognised while its key is kept: for the longest suspension from any day of it.
NETWORK_DAYS = TRACE_DAYS - KEY_DAYS - SUSPENSION_HOURS[-1] // 24
REASON_LENGTH = Decision._meta.get_field("reason").max_length


class NotAllowed(Exception):
    """This can't be done to this person, or not by this moderator; `sentence` says why."""

    def __init__(self, sentence):
        super().__init__(str(sentence))
        self.sentence = sentence


def impose(person, kind, *, by, code, text="", until=None, reject_since=None, act=None):
    """The Sanction that now holds. The same act asked for again goes on where it broke off.

    With `reject_since` all they wrote from then on is rejected, by the same act.
    """
    if refusal := why_not(person, kind, by=by):
        raise NotAllowed(refusal)
    about = {"kind": kind, "moderator": by, "code": code, "text": text, "until": until}
    sanction = _store(person, act=act or uuid4(), **about)
    if reject_since:
        _reject_all(person.comments().filter(created_at__gte=reject_since), sanction, by)
    return sanction


def why_not(person, kind, *, by):
    """Why this can't be done to a person by a moderator; nothing when it can."""
    if person.member == by:
        return _("That's you.")
    if person.member and person.member.is_staff and not by.is_superuser:
        return _("Only an administrator can do that to staff.")
    return "" if person.is_confirmed else _why_not_network(person, kind)


def may_lift(sanction, *, by):
    """Whoever may impose it on somebody may lift it; that of a network, every moderator."""
    person = persons.person_under(sanction)
    return not (person.is_confirmed and why_not(person, sanction.kind, by=by))


def lift(sanction, by):
    """Let it hold no more; False when it did not hold any more."""
    changes = {"lifted_at": timezone.now(), "lifted_by": by}
    with transaction.atomic():
        rows = Sanction.objects.using(connection.alias)
        if not rows.in_force().filter(pk=sanction.pk).update(**changes):
            return False
        sanction = rows.select_related("member", "guest").get(pk=sanction.pk)
        _write_to(persons.person_under(sanction), "sanction_lifted", sanction)
    return True


def acknowledge(sanction):
    """They have read the warning: they may write again."""
    unread = Sanction.objects.filter(pk=sanction.pk, acknowledged_at=None)
    unread.update(acknowledged_at=timezone.now())


def _why_not_network(person, kind):
    if kind != Kind.SUSPENSION:
        return _("This guest has confirmed no address: their network can be suspended, no more.")
    since = timezone.now() - timedelta(days=NETWORK_DAYS)
    if not Trace.objects.filter(network__in=person.networks, made_at__gt=since).exists():
        return _("It is no longer known where this guest wrote from.")
    return ""


@transaction.atomic
def _store(person, *, act, kind, **about):
    """One row for one step of an act, and one ban for one person, however often it is asked for."""
    target = _locked_target(person)
    rows = Sanction.objects.using(connection.alias)
    found = rows.filter(act=act, kind=kind, **target).first()
    if kind == Kind.BAN and not found:
        found = rows.in_force().filter(kind=kind, **target).first()
    if found:
        return found
    sanction = rows.create(act=act, kind=kind, **target, **about)
    _write_to(person, "sanction", sanction)
    return sanction


def _locked_target(person):
    """Whom it is for, as columns; their row is locked."""
    if not person.is_confirmed:
        return {"network": person.networks[0]}
    model, name = (get_user_model(), "member") if person.member else (Guest, "guest")
    rows = model.objects.using(connection.alias).select_for_update(no_key=True)
    return {name: rows.get(pk=getattr(person, name).pk)}


def _reject_all(comments, sanction, by):
    """Each is a transaction of its own: after a crash, asking again does the rest."""
    about = {"code": sanction.code, "reason": sanction.text[:REASON_LENGTH], "act": sanction.act}
    shown = comments.filter(status__in=(Comment.Status.PENDING, Comment.Status.VISIBLE))
    last = 0
    while batch := list(shown.filter(pk__gt=last).order_by("pk")[:REJECTED_AT_ONCE]):
        for comment in batch:
            comment.reject(by=by, **about)
        last = batch[-1].pk


def _write_to(person, template, sanction):
    if to := persons.address_of(person):
        mail.write(template, to, sanction=sanction)
