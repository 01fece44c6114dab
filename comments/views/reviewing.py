"""Who voted, for moderators alone: every view here asks for `moderate_comment`."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from comments.models import Comment, Vote
from comments.reviewing import ReviewForm, count_neighbours
from comments.views.answers import SeeOther

VOTES_PER_PAGE = 100

moderators_only = permission_required("comments.moderate_comment", raise_exception=True)
pages_and_forms = require_http_methods(["GET", "HEAD", "POST"])


@moderators_only
@pages_and_forms
def votes(request, pk):
    """Who voted on a comment."""
    comment = get_object_or_404(Comment.objects.select_related("article"), pk=pk)
    among = Vote.objects.filter(comment=comment)
    return _review(request, among, title=_("Votes"), comment=comment)


@moderators_only
@pages_and_forms
def held_votes(request):
    """What waits for a look, on all comments."""
    among = Vote.objects.filter(standing=Vote.Standing.HELD).exclude(value=0)
    return _review(request, among, title=_("Votes to review"))


def _review(request, among, **context):
    """The page of these votes, newest first, or the decision about some of them."""
    form = ReviewForm(request.POST if request.method == "POST" else None, among=among)
    if form.is_valid():
        changed = form.decide(request.user)
        told = ngettext("%(n)s vote changed.", "%(n)s votes changed.", changed)
        messages.success(request, told % {"n": changed})
        return SeeOther(request.get_full_path())

    among = among.select_related("comment", "member", "reviewer")
    found = Paginator(among.order_by("-created_at", "voter"), VOTES_PER_PAGE)
    page = found.get_page(request.GET.get("p"))
    count_neighbours(page.object_list)
    context |= admin.site.each_context(request) | {"form": form, "page": page}
    context["chosen"] = form.data.getlist("votes") if form.is_bound else []
    return render(request, "comments/votes.html", context, status=422 if form.is_bound else 200)
