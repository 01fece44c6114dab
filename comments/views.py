"""What a reader can do: follow a thread, write, answer, vote."""

from allauth.core import ratelimit
from django.conf import settings
from django.http import Http404, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap

from articles.models import Article
from articles.shared import shared_page
from comments.display import asked_sort, rows_context, takes_comments
from comments.forms import VoteForm, comment_form
from comments.models import Comment, DiscussionClosed, Vote
from comments.pipeline import post_comment
from comments.readers import reader_of
from comments.reading import counts_for, read_branch, read_page, read_thread
from comments.rows import row_of

RETRY_SECONDS = 60
PARENT_GONE = _("The comment you answer is no longer there. Your text was not posted.")
CLOSED = _("This discussion is closed. Your text was not posted.")
TOO_FAST = _("You are posting fast. Wait a minute, then send it again.")
OWN_VOTE = _("You can't vote for your own comment.")
TOO_MANY_VOTES = _("Too many votes at once. Wait a minute.")


class SeeOther(HttpResponseRedirect):
    """After a form that worked: look there, by GET."""

    status_code = 303


@shared_page
@require_safe
def comment(request, pk):
    """One comment with all that it answers and all that answers it."""
    chosen = get_object_or_404(_public_comments().filter(listed=True), pk=pk)
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
    root = get_object_or_404(_public_comments().filter(listed=True, parent=None), pk=pk)
    request.depends_on(f"discussion:{root.article_id}")
    reader = reader_of(request)
    sort = asked_sort(request)
    page = read_thread(pk, sort=sort, after=request.GET.get("after"), voter=reader.key)
    context = rows_context(root.article, page.rows, sort=sort, is_open=takes_comments(root.article))
    name = "comments/_thread.html" if request.htmx else "comments/thread.html"
    return render(request, name, context | {"root": root, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def post(request, article_pk):
    """Start a thread below an article."""
    article = get_object_or_404(Article.objects.published(), pk=article_pk)
    return _write(request, article, None)


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request, pk):
    """Answer a comment."""
    parent = get_object_or_404(_public_comments(), pk=pk)
    return _write(request, parent.article, parent)


@require_POST
def vote(request, pk):
    """Set this reader's vote on a comment to up, down or nothing."""
    chosen = get_object_or_404(_public_comments().visible(), pk=pk)
    form = VoteForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()

    reader = reader_of(request).acting()
    if reader.wrote(chosen):
        return _vote_refused(request, chosen, reader, OWN_VOTE, 422)
    if not ratelimit.consume(request, action="vote"):
        return _vote_refused(request, chosen, reader, TOO_MANY_VOTES, 429)
    try:
        tally = chosen.cast_vote(reader.key, form.cleaned_data["value"])
    except Comment.DoesNotExist as gone:  # removed a moment ago
        raise Http404 from gone
    return reader.keep_in(_voted(request, chosen, reader, tally))


def _public_comments():
    public = Comment.objects.filter(article__in=Article.objects.published())
    return public.select_related("article", "author")


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
    return _with_pause(render(request, name, context, status=status))


def _posted(request, stored, reader, parent):
    """For htmx the new comment and an empty form, else the way to where the comment stands."""
    if not request.htmx:
        return SeeOther(_place_of(stored))
    context = _one_row(stored, reader, parent=parent)
    context |= {"stored": stored, "form": comment_form(reader), "reader": reader, "is_fresh": True}
    context["total"] = counts_for([stored.article_id]).get(stored.article_id, 0)
    return reswap(render(request, "comments/_posted.html", context), "outerHTML")


def _voted(request, chosen, reader, tally):
    if not request.htmx:
        return SeeOther(_came_from(request, chosen))
    chosen.up, chosen.down, chosen.score = tally.up, tally.down, tally.score
    return render(request, "comments/_comments.html", _one_row(chosen, reader, vote=tally.value))


def _vote_refused(request, chosen, reader, refusal, status):
    """Say why, in place for htmx, with the buttons as they were."""
    vote = Vote.objects.filter(comment=chosen, voter=reader.key).values_list("value", flat=True)
    context = _one_row(chosen, reader, vote=vote.first() or 0) | {
        "refusal": refusal,
        "chosen": chosen,
    }
    name = "comments/_comments.html" if request.htmx else "comments/refused.html"
    return _with_pause(render(request, name, context, status=status))


def _with_pause(response):
    if response.status_code == 429:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def _one_row(comment, reader, *, parent=None, vote=0):
    """What the fragment of a single comment needs."""
    row = row_of(comment)
    row.own_vote, row.is_own = vote, reader.wrote(comment)
    if parent:
        row.answered_name = parent.name
    context = rows_context(
        comment.article,
        [row],
        sort="oldest",
        is_open=True,
        also_on_page=[parent.pk] if parent else [],
    )
    return context | {"parent": parent}


def _place_of(stored):
    """A page on which a comment can be seen: the article if it is there, else its own."""
    anchor = f"#comment-{stored.pk}"
    address = stored.article.get_absolute_url()
    if not stored.is_visible:
        return address + anchor
    for sort, query in ((settings.COMMENTS_SORT, ""), ("newest", "?sort=newest")):
        page = read_page(stored.article_id, sort=sort)
        if any(row.id == stored.pk for row in page.rows):
            return f"{address}{query}{anchor}"
    return stored.get_absolute_url() + anchor


def _came_from(request, chosen):
    """The page of ours with the vote buttons, back at the comment."""
    page = request.headers.get("Referer", "").partition("#")[0]
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(page, hosts, require_https=request.is_secure()):
        return f"{page}#comment-{chosen.pk}"
    return _place_of(chosen)
