"""The only code that changes counters and statuses; every change is a difference, under a lock.

replies  listed direct replies          total    visible comments below a root
listed   visible, or has listed replies (then a tombstone stands for it)
heat     open reports in the thread of a root
Discussion.visible                      visible comments of the article
"""

from django.db import connection
from django.db.models import F
from django.utils import timezone

COUNT_REPLY = """
    UPDATE comments_comment
    SET replies = replies + %(listed)s,
        listed = (status = %(visible_status)s OR replies + %(listed)s > 0),
        total = total + CASE WHEN level = 0 THEN %(visible)s ELSE 0 END
    WHERE id = %(pk)s
    RETURNING replies, status, parent_id, closed_at
"""
COUNT_IN_THREAD = """
    UPDATE comments_comment SET total = total + %s WHERE tree_id = %s AND lft = 1
    RETURNING closed_at
"""
WARM_THREAD = """
    UPDATE comments_comment SET heat = heat + %s WHERE tree_id = %s AND lft = 1
"""
COUNT_IN_DISCUSSION = """
    INSERT INTO comments_discussion (article_id, visible, is_open) VALUES (%s, %s, %s)
    ON CONFLICT (article_id)
    DO UPDATE SET visible = comments_discussion.visible + excluded.visible
    RETURNING is_open
"""


def count_in(comment):
    """Count a comment that was just inserted; its parent already knows (TAKE_SLOT).

    Tells whether thread and discussion are open: asked under their locks, so nobody slips past.
    """
    visible, closed_at = int(comment.is_visible), None
    if comment.level:
        above, appears, closed_at = comment._above
    if visible and comment.level > 1:
        closed_at = _tell_ancestors(comment, above, listed=appears, visible=visible)
    return count_in_discussion(comment.article_id, visible) and closed_at is None


def count_in_discussion(article_id, visible):
    """Add to an article's visible comments (its row is locked last); is the discussion open?"""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_IN_DISCUSSION, [article_id, visible, True])
        return bool(cursor.fetchone()[0])


def change_status(now, status, *, heat=0, **fields):
    """Give a locked comment a status and count it in or out; `heat` open reports came to its thread.

    Tree columns stay as they are.
    """
    becomes_visible = status == now.Status.VISIBLE
    if becomes_visible:
        fields["shown_at"] = now.shown_at or timezone.now()
    if heat and not now.level:
        fields["heat"] = F("heat") + heat
    listed = becomes_visible or now.replies > 0
    rows = type(now)._base_manager.using(connection.alias)
    rows.filter(pk=now.pk).update(status=status, listed=listed, **fields)
    visible = int(becomes_visible) - int(now.is_visible)
    if now.level:
        _tell_ancestors(now, now.parent_id, listed=listed - now.listed, visible=visible)
        warm(now, heat)
    if visible:
        count_in_discussion(now.article_id, visible)


def warm(reply, heat):
    """Some open reports came to a thread or, negative, were settled; its first comment keeps them."""
    if heat:
        with connection.cursor() as cursor:
            cursor.execute(WARM_THREAD, [heat, reply.tree_id])


def _tell_ancestors(comment, parent_id, *, listed, visible):
    """One listed reply and some visible comments came to a parent or, negative, went.

    A hidden parent appears with its first listed reply and disappears with its last, and so on up.
    Tells since when the thread is closed, if it is.
    """
    has_told_root, closed_at = False, None
    with connection.cursor() as cursor:
        while listed and parent_id:
            asked = {"pk": parent_id, "listed": listed, "visible": visible}
            cursor.execute(COUNT_REPLY, asked | {"visible_status": comment.Status.VISIBLE})
            replies, status, parent_id, closed_at = cursor.fetchone()
            has_told_root = parent_id is None
            if status == comment.Status.VISIBLE or replies != max(listed, 0):
                break
        if visible and not has_told_root:
            cursor.execute(COUNT_IN_THREAD, [visible, comment.tree_id])
            closed_at = cursor.fetchone()[0]
    return closed_at
