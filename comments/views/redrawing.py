"""A comment that was changed, drawn anew on the page that stays open."""

from django.shortcuts import render
from django_htmx.http import reselect, reswap, retarget

from comments.display import takes_comments
from comments.models import Comment
from comments.readers import reader_of
from comments.views.answers import one_row
from comments.views.numbers import numbers_around, with_news

# A comment's own box, or what it is folded into: never the replies below.
BOX = "#comment-{pk} > :is(.comment__box, .comment__hidden)"


def in_place(request, chosen, name, **shown):
    """For htmx: the comment as it is now, in place of its box."""
    response = retarget(_drawn(request, chosen, name, shown), BOX.format(pk=chosen.pk))
    response = reswap(response, "outerHTML")
    focus = f"comment-{chosen.pk}"
    return with_news(reselect(response, ".comment__box"), chosen, focus=focus)


def gone(request, chosen, name, **shown):
    """For htmx: the tombstone in its place or, when nothing is listed below it, nothing.

    Then the highest of those above goes that have nothing left below them either.
    """
    if chosen.listed:
        return in_place(request, chosen, name, **shown)
    highest = chosen.get_ancestors().filter(listed=False).first() or chosen
    response = retarget(_drawn(request, chosen, name, shown), f"#comment-{highest.pk}")
    return with_news(reswap(response, "delete"), chosen, focus=f"comment-{highest.parent_id}")


def _drawn(request, chosen, name, shown):
    context = _row_of(request, chosen) | numbers_around(request, chosen) | shown
    return render(request, name, context)


def _row_of(request, chosen):
    """What draws the comment as it is now, with the name of whom it answers if that is public."""
    answered = chosen.reply_to or chosen.parent
    if answered and not answered.is_visible:
        answered.name = ""
    closed = Comment.objects.filter(tree_id=chosen.tree_id, lft=1, closed_at__isnull=False)
    reader, is_closed = reader_of(request), closed.exists()
    context = one_row(chosen, reader, parent=answered, is_closed=is_closed)
    return context | {"comment": chosen, "is_open": takes_comments(chosen.article)}
