"""How a vote is cast: one row per voter and comment, and the counters with it.

Many guests' votes from one place are kept but not counted until a moderator has looked: cookies
are easily cleared, networks are not easily changed. Locks: vote, then comment.
"""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from comments import stamps

COUNTED, HELD, VOIDED = 0, 1, 2
# What `previous` holds until the voter changes their mind.
FIRST = 2
ADDRESS_HOURS = 24
NETWORK_MINUTES = 10
# A crash may lose the votes of the last moment, never a comment: so voters need not wait for the
# disk, and a crowd on one comment is four to six times faster. The setting ends with the transaction.
HASTE = {"postgresql": ", set_config('synchronous_commit', 'off', true)"}

CAST = f"""
    INSERT INTO comments_vote AS old
        (comment_id, voter, value, previous, created_at, member_id, address, network)
    VALUES (%(comment)s, %(voter)s, %(value)s, {FIRST}, CURRENT_TIMESTAMP,
        %(member)s, %(address)s, %(network)s)
    ON CONFLICT (comment_id, voter) DO UPDATE SET previous = old.value, value = excluded.value
    RETURNING previous, standing
"""  # noqa: S608 - the only value put in is a number of ours
WITHDRAW = """
    UPDATE comments_vote SET previous = value, value = 0
    WHERE comment_id = %(comment)s AND voter = %(voter)s
    RETURNING previous, standing
"""
COUNT = """
    UPDATE comments_comment
    SET up = up + %(up)s, down = down + %(down)s, score = score + %(up)s - %(down)s
    WHERE id = %(comment)s AND status = %(visible)s
    RETURNING up, down, score
"""
READ = (
    "SELECT up, down, score FROM comments_comment WHERE id = %(comment)s AND status = %(visible)s"
)
# Withdrawn, held and voided votes are others too: taking one back makes no room for the next.
HOLD = f"""
    UPDATE comments_vote SET standing = {HELD}
    WHERE comment_id = %(comment)s AND voter = %(voter)s AND (
        EXISTS (
            SELECT 1 FROM comments_vote AS other
            WHERE other.comment_id = %(comment)s
                AND other.network IN (%(network)s, %(network_before)s)
                AND other.address IN (%(address)s, %(address_before)s)
                AND other.created_at > %(address_since)s
                AND other.voter <> %(voter)s
        ) OR %(enough)s <= (
            SELECT COUNT(*) FROM comments_vote AS other
            WHERE other.comment_id = %(comment)s
                AND other.network IN (%(network)s, %(network_before)s)
                AND other.created_at > %(network_since)s AND other.voter <> %(voter)s
        )
    )
    RETURNING standing
"""  # noqa: S608


class Origin(NamedTuple):
    """Who casts a vote: a member, or a guest from an address and a network (keyed hashes).

    The key changes every week: `..._before` are what last week's votes from there are found by.
    """

    member: int | None = None
    address: UUID | None = None
    network: UUID | None = None
    address_before: UUID | None = None
    network_before: UUID | None = None


class Tally(NamedTuple):
    """What a comment's votes come to, the voter's own, and whether that one counts."""

    up: int
    down: int
    score: int
    value: int
    standing: int = COUNTED

    @property
    def waits(self):
        """True for a vote that is kept but counts only after a moderator has looked."""
        return self.standing == HELD and self.value != 0


@transaction.atomic
def cast(comment, voter, value, origin=None):
    """Set a reader's vote; casting it again changes nothing. Only visible comments take votes."""
    if value not in (-1, 0, 1):
        raise ValueError(f"A vote is -1, 0 or 1, not {value!r}.")
    origin = origin or Origin()
    previous, standing = _set_vote(comment, voter, value, origin)
    if standing != COUNTED:
        return Tally(*_count(comment, 0, 0), value, standing)
    is_first = previous == FIRST
    counted = _count(comment, 0 if is_first else previous, value)
    # The counting took the comment's lock: whoever voted before us is committed, and seen.
    if is_first and origin.network and _is_crowded(comment, voter, origin):
        return Tally(*_count(comment, value, 0), value, HELD)
    if value != previous:
        stamps.votes_changed(comment.article_id)
    return Tally(*counted, value)


def _set_vote(comment, voter, value, origin):
    """Store the vote and say what it was before: the row's lock makes that exact."""
    statement = (CAST if value else WITHDRAW) + HASTE.get(connection.vendor, "")
    asked = {"comment": comment.pk, "voter": _key(voter), "value": value, "member": origin.member}
    asked |= {"address": _key(origin.address), "network": _key(origin.network)}
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        row = cursor.fetchone()
    return row[:2] if row else (0, COUNTED)


def _count(comment, old, new):
    """Count a vote that was one thing and is another now; up, down and score after it."""
    asked = {"comment": comment.pk, "visible": comment.Status.VISIBLE}
    asked["up"], asked["down"] = (new == 1) - (old == 1), (new == -1) - (old == -1)
    with connection.cursor() as cursor:
        cursor.execute(COUNT if new != old else READ, asked)
        counted = cursor.fetchone()
    if counted is None:
        raise comment.DoesNotExist(comment.pk)
    return counted


def _is_crowded(comment, voter, origin):
    """Hold a guest's first vote when the place it came from has voted enough; True then."""
    now = timezone.now()
    asked = {"comment": comment.pk, "voter": _key(voter), "enough": settings.VOTES_PER_NETWORK - 1}
    asked |= {name: _key(place) for name, place in origin._asdict().items() if name != "member"}
    asked["address_since"] = _moment(now - timedelta(hours=ADDRESS_HOURS))
    asked["network_since"] = _moment(now - timedelta(minutes=NETWORK_MINUTES))
    with connection.cursor() as cursor:
        cursor.execute(HOLD, asked)
        return cursor.fetchone() is not None


def _key(uuid):
    return uuid if uuid is None or connection.vendor == "postgresql" else uuid.hex


def _moment(time):
    return connection.ops.adapt_datetimefield_value(time)
