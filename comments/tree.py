"""The only code that gives comments their place: slotted nested sets on django-mptt.

A comment owns an interval whose width depends on its level alone, and its k-th reply sits at a
place computed from k. So a reply is one UPDATE of its parent (lock, slot and counters) and one
INSERT, in a thread of ten as in one of a hundred thousand; nothing else ever moves.

Locks are taken in one order everywhere: vote, comment, parent ... root, discussion.
"""

from django.db import connection, models, transaction
from django.utils.translation import gettext as _
from mptt.exceptions import CantDisableUpdates, InvalidMove
from mptt.managers import TreeManager
from mptt.querysets import TreeQuerySet

from comments import counters

# Direct replies a comment of each level may have; the last level has none.
FANOUT = (65_536, 2_048, 512, 256, 128, 64, 16)
MAX_LEVEL = len(FANOUT)


def _widths():
    widths = [2]
    for fanout in reversed(FANOUT):
        widths.append(2 + fanout * widths[-1])
    return tuple(reversed(widths))


WIDTH = _widths()
WIDTH_BY_LEVEL = models.Case(
    *[models.When(level=level, then=models.Value(width)) for level, width in enumerate(WIDTH)],
    output_field=models.BigIntegerField(),
)
TREE_COLUMNS = frozenset({"tree_id", "lft", "rght", "level", "parent", "parent_id"})
COUNTERS = frozenset(
    {"slots", "listed", "up", "down", "score", "replies", "total", "status", "heat"}
)
GUARDED = TREE_COLUMNS | COUNTERS

TAKE_SLOT = """
    UPDATE comments_comment
    SET slots = slots + 1, replies = replies + %(visible)s, listed = (listed OR %(visible)s > 0),
        total = total + CASE WHEN level = 0 THEN %(visible)s ELSE 0 END
    WHERE id = %(pk)s AND slots < %(fanout)s
    RETURNING slots - 1, tree_id, lft, level, parent_id, status, replies, closed_at
"""
NEXT_TREES = {
    "postgresql": "SELECT nextval('comments_tree_id_seq') FROM generate_series(1, %s)",
    # The only writer: every transaction on SQLite begins immediate.
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s) "
    "SELECT i + (SELECT COALESCE(MAX(tree_id), 0) FROM comments_comment) FROM n",
}
CATCH_UP = """
    SELECT setval('comments_tree_id_seq', GREATEST(MAX(tree_id), nextval('comments_tree_id_seq')))
    FROM comments_comment
"""


class TreeFull(Exception):
    """A thread has no slot left; the comment starts the next one."""


def next_tree_ids(number):
    """Numbers for that many new threads."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_TREES[connection.vendor], [number])
        return [tree_id for (tree_id,) in cursor.fetchall()]


def catch_up_tree_ids():
    """After comments came by another way (loaddata), let new threads be numbered past them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(CATCH_UP)


def reply_lft(parent_lft, parent_level, number):
    """Where reply `number` of a comment begins."""
    return parent_lft + 1 + number * WIDTH[parent_level + 1]


def ancestor_lfts(lft, level):
    """Where every ancestor begins, root first: arithmetic, no query."""
    found, start = [], 1
    for depth in range(1, level + 1):
        found.append(start)
        start = reply_lft(start, depth - 1, (lft - start - 1) // WIDTH[depth])
    return found


class SlottedQuerySet(TreeQuerySet):
    """Refuses what would leave counters or intervals wrong."""

    def delete(self):
        raise InvalidMove(_("Comments are hidden or erased, never deleted."))

    delete.alters_data = True
    delete.queryset_only = True

    def update(self, **fields):
        _refuse_guarded(fields)
        return super().update(**fields)

    update.alters_data = True


class SlottedTreeManager(TreeManager.from_queryset(SlottedQuerySet)):
    """Takes slots where stock mptt would renumber neighbours."""

    def insert_node(
        self,
        node,
        target,
        position="last-child",
        save=False,
        allow_existing_pk=False,
        refresh_target=True,
    ):
        if position not in ("last-child", "first-child"):
            raise InvalidMove(_("The order of replies is not stored."))
        try:
            self._place(node, target)
        except TreeFull:
            self._place(node, None)
            node.reply_to = target
            node.continues_id = target.get_ancestors(include_self=True).first().pk
        if save:
            node.save()
        return node

    def _place(self, node, target):
        if target is None:
            node.parent, node.level, node.lft = None, 0, 1
            [node.tree_id] = next_tree_ids(1)
        else:
            self._take_slot(node, target)
        node.rght = node.lft + WIDTH[node.level] - 1

    def _take_slot(self, node, target):
        """Hang the node on its target, or on the nearest ancestor that has room."""
        for pk, level in self._hosts(target):
            asked = {"pk": pk, "fanout": FANOUT[level], "visible": int(node.is_visible)}
            with connection.cursor() as cursor:
                cursor.execute(TAKE_SLOT, asked)
                if slot := cursor.fetchone():
                    return self._hang(node, target, pk, slot)
        raise TreeFull(target.pk)

    def _hosts(self, target):
        if target.level < MAX_LEVEL:
            yield target.pk, target.level
        above = target.get_ancestors(ascending=True).using(connection.alias)
        for pk, level, slots in above.values_list("pk", "level", "slots"):
            if slots < FANOUT[level]:
                yield pk, level

    def _hang(self, node, target, pk, slot):
        number, node.tree_id, lft, level, grandparent, status, replies, closed_at = slot
        if pk == target.pk:
            node.parent, target.slots = target, number + 1
        else:
            node.parent_id, node.reply_to = pk, target
        node.level, node.lft = level + 1, reply_lft(lft, level, number)
        # What save() still has to tell those above the parent, and when the thread was closed.
        appears = node.is_visible and status != node.Status.VISIBLE and replies == 1
        node._above = (grandparent, int(appears), closed_at)

    def _refuse(self, *args, **kwargs):
        raise InvalidMove(_("A comment keeps its place."))

    # All that stock mptt does by shifting. `_manage_space` also stands behind every gap it closes.
    _move_node = move_node = _manage_space = _create_tree_space = _refuse
    rebuild = partial_rebuild = build_tree_nodes = _refuse

    def _refuse_switch(self):
        raise CantDisableUpdates(_("A comment needs its place at once."))

    disable_mptt_updates = delay_mptt_updates = _refuse_switch


class SlottedTreeMixin:
    """What a node of a slotted tree answers differently."""

    def save(self, *args, **kwargs):
        if not self._state.adding:
            _refuse_guarded(kwargs.get("update_fields") or ())
            return super().save(*args, **kwargs)
        self.listed = self.is_visible
        if self.is_visible:
            self.shown_at = self.shown_at or self.created_at
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)
            self.is_welcome = counters.count_in(self)

    save.alters_data = True

    def delete(self, *args, **kwargs):
        raise InvalidMove(_("Comments are hidden or erased, never deleted."))

    delete.alters_data = True

    def get_ancestors(self, ascending=False, include_self=False):
        starts = ancestor_lfts(self.lft, self.level) + ([self.lft] if include_self else [])
        found = self._tree_manager.filter(tree_id=self.tree_id, lft__in=starts)
        return found.order_by("-lft" if ascending else "lft")

    def get_descendant_count(self):
        """Replies this comment ever got: mptt asks only whether there are any."""
        return self.slots

    def get_leafnodes(self, include_self=False):
        return self.get_descendants(include_self=include_self).filter(slots=0)

    def _get_user_field_names(self):
        """Columns that a plain save() of an existing comment writes: never a counter."""
        return [name for name in super()._get_user_field_names() if name not in COUNTERS]


def _refuse_guarded(fields):
    if guarded := GUARDED.intersection(fields):
        raise ValueError(f"Written by comments/tree.py and counters.py alone: {sorted(guarded)}")
