"""What writers do with their own comments afterwards, and what others see of it."""

from functools import partial

from allauth.core import ratelimit
from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from articles.shared import shared_page
from comments.differences import history_of
from comments.editing import ChangedMeanwhile
from comments.forms import EditForm
from comments.models import Comment
from comments.pipeline.nudging import nudge_token
from comments.pipeline.storing import edit_comment, examine
from comments.pipeline.submission import Submission
from comments.readers import reader_of
from comments.rows import minutes_to_edit
from comments.views import redrawing
from comments.views.answers import SeeOther, place_of, public_comments, with_pause
from comments.views.previews import preview_of
from comments.views.refusals import told, unpublished

TAKEN_AWAY = _("A moderator removed this comment. It can't be edited.")
CHANGED = _("This comment was changed meanwhile, perhaps in another window. It now says:")
TOO_FAST = _("You are editing fast. Wait a minute, then send it again.")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Another text for one's own comment, for some minutes."""
    chosen = _own(request, pk)
    form = EditForm(request.POST if request.method == "POST" else None, comment=chosen)
    if refusal := _why_not_edited(chosen):
        kept = form if form.is_bound else None
        return _edit_page(request, chosen, form=kept, refusal=refusal, status=422)
    if not form.is_bound:
        return _edit_page(request, chosen, form=form)
    if "preview" in request.POST:
        return _preview(request, chosen, form)
    if not form.is_valid():
        return _edit_page(request, chosen, form=form, status=422)
    if not ratelimit.consume(request, action="edit"):
        return _edit_page(request, chosen, form=form, refusal=TOO_FAST, status=429)
    return _store(request, chosen, form)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request, pk):
    """Asks, then erases one's own comment. Sent again, it is deleted as before."""
    chosen = get_object_or_404(public_comments(), pk=pk)
    if chosen.status == chosen.Status.ERASED:
        return _deleted(request, chosen)
    chosen = _own(request, pk)
    if request.method != "POST":
        name = "comments/_delete.html" if request.htmx else "comments/delete.html"
        return render(request, name, {"comment": chosen, "article": chosen.article})
    chosen.erase()
    return _deleted(request, chosen)


@shared_page
@require_safe
def history(request, pk):
    """The earlier texts of a visible comment that somebody had already judged or answered."""
    article_id = get_object_or_404(Comment.objects.values_list("article_id", flat=True), pk=pk)
    request.depends_on(f"discussion:{article_id}")
    request.depends_on(f"article:{article_id}")
    chosen = get_object_or_404(public_comments().visible().exclude(edited_at=None), pk=pk)
    context = {"comment": chosen, "article": chosen.article, "history": history_of(chosen)}
    return render(request, "comments/history.html", context)


def _own(request, pk):
    chosen = get_object_or_404(public_comments(), pk=pk)
    if not reader_of(request).wrote(chosen):
        raise Http404
    return chosen


def _why_not_edited(chosen):
    if not chosen.is_editable:
        return TAKEN_AWAY
    if minutes_to_edit(chosen.created_at):
        return ""
    minutes = settings.COMMENT_EDIT_MINUTES
    sentence = ngettext(
        "A comment can be edited for %(number)s minute. That time is over.",
        "A comment can be edited for %(number)s minutes. That time is over.",
        minutes,
    )
    return sentence % {"number": minutes}


def _preview(request, chosen, form):
    preview, status = preview_of(request, form)
    if request.htmx:
        shown = {"form": form} | preview
        return with_pause(render(request, "comments/_preview.html", shown, status=status))
    return _edit_page(request, chosen, form=form, status=status, **preview)


def _store(request, chosen, form):
    reader = reader_of(request)
    known = {"parent": chosen.parent, "comment": chosen}
    submission = Submission(request, chosen.article, reader, form.cleaned_data, **known)
    outcome = examine(submission)
    if outcome.refusal:
        return _edit_page(request, chosen, form=form, **told(form, outcome.refusal))
    if not outcome.is_stored:
        form.send_again(nudged=nudge_token(submission))
        return _edit_page(request, chosen, form=form, nudges=outcome.nudges, status=422)
    return _change(request, chosen, form, partial(edit_comment, submission, outcome))


def _change(request, chosen, form, change):
    try:
        has_changed = change()
    except ChangedMeanwhile as race:
        again = EditForm(comment=race.comment, text=form.cleaned_data["text"])
        shown = {"form": again, "refusal": CHANGED, "current": race.comment.body_html}
        return _edit_page(request, chosen, status=422, **shown)
    if not has_changed:
        chosen.refresh_from_db(fields=["status"])
        if not chosen.is_editable:
            return _edit_page(request, chosen, form=form, refusal=TAKEN_AWAY, status=422)
    elif not chosen.is_editable:
        return _edit_page(request, chosen, form=form, **unpublished(chosen))
    return _edited(request, chosen)


def _edit_page(request, chosen, *, status=200, **shown):
    """The form alone for htmx, in the place of a reply's, else on a page of its own."""
    context = {"comment": chosen, "article": chosen.article, **shown}
    name = "comments/_edit.html" if request.htmx else "comments/edit.html"
    return with_pause(render(request, name, context, status=status))


def _edited(request, chosen):
    """For htmx the comment as it is now, else the way to it."""
    if request.htmx:
        return redrawing.in_place(request, chosen, "comments/_edited.html")
    return SeeOther(place_of(chosen))


def _deleted(request, chosen):
    """What stands where the comment was: a tombstone, or nothing and no empty thread."""
    chosen.refresh_from_db(fields=["listed"])
    if request.htmx:
        return redrawing.gone(request, chosen, "comments/_deleted.html")
    anchor = f"comment-{chosen.pk}" if chosen.listed else "comments"
    return SeeOther(f"{chosen.article.get_absolute_url()}#{anchor}")
