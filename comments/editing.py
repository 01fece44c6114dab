"""The only code that replaces or erases what a comment says, always under the comment's lock."""

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from comments import deciding, text
from comments import findings as kept_findings
from comments.members import members_in
from comments.tree import MAX_LEVEL

VOTED = "SELECT EXISTS (SELECT 1 FROM comments_vote WHERE comment_id = %s)"


class ChangedMeanwhile(Exception):
    """An edit began with a text that is no longer the comment's; `comment` is as it is now."""

    def __init__(self, comment):
        super().__init__(comment.pk)
        self.comment = comment


@transaction.atomic
def replace_text(comment, new_text, *, version=None, findings=(), code="", said=None, rules=()):
    """Replace the text and keep the earlier one; True when anything changed.

    Only what waits or is visible is edited. `version` names the text an edit was made from. By the
    unsaved findings of the pipeline a visible comment waits once more or is rejected, and nothing
    makes one visible; `rules` are those that looked, `said` is what the trace keeps of the text.
    """
    now = deciding.locked(comment)
    cleaned = text.clean_text(new_text)
    if not now.is_editable or now.text == cleaned:
        return False
    if version is not None and version != now.version:
        raise ChangedMeanwhile(now)
    # An editor picked the words as they were, not what comes in their place.
    changes = {"text": cleaned, "edited_at": timezone.now(), "featured_at": None}
    changes["body_html"] = text.render(cleaned, members_in(cleaned))
    # Who approved it approved other words.
    changes["decided_at"] = None
    _keep_revision(now, changes["edited_at"])
    deciding.apply(now, changes)
    kept_findings.renew(comment, findings, code=code, rules=rules)
    if said:
        _rows_of("Trace").filter(comment=now.pk).update(said=said)
    comment.refresh_from_db(fields=["status", "queued_at", *changes])
    return True


def _rows_of(name):
    return apps.get_model("comments", name).objects.using(connection.alias)


def _rows(comment):
    return type(comment)._base_manager.using(connection.alias)


def _keep_revision(now, replaced_at):
    """What waited for a moderator was never seen, so it is not shown later either."""
    now.revisions.create(
        text=now.text,
        body_html=now.body_html,
        written_at=now.edited_at or now.created_at,
        replaced_at=replaced_at,
        is_public=now.is_visible and (_is_answered(now) or _is_judged(now)),
    )


def _is_judged(now):
    """Somebody voted on it, were it only to take the vote back; asked while no vote can be counted."""
    with connection.cursor() as cursor:
        cursor.execute(VOTED, [now.pk])
        return now.up + now.down > 0 or bool(cursor.fetchone()[0])


def _is_answered(now):
    """Answers take the lock of the comment they hang on: at the last level, of one above it."""
    if now.slots or now.level < MAX_LEVEL:
        return now.slots > 0
    above = now.get_ancestors(ascending=True).using(connection.alias)
    list(above.select_for_update(no_key=True).values_list("pk"))
    return _rows(now).filter(tree_id=now.tree_id, reply_to=now.pk).exists()
