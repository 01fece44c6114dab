"""The numbers around a comment that change with it, on a page that stays open."""

from django_htmx.http import trigger_client_event

from comments.faces import replies_name, reply_count
from comments.reading import counts_for
from comments.rows import row_of


def numbers_around(request, comment):
    """What `_numbers.html` needs: how many comments there are, and whether the page says so."""
    here = _page_shown(request)
    return {
        "total": counts_for([comment.article_id]).get(comment.article_id, 0),
        "has_heading": here in {"", comment.article.get_absolute_url()},
    }


def _page_shown(request):
    """The path of the page that asks, as htmx names it; "" when that is no address of ours."""
    try:
        return (request.htmx.current_url_abs_path or "").partition("?")[0]
    except ValueError:
        return ""


def with_news(response, comment, *, focus=None):
    """Tell js/comment-slot.js what the lists above say now, and which comment takes the focus."""
    above = comment.get_ancestors().select_related("author").filter(replies__gt=0)
    rows = [row_of(each) for each in above if each.level == 0 or each.pk == comment.parent_id]
    lists = {row.id: [reply_count(row), replies_name(row)] for row in rows}
    changed = {"focus": focus, "lists": lists}
    return trigger_client_event(response, "comment-changed", changed, after="settle")
