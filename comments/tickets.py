"""Errors in articles that readers report: for the editors."""

from django.db import transaction
from django.utils import timezone

from comments import mail, persons, stamps
from comments.models import Ticket


def open_ticket(comment, reporter, *, text, quote="", member=None):
    """Keep what a reader says is wrong in the article; while that is open, once."""
    asked = {"comment": comment, "reporter": reporter, "state": Ticket.State.OPEN}
    facts = {"article": comment.article, "text": text, "quote": quote, "member": member}
    return Ticket.objects.get_or_create(**asked, defaults=facts)[0]


@transaction.atomic
def settle(ticket, *, by):
    """An editor has answered: a member is told. What is open again has nobody who settled it."""
    is_open = ticket.state == Ticket.State.OPEN
    ticket.editor, ticket.settled_at = (None, None) if is_open else (by, timezone.now())
    if ticket.state != Ticket.State.CORRECTED:
        ticket.correction = None
    ticket.save(update_fields=["state", "answer", "correction", "editor", "settled_at"])
    stamps.discussion_changed(ticket.article_id)
    if ticket.member and not is_open:
        address = persons.address_of(persons.Person(member=ticket.member))
        mail.write("ticket_settled", address, ticket=ticket)


def waiting_for(user, limit):
    """The oldest that nobody has answered, and how many there are; nothing for who may not answer."""
    if not user.has_perm("comments.change_ticket"):
        return {"rows": [], "total": 0}
    waiting = Ticket.objects.filter(state=Ticket.State.OPEN).select_related("article")
    rows = list(waiting.order_by("opened_at", "pk")[:limit])
    return {"rows": rows, "total": waiting.count() if len(rows) == limit else len(rows)}


def mark_corrected(rows, article):
    """Say of each row whether the article was corrected because of it, and by which note."""
    if not article.updated_at:  # no note was ever published without
        return
    led = Ticket.objects.filter(comment__in=[row.id for row in rows], correction__isnull=False)
    notes = dict(led.order_by("-pk").values_list("comment", "correction"))
    for row in rows:
        row.correction_id = notes.get(row.id)


def exported(key):
    """What a reader said is wrong in articles, for a file."""
    columns = ("article", "quote", "text", "opened_at", "state", "answer")
    return list(Ticket.objects.filter(reporter=key).values(*columns)) if key else []


def forget_reporter(key):
    """Who reported it, not what is wrong: that is about the article."""
    Ticket.objects.filter(reporter=key, reporter__isnull=False).update(reporter=None, member=None)
