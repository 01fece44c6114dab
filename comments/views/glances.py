"""A look at a comment without going there."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.shared import shared_page
from comments.views.answers import public_comments


@shared_page
@require_safe
def glance(request, pk):
    """Who wrote a comment, and how it begins: what replies to it show on hover and focus."""
    listed = public_comments().filter(listed=True)
    article_id = get_object_or_404(listed.values_list("article_id", flat=True), pk=pk)
    request.depends_on(f"discussion:{article_id}")
    request.depends_on(f"article:{article_id}")
    comment = get_object_or_404(listed, pk=pk)
    response = render(request, "comments/_glance.html", {"comment": comment})
    response.headers["X-Robots-Tag"] = "noindex"
    return response
