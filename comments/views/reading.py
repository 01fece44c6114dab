"""Following a discussion: single comments, threads."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.shared import shared_page
from comments.display import asked_sort, rows_context, takes_comments
from comments.readers import reader_of
from comments.reading import read_branch, read_thread
from comments.views.answers import public_comments


@shared_page
@require_safe
def comment(request, pk):
    """One comment with all that it answers and all that answers it."""
    chosen = get_object_or_404(public_comments().filter(listed=True), pk=pk)
    request.depends_on(f"discussion:{chosen.article_id}")
    reader = reader_of(request)
    sort = asked_sort(request)
    page = read_branch(pk, sort=sort, voter=reader.key)
    context = rows_context(
        chosen.article, page.rows, sort=sort, is_open=takes_comments(chosen.article)
    )
    return render(request, "comments/branch.html", context | {"chosen": chosen, "page": page})


@shared_page
@require_safe
def replies(request, pk):
    """The thread below a first-level comment, or the rest of it after a cursor."""
    root = get_object_or_404(public_comments().filter(listed=True, parent=None), pk=pk)
    request.depends_on(f"discussion:{root.article_id}")
    reader = reader_of(request)
    sort = asked_sort(request)
    page = read_thread(pk, sort=sort, after=request.GET.get("after"), voter=reader.key)
    context = rows_context(root.article, page.rows, sort=sort, is_open=takes_comments(root.article))
    name = "comments/_thread.html" if request.htmx else "comments/thread.html"
    return render(request, name, context | {"root": root, "page": page})
