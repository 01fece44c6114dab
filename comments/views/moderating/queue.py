"""What waits for moderators, and one comment with all that is known of it."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from comments.cards import cards_of
from comments.models import Comment
from comments.queues import PER_PAGE, QUEUES, counts


@require_safe
def queue(request):
    """One of the five queues, as far as the filters let it through."""
    chosen = QUEUES.get(request.GET.get("queue"), QUEUES["reported"])
    found = chosen.in_order(chosen.comments.select_related("article"))[:PER_PAGE]
    context = {"queue": chosen, "counts": counts(), "cards": cards_of(list(found))}
    return render(request, "comments/moderation/queue.html", context)


@require_safe
def comment(request, pk):
    """One card on a page of its own."""
    found = get_object_or_404(Comment.objects.select_related("article"), pk=pk)
    return render(request, "comments/moderation/comment.html", {"cards": cards_of([found])})
