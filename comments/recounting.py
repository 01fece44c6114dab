"""Counts again, from the rows themselves, and mends what differs."""

from collections import Counter, defaultdict

from django.db import connection, transaction
from django.db.models import Count, Q

from comments.models import Comment, Discussion, Report, Vote
from comments.tree import catch_up_tree_ids

TREES_AT_ONCE = 200
COUNTED = ("listed", "replies", "total", "up", "down", "score", "open_reports", "heat")


def recount(*, mend):
    """{counter: how many rows were wrong}; with `mend` they are right afterwards.

    Takes the locks that writers take, a few threads at a time, so it may run on a busy site.
    """
    wrong = Counter()
    for trees in _trees_in_turn():
        wrong += _recount_trees(trees, mend)
    for article_id in Discussion.objects.values_list("pk", flat=True):
        wrong += _recount_discussion(article_id, mend)
    if mend:
        catch_up_tree_ids()
    return wrong


def _rows():
    return Comment._base_manager.using(connection.alias)


def _trees_in_turn():
    last = 0
    roots = _rows().filter(lft=1).order_by("tree_id").values_list("tree_id", flat=True)
    while trees := list(roots.filter(tree_id__gt=last)[:TREES_AT_ONCE]):
        yield trees
        last = trees[-1]


@transaction.atomic
def _recount_trees(trees, mend):
    rows = _rows().filter(tree_id__in=trees).order_by("tree_id", "-lft")
    locked = set(rows.select_for_update(no_key=True).values_list("pk", flat=True))
    # Read after that: waiting for a parent's lock did not show the reply that somebody held it for.
    comments = list(rows.defer("text", "body_html"))
    wrong, found = Counter(), _count_again(comments)
    for comment in comments:
        if comment.pk not in locked:  # came meanwhile, and its votes may still be coming
            continue
        true = found[comment.pk]
        differing = [name for name in COUNTED if getattr(comment, name) != true[name]]
        wrong.update(differing)
        if differing and mend:
            _rows().filter(pk=comment.pk).update(**{name: true[name] for name in differing})
    return wrong


def _count_again(comments):
    """The counters as they should be; comments come with replies before what they answer."""
    replies, visible, heat = Counter(), Counter(), Counter()
    votes, reports = _count_votes(comments), _count_reports(comments)
    found = defaultdict(dict)
    for comment in comments:
        up, down = votes.get(comment.pk, (0, 0))
        listed = comment.is_visible or replies[comment.pk] > 0
        found[comment.pk] = {"up": up, "down": down, "score": up - down, "listed": listed}
        found[comment.pk]["replies"] = replies[comment.pk]
        found[comment.pk]["total"] = 0 if comment.parent_id else visible[comment.tree_id]
        heat[comment.tree_id] += reports.get(comment.pk, 0)
        found[comment.pk]["open_reports"] = reports.get(comment.pk, 0)
        found[comment.pk]["heat"] = 0 if comment.parent_id else heat[comment.tree_id]
        replies[comment.parent_id] += listed
        visible[comment.tree_id] += comment.is_visible
    return found


def _count_votes(comments):
    counted = Vote.objects.using(connection.alias).filter(standing=Vote.Standing.COUNTED)
    counted = counted.filter(comment__in=[c.pk for c in comments])
    counted = (
        counted.values_list("comment_id")
        .order_by()
        .annotate(up=Count("voter", filter=Q(value=1)), down=Count("voter", filter=Q(value=-1)))
    )
    return {pk: (up, down) for pk, up, down in counted}


def _count_reports(comments):
    unsettled = Report.objects.using(connection.alias).filter(state=Report.State.OPEN)
    unsettled = unsettled.filter(comment__in=[c.pk for c in comments]).order_by()
    return dict(unsettled.values_list("comment_id").annotate(Count("pk")))


@transaction.atomic
def _recount_discussion(article_id, mend):
    discussions = Discussion.objects.using(connection.alias)
    stored = discussions.select_for_update(no_key=True).get(pk=article_id)
    visible = _rows().filter(article=article_id, status=Comment.Status.VISIBLE).count()
    if stored.visible == visible:
        return Counter()
    if mend:
        discussions.filter(pk=article_id).update(visible=visible)
    return Counter(visible=1)
