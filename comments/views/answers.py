"""What the views of a discussion find and answer alike."""

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from articles.models import Article
from comments.display import rows_context
from comments.models import Comment
from comments.rows import row_of

RETRY_SECONDS = 60


class SeeOther(HttpResponseRedirect):
    """After a form that worked: look there, by GET."""

    status_code = 303


def public_comments():
    public = Comment.objects.filter(article__in=Article.objects.readable())
    return public.select_related("article", "author", "prompt")


def public_comment(request, pk):
    """A comment of a public article, on a page drawn anew when either changes."""
    article_id = get_object_or_404(Comment.objects.values_list("article_id", flat=True), pk=pk)
    request.depends_on(f"discussion:{article_id}")
    request.depends_on(f"article:{article_id}")
    return get_object_or_404(public_comments(), pk=pk)


def with_pause(response, seconds=RETRY_SECONDS):
    if response.status_code == 429:
        response.headers["Retry-After"] = seconds
    return response


def gone_page(request, chosen):
    """That it is gone; its writer, for whom its fate was told, reads why."""
    context = {"article": chosen.article, "chosen": chosen}
    return render(request, "comments/gone.html", context, status=410)


def one_row(comment, reader, *, parent=None, vote=0, vote_waits=False, is_closed=False):
    """What the fragment of a single comment needs."""
    row = row_of(comment)
    row.is_closed = is_closed
    row.own_vote, row.vote_waits, row.is_own = vote, vote_waits, reader.wrote(comment)
    if parent:
        row.answered_name, row.depth = parent.name, parent.level + 1
    context = rows_context(
        comment.article,
        [row],
        sort="oldest",
        is_open=True,
        also_on_page=[parent.pk] if parent else [],
    )
    return context | {"parent": parent}


def place_of(comment, sort=""):
    """Where a comment can be seen: on the page of the article that begins with its thread."""
    asked = {"sort": sort, "comment": comment.pk if comment.listed else ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    address = comment.article.get_absolute_url()
    return f"{address}{'?' if query else ''}{query}#comment-{comment.pk}"


def came_from(request, chosen):
    """The page of ours with the vote buttons, back at the comment."""
    page = request.headers.get("Referer", "").partition("#")[0]
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(page, hosts, require_https=request.is_secure()):
        return f"{page}#comment-{chosen.pk}"
    return place_of(chosen)
