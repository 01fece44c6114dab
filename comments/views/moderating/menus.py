"""What moderators do to a comment where readers see it."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from comments.cards import cards_of
from comments.models import Comment
from comments.views import redrawing


@require_safe
def menu(request, pk):
    """The buttons for one comment, below it; without htmx, its card."""
    comment = get_object_or_404(Comment.objects.select_related("article"), pk=pk)
    if not request.htmx:
        return redirect("moderation:comment", pk)
    return menu_of(request, comment)


def menu_of(request, comment, *, status=200, **shown):
    context = {"card": cards_of([comment])[0], "next": comment.get_absolute_url(), **shown}
    return render(request, "comments/moderation/_menu.html", context, status=status)


def redrawn(request, comment, sentence):
    """The comment as readers see it now, and word of what was done."""
    comment.refresh_from_db()
    return redrawing.gone(request, comment, "comments/moderation/_redrawn.html", news=sentence)
