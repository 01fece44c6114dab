"""What waits for moderators, and one comment with all that is known of it."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from comments.cards import cards_of
from comments.models import Comment, Decision
from comments.queues import COUNTED_MAX, QUEUES, SIFTED_MAX, counts, read_page
from comments.sifting import Sieve
from comments.surroundings import around, earlier_texts


@require_safe
def queue(request):
    """One of the five queues, as far as the filters let it through."""
    numbers = counts()
    chosen = QUEUES.get(request.GET.get("queue")) or first_with_work(numbers)
    sieve = Sieve(request.GET, chosen)
    page = read_page(chosen, sieve, **_place(request))
    found = {"queue": chosen, "number": numbers[chosen.name], "tabs": tabs(numbers, sieve)}
    found |= {"sieve": sieve, "sifted": SIFTED_MAX, "page": page, "cards": cards_of(page.comments)}
    found |= {"back": sieve.address(before=page.before), "onward": sieve.address(after=page.after)}
    found["waits_since"] = chosen.waits and page.comments and page.comments[0].queued_at
    found["shows_status"] = chosen.name == "reported"
    if not page.comments:
        found["last"] = Decision.objects.exclude(moderator=None).first()
    return render(request, "comments/moderation/queue.html", found)


@require_safe
def comment(request, pk):
    """One card on a page of its own; by htmx, what stands around it or what it said before."""
    found = get_object_or_404(Comment.objects.all(), pk=pk)
    if request.htmx and "context" in request.GET:
        shown = {"comment": found} | around(found)
        return render(request, "comments/moderation/_context.html", shown)
    texts = earlier_texts(found)
    if request.htmx and "texts" in request.GET:
        return render(request, "comments/moderation/_texts.html", {"texts": texts})
    shown = {"card": cards_of([found])[0], "texts": texts} | around(found)
    return render(request, "comments/moderation/comment.html", shown)


def _place(request):
    return {name: request.GET.get(name) for name in ("after", "before")}


def first_with_work(numbers):
    """The queue that a moderator begins with: never what others have decided already."""
    undecided = [
        queue for name, queue in QUEUES.items() if numbers[name] and not queue.is_newest_first
    ]
    return undecided[0] if undecided else QUEUES["reported"]


def tabs(numbers, sieve):
    """(queue, comments in it, whether there are more, its address with the same filters)."""
    return [
        (queue, min(number, COUNTED_MAX), number > COUNTED_MAX, sieve.address(queue=name))
        for (name, queue), number in zip(QUEUES.items(), numbers.values(), strict=True)
    ]
