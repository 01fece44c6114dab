"""Questions about phrases of an article: the page of one, which also opens beside it, and answers."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from articles.models import Article
from articles.shared import shared_page
from comments.display import takes_comments
from comments.forms import comment_form
from comments.models import InlinePrompt
from comments.pipeline.traps import loaded_this_hour
from comments.prompts import shown_prompts
from comments.readers import reader_of
from comments.reading import mark_ignored
from comments.views.answers import RETRY_SECONDS, SeeOther, one_row, place_of, with_pause
from comments.views.numbers import numbers_around
from comments.views.taking import Sending, take

ANSWERS_SHOWN = 3


@shared_page
@require_http_methods(["GET", "HEAD", "POST"])
def prompt(request, pk):
    """What is asked of a phrase, the last answers, and the form for another."""
    asked = _asked(request, pk)
    if request.method == "POST":
        return _take(request, asked)
    return _page(request, asked)


def _asked(request, pk):
    """The question with its article, on a page drawn anew when either or an answer changes."""
    prompts = InlinePrompt.objects.filter(article__in=Article.objects.readable())
    article_id = get_object_or_404(prompts.values_list("article_id", flat=True), pk=pk)
    for name in ("article", "discussion", "prompts"):
        request.depends_on(f"{name}:{article_id}")
    article = get_object_or_404(Article.objects.readable(), pk=article_id)
    for each in shown_prompts(article):
        if each.pk == pk:
            each.article = article
            return each
    raise Http404


def _page(request, asked, *, status=200, retry_after=RETRY_SECONDS, **shown):
    """A page of its own; for htmx what opens beside the phrase or, once sent, the form again."""
    reader = reader_of(request)
    context = {"prompt": asked, "article": asked.article, "reader": reader}
    if request.htmx and request.method == "POST":
        response = render(request, "comments/_writing.html", context | shown, status=status)
        return with_pause(response, retry_after)
    context |= {
        "answers": _last_answers(asked, reader),
        "is_open": takes_comments(asked.article),
        "form": _form(asked, reader),
    }
    name = "_beside" if request.htmx else "page"
    response = render(request, f"comments/prompts/{name}.html", context | shown, status=status)
    return with_pause(response, retry_after)


def _form(asked, reader):
    """The empty form; the same for all readers we know nothing of."""
    written = {} if reader.is_known else {"loaded": loaded_this_hour()}
    return comment_form(reader, prompt=asked, **written)


def _last_answers(asked, reader):
    answers = list(asked.answers.visible().order_by("-created_at", "-pk")[:ANSWERS_SHOWN])
    mark_ignored(answers, reader.user)
    return [each for each in answers if not getattr(each, "is_ignored", False)]


def _take(request, asked):
    form = comment_form(reader_of(request), request.POST, prompt=asked)
    done = partial(_answered, request, asked)
    again = partial(_page, request, asked)
    return take(Sending(request, form, asked.article, again, done, prompt=asked))


def _answered(request, asked, stored, reader):
    """For htmx thanks, the new number and the answer in the list below, else the way to it."""
    if not request.htmx:
        return SeeOther(place_of(stored))
    asked.answers_number = asked.answers.visible().count()
    context = one_row(stored, reader) | numbers_around(request, stored)
    context |= {"stored": stored, "prompt": asked, "is_fresh": True, "has_phrases": True}
    return render(request, "comments/prompts/_answered.html", context)
