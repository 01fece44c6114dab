"""Readers who say something about a phrase of their own choice, where the site lets them."""

from functools import partial

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from articles.models import Article
from comments.display import takes_comments
from comments.forms import comment_form
from comments.models import InlinePrompt
from comments.phrase_forms import PhraseForm
from comments.readers import reader_of
from comments.views.answers import RETRY_SECONDS, SeeOther, place_of, with_pause
from comments.views.taking import Sending, take


@require_http_methods(["GET", "HEAD", "POST"])
def phrase(request, article_pk):
    """The phrase that was selected, or a field to type it in, and the form for the comment."""
    if not settings.INLINE_BY_READERS:
        raise Http404
    article = get_object_or_404(Article.objects.readable(), pk=article_pk)
    if request.method == "POST":
        return _take(request, article, PhraseForm(article, request.POST))
    given = request.GET if "quote" in request.GET else None
    return _page(request, article, PhraseForm(article, given))


def _take(request, article, phrase_form):
    marked = phrase_form.marked() if phrase_form.is_valid() else InlinePrompt(article=article)
    form = comment_form(reader_of(request), request.POST, prompt=marked)
    again = partial(_page, request, article, phrase_form)
    if phrase_form.is_valid():
        return take(Sending(request, form, article, again, _posted, prompt=marked))
    return again(form=form, status=422)


def _page(request, article, phrase_form, *, status=200, retry_after=RETRY_SECONDS, **shown):
    reader = reader_of(request)
    prompt = InlinePrompt(article=article)
    context = {"article": article, "reader": reader, "prompt": prompt, "phrase_form": phrase_form}
    context |= {"form": comment_form(reader, prompt=prompt), "is_open": takes_comments(article)}
    response = render(request, "comments/prompts/phrase.html", context | shown, status=status)
    return with_pause(response, retry_after)


def _posted(stored, _reader):
    return SeeOther(place_of(stored))
