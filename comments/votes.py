"""The only code that writes votes and scores."""

from typing import NamedTuple

from django.db import connection, transaction

from comments import stamps

# A crash may lose the votes of the last moment, never a comment: so voters need not wait for the
# disk, and a crowd on one comment is four to six times faster. The setting ends with the transaction.
HASTE = {"postgresql": ", set_config('synchronous_commit', 'off', true)"}

CAST = """
    INSERT INTO comments_vote AS old (comment_id, voter, value, previous, created_at)
    VALUES (%(comment)s, %(voter)s, %(value)s, 0, CURRENT_TIMESTAMP)
    ON CONFLICT (comment_id, voter) DO UPDATE SET previous = old.value, value = excluded.value
    RETURNING previous
"""
WITHDRAW = """
    UPDATE comments_vote SET previous = value, value = 0
    WHERE comment_id = %(comment)s AND voter = %(voter)s
    RETURNING previous
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


class Tally(NamedTuple):
    """What a comment's votes come to, and the voter's own."""

    up: int
    down: int
    score: int
    value: int


@transaction.atomic
def cast(comment, voter, value):
    """Set a reader's vote; casting it again changes nothing. Only visible comments take votes."""
    if value not in (-1, 0, 1):
        raise ValueError(f"A vote is -1, 0 or 1, not {value!r}.")
    previous = _set_vote(comment, voter, value)
    asked = {"comment": comment.pk, "visible": comment.Status.VISIBLE}
    asked["up"] = (value == 1) - (previous == 1)
    asked["down"] = (value == -1) - (previous == -1)
    with connection.cursor() as cursor:
        cursor.execute(COUNT if value != previous else READ, asked)
        counted = cursor.fetchone()
    if counted is None:
        raise comment.DoesNotExist(comment.pk)
    if value != previous:
        stamps.votes_changed(comment.article_id)
    return Tally(*counted, value)


def _set_vote(comment, voter, value):
    """Store the vote and say what it was before: the row's lock makes that exact."""
    column = voter if connection.vendor == "postgresql" else voter.hex
    statement = (CAST if value else WITHDRAW) + HASTE.get(connection.vendor, "")
    with connection.cursor() as cursor:
        cursor.execute(statement, {"comment": comment.pk, "voter": column, "value": value})
        row = cursor.fetchone()
    return row[0] if row else 0
