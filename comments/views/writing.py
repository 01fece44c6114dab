"""Writing a comment, answering one."""

from functools import partial

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import reswap

from articles.models import Article
from comments.display import takes_comments
from comments.forms import comment_form, invited_form
from comments.pipeline.closing import CLOSED, is_in_closed_thread
from comments.readers import reader_of
from comments.views.answers import (
    RETRY_SECONDS,
    SeeOther,
    one_row,
    place_of,
    public_comments,
    with_pause,
)
from comments.views.numbers import numbers_around, with_news
from comments.views.previews import preview_of
from comments.views.taking import Sending, take

NOTHING_TO_ANSWER = _("The comment you want to reply to is no longer there.")
CLOSED_TO_REPLIES = _("This thread is closed.")
PARENT_GONE = _("The comment you answer is no longer there. Your text was not posted.")


@require_http_methods(["GET", "HEAD", "POST"])
def post(request, article_pk):
    """Start a thread below an article."""
    article = get_object_or_404(Article.objects.readable(), pk=article_pk)
    return _write(request, article, None)


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request, pk):
    """Answer a comment."""
    parent = get_object_or_404(public_comments(), pk=pk)
    return _write(request, parent.article, parent)


def _write(request, article, parent):
    if request.method != "POST":
        return _offer(request, article, parent)
    form = comment_form(reader_of(request), request.POST, parent=parent)
    if parent and not parent.is_visible:
        return _refuse(request, article, parent, form, PARENT_GONE)
    if "preview" in request.POST:
        return _preview(request, article, parent, form)
    return _take(request, article, parent, form)


def _offer(request, article, parent):
    """The empty form, or why there is none."""
    if parent and not parent.is_visible:
        return _page(request, article, parent, refusal=NOTHING_TO_ANSWER, status=422)
    if not takes_comments(article):
        return _page(request, article, parent, is_closed=True)
    if parent and is_in_closed_thread(parent):
        return _page(request, article, parent, refusal=CLOSED_TO_REPLIES, status=422)
    return _page(request, article, parent, form=comment_form(reader_of(request), parent=parent))


def _preview(request, article, parent, form):
    """What it would look like; for htmx nothing but that."""
    refusal = "" if takes_comments(article) else CLOSED
    preview, status = preview_of(request, form, refusal=refusal)
    if request.htmx:
        shown = {"form": form} | preview
        return with_pause(render(request, "comments/_preview.html", shown, status=status))
    return _page(request, article, parent, form=form, status=status, **preview)


def _take(request, article, parent, form):
    again, done = partial(_page, request, article, parent), partial(_posted, request, parent=parent)
    return take(Sending(request, form, article, again, done, parent=parent))


def _refuse(request, article, parent, form, refusal, *, status=422):
    return _page(request, article, parent, form=form, refusal=refusal, status=status)


def _page(request, article, parent, *, status=200, retry_after=RETRY_SECONDS, **shown):
    """The form alone for htmx, else on a page with the comment it answers."""
    context = {"article": article, "parent": parent, "reader": reader_of(request), **shown}
    name = "comments/_writing.html" if request.htmx else "comments/write.html"
    return with_pause(render(request, name, context, status=status), retry_after)


def _posted(request, stored, reader, *, parent):
    """For htmx the new comment and an empty form, else the way to where the comment stands."""
    if not request.htmx:
        return SeeOther(place_of(stored))
    context = one_row(stored, reader, parent=parent) | numbers_around(request, stored)
    context |= {
        "stored": stored,
        "form": invited_form(reader, total=1),
        "reader": reader,
        "is_fresh": True,
    }
    response = render(request, "comments/_posted.html", context)
    return with_news(reswap(response, "outerHTML"), stored)
