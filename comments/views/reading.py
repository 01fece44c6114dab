"""Following a discussion: single comments, threads."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.shared import shared_page
from comments import fates
from comments.choices import asked_sort
from comments.display import rows_context, takes_comments
from comments.models import Comment
from comments.readers import reader_of
from comments.reading import mark_ignored, read_branch, read_thread
from comments.views.answers import gone_page, place_of, public_comments


@require_safe
def comment(request, pk):
    """The way to one comment, on whatever page of the discussion it stands now.

    Asked anew each time: a comment that has just arrived is found, a removed one is said to be so.
    """
    chosen = get_object_or_404(public_comments(), pk=pk)
    if chosen.is_rejected and reader_of(request).wrote(chosen):
        fates.tell([chosen])
        return gone_page(request, chosen)
    if chosen.listed:
        return HttpResponseRedirect(
            place_of(chosen, request.GET.get("sort") and asked_sort(request))
        )
    if chosen.status != Comment.Status.PENDING:
        return gone_page(request, chosen)
    if not reader_of(request).wrote(chosen):
        raise Http404
    return HttpResponseRedirect(place_of(chosen))


@shared_page
@require_safe
def thread(request, pk):
    """One comment with what it answers, and all that answers it."""
    chosen = get_object_or_404(public_comments().filter(listed=True), pk=pk)
    page = _read(request, chosen, read_branch, chosen)
    return _part(request, chosen, page, "comments/branch.html", chosen_id=chosen.pk)


@shared_page
@require_safe
def replies(request, pk):
    """The thread below a first-level comment, or the rest of it after a cursor."""
    root = get_object_or_404(public_comments().filter(listed=True, parent=None), pk=pk)
    page = _read(request, root, read_thread, root.pk)
    return _part(request, root, page, "comments/thread.html")


def _read(request, base, read, start):
    request.depends_on(f"discussion:{base.article_id}")
    request.depends_on(f"article:{base.article_id}")
    reader, after = reader_of(request), request.GET.get("after")
    try:
        page = read(start, sort=asked_sort(request), after=after, voter=reader.key)
    except Comment.DoesNotExist as gone:  # removed a moment ago
        raise Http404 from gone
    mark_ignored(page.rows, reader.user)
    return page


def _part(request, base, page, name, **known):
    """Part of a thread as a page or, for htmx, what follows on one."""
    context = rows_context(
        base.article, page.rows, sort=asked_sort(request), is_open=takes_comments(base.article)
    )
    context |= {"base": base, "page": page, "path": request.path} | known
    return render(request, "comments/_thread.html" if request.htmx else name, context)
