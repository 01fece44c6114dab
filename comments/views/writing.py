"""Writing a comment, answering one."""

from allauth.core import ratelimit
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import reswap

from articles.models import Article
from comments.forms import comment_form
from comments.models import DiscussionClosed
from comments.pipeline import post_comment
from comments.readers import reader_of
from comments.reading import counts_for
from comments.views.answers import SeeOther, one_row, place_of, public_comments, with_pause

PARENT_GONE = _("The comment you answer is no longer there. Your text was not posted.")
CLOSED = _("This discussion is closed. Your text was not posted.")
TOO_FAST = _("You are posting fast. Wait a minute, then send it again.")


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
    reader = reader_of(request)
    posted = request.POST if request.method == "POST" else None
    form = comment_form(reader, posted, parent=parent)
    if parent and not parent.is_visible:
        return _form_page(request, form, article, parent, refusal=PARENT_GONE, status=422)
    if posted is None:
        return _form_page(request, form, article, parent)
    if not form.is_valid():
        return _form_page(request, form, article, parent, status=422)
    if not ratelimit.consume(request, action="comment"):
        return _form_page(request, form, article, parent, refusal=TOO_FAST, status=429)
    return _store(request, form, reader.acting(), article, parent)


def _store(request, form, reader, article, parent):
    try:
        stored = post_comment(request, form=form, reader=reader, article=article, parent=parent)
    except DiscussionClosed:
        return _form_page(request, form, article, parent, refusal=CLOSED, status=422)

    reader = reader.remembering(form)
    return reader.keep_in(_posted(request, stored, reader, parent))


def _form_page(request, form, article, parent, *, refusal="", status=200):
    """The form alone for htmx, else on a page with the comment it answers."""
    context = {"form": form, "article": article, "parent": parent, "refusal": refusal}
    context["reader"] = reader_of(request)
    name = "comments/_composer.html" if request.htmx else "comments/write.html"
    return with_pause(render(request, name, context, status=status))


def _posted(request, stored, reader, parent):
    """For htmx the new comment and an empty form, else the way to where the comment stands."""
    if not request.htmx:
        return SeeOther(place_of(stored))
    context = one_row(stored, reader, parent=parent)
    context |= {"stored": stored, "form": comment_form(reader), "reader": reader, "is_fresh": True}
    context["total"] = counts_for([stored.article_id]).get(stored.article_id, 0)
    return reswap(render(request, "comments/_posted.html", context), "outerHTML")
