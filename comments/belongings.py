"""What belongs to a reader: found, handed over, added to an account, erased."""

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Lower
from django.db.models.lookups import Exact

from comments import followed, reports, retention, stamps, tickets, votes
from comments.models import Comment, Guest, Ignored, Sanction, Vote
from comments.readers import Reader

BATCH = 200


def own_comments(reader):
    """What they wrote: by account or cookie, and from the address they confirmed."""
    if not reader.is_known:
        return Comment.objects.none()
    mine = Q(reader=reader.key)
    if reader.user:
        mine |= Q(author=reader.user)
    if reader.guest:
        mine |= from_address(reader.guest.email)
    return Comment.objects.filter(mine).exclude(status=Comment.Status.ERASED).order_by()


def from_address(email):
    """Guests' comments with this address, in whatever case; in the terms of `comment_by_address`."""
    return Q(Exact(Lower("email"), email.lower()), ~Q(email=""), author=None)


def exported(reader):
    """All we keep of what they said and how they judged, as plain lists for a file."""
    comments = own_comments(reader).select_related("article").prefetch_related("revisions")
    votes_cast = Vote.objects.filter(voter=reader.key).exclude(value=0).order_by("created_at")
    ignored = Ignored.objects.of(reader.user) if reader.user else ()
    return {
        "comments": [_comment(comment) for comment in comments.newest()],
        "votes": [_vote(vote) for vote in votes_cast],
        "reports": reports.exported(reader.key),
        "errors_reported": tickets.exported(reader.key),
        "sanctions": [_sanction(sanction) for sanction in _sanctions(reader)],
        "ignored_people": [each.person.username for each in ignored],
        "following": followed.exported(reader),
    }


def _comment(comment):
    columns = ("id", "parent_id", "name", "email", "text", "created_at", "edited_at", "up", "down")
    return {column: getattr(comment, column) for column in columns} | {
        "address": settings.SITE_URL + comment.get_absolute_url(),
        "article": comment.article.headline,
        "status": comment.get_status_display(),
        "earlier_texts": [_text(revision) for revision in reversed(comment.revisions.all())],
    }


def _text(revision):
    return {name: getattr(revision, name) for name in ("text", "written_at", "replaced_at")}


def _vote(vote):
    return {"comment": vote.comment_id, "value": vote.value, "cast_at": vote.created_at}


def _sanctions(reader, address=""):
    """What moderators decided about them, by account or confirmed address."""
    theirs = Q(member=reader.user) if reader.user else Q(pk=None)
    if reader.guest:
        theirs |= Q(guest=reader.guest)
    if address:
        theirs |= Q(guest__email=address.lower())
    return Sanction.objects.filter(theirs)


def _sanction(sanction):
    columns = ("text", "imposed_at", "until", "acknowledged_at", "lifted_at")
    return {column: getattr(sanction, column) for column in columns} | {
        "kind": sanction.get_kind_display(),
        "reason": sanction.get_code_display(),
    }


def claim(guest, user):
    """Put what was written and followed from this address on an account; how many comments moved.

    One by one: a statement over many locks comments in another order than answers and votes do.
    """
    theirs = Comment.objects.filter(from_address(guest.email)).order_by()
    found = dict(theirs.values_list("pk", "article_id"))
    kept = {"author": user, "reader": Reader(user=user).key, "email": ""}
    moved = [pk for pk in found if theirs.filter(pk=pk).update(**kept)]
    for article_id in {found[pk] for pk in moved}:
        stamps.discussion_changed(article_id, user.pk)
    followed.move(guest, user)
    return len(moved)


def erase(reader, address=""):
    """Erase all they wrote, also from this address, and take back their votes.

    Each comment is a transaction of its own: after a crash, asking again does the rest.
    """
    guest = reader.guest.email if reader.guest else address
    while batch := list(_erasable(reader, guest)[:BATCH]):
        for comment in batch:
            comment.erase()
    votes.withdraw_all(reader.key)
    reports.forget_reporter(reader.key)
    tickets.forget_reporter(reader.key)
    followed.forget(reader, guest)
    if guest:
        retention.forget_address(guest, _sanctions(reader, guest))
        Guest.objects.filter(email=guest.lower()).delete()


def _erasable(reader, address):
    left = own_comments(reader)
    return left | Comment.objects.filter(from_address(address)).order_by() if address else left
