"""Writing a comment, answering one."""

from allauth.core import ratelimit
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import reswap

from articles.models import Article
from comments.display import takes_comments
from comments.forms import comment_form, invited_form
from comments.models import Comment, DiscussionClosed
from comments.pipeline import post_comment, writer_of
from comments.readers import reader_of
from comments.views.answers import SeeOther, one_row, place_of, public_comments, with_pause
from comments.views.numbers import numbers_around, with_news
from comments.views.previews import preview_of

NOTHING_TO_ANSWER = _("The comment you want to reply to is no longer there.")
PARENT_GONE = _("The comment you answer is no longer there. Your text was not posted.")
CLOSED = _("This discussion is closed. Your text was not posted.")
TOO_FAST = _("You are posting fast. Wait a minute, then send it again.")
POSTED_BEFORE = {
    Comment.Status.ERASED: _(
        "You posted this before and deleted it. Change it a little to post it again."
    ),
    Comment.Status.REMOVED: _("You posted this before, and a moderator removed it."),
    Comment.Status.SPAM: _("You posted this before, and a moderator removed it."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def post(request, article_pk):
    """Start a thread below an article."""
    article = get_object_or_404(Article.objects.published(), pk=article_pk)
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
    reader = reader_of(request)
    if _was_signed_in(request, reader):
        return _greet_as_guest(request, reader, article, parent)
    if not form.is_valid():
        return _page(request, article, parent, form=form, status=422)
    if not ratelimit.consume(request, action="comment"):
        return _refuse(request, article, parent, form, TOO_FAST, status=429)
    return _store(request, form, writer_of(reader, form), article, parent)


def _was_signed_in(request, reader):
    """The form was a member's, which asks for no name, and the session has ended since."""
    return not reader.user and not {"name", "email"}.intersection(request.POST)


def _greet_as_guest(request, reader, article, parent):
    """The text stays, whether they sign in again or go on without."""
    written = {name: request.POST.get(name, "") for name in ("text", "submission")}
    form = comment_form(reader, parent=parent, **written)
    return _page(request, article, parent, form=form, is_signed_out=True, status=422)


def _store(request, form, reader, article, parent):
    try:
        stored = post_comment(request, form=form, reader=reader, article=article, parent=parent)
    except DiscussionClosed:
        return _refuse(request, article, parent, form, CLOSED)
    if stored.status in POSTED_BEFORE:
        return _refuse(request, article, parent, form, POSTED_BEFORE[stored.status])

    reader = reader.remembering(form)
    return reader.keep_in(_posted(request, stored, reader, parent))


def _refuse(request, article, parent, form, refusal, *, status=422):
    return _page(request, article, parent, form=form, refusal=refusal, status=status)


def _page(request, article, parent, *, status=200, **shown):
    """The form alone for htmx, else on a page with the comment it answers."""
    context = {"article": article, "parent": parent, "reader": reader_of(request), **shown}
    name = "comments/_writing.html" if request.htmx else "comments/write.html"
    return with_pause(render(request, name, context, status=status))


def _posted(request, stored, reader, parent):
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
