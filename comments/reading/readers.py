"""What a reader's own page knows more than the shared one."""

from comments.models import Ignored, Vote


def mark_own(rows, voter):
    """What this reader wrote, and how they voted."""
    if voter is None:
        return
    votes = Vote.objects.filter(voter=voter, comment_id__in=[row.id for row in rows])
    own = {pk: vote for pk, *vote in votes.values_list("comment_id", "value", "standing")}
    for row in rows:
        row.own_vote, standing = own.get(row.id, (0, None))
        row.vote_waits = standing == Vote.Standing.HELD and row.own_vote != 0
        row.is_own = row.reader == voter


def mark_ignored(rows, member):
    """Whom this member does not want to read; nobody for guests."""
    if member is None:
        return
    people = set(Ignored.objects.filter(member=member).values_list("person_id", flat=True))
    for row in rows:
        row.is_ignored = row.author_id in people
