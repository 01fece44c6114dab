"""Voting for and against comments."""

from allauth.core import ratelimit
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from comments.forms import VoteForm
from comments.models import Comment, Vote
from comments.readers import reader_of
from comments.views.answers import SeeOther, came_from, one_row, public_comments, with_pause

OWN_VOTE = _("You can't vote for your own comment.")
TOO_MANY_VOTES = _("Too many votes at once. Wait a minute.")


@require_POST
def vote(request, pk):
    """Set this reader's vote on a comment to up, down or nothing."""
    chosen = get_object_or_404(public_comments().visible(), pk=pk)
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


def _voted(request, chosen, reader, tally):
    if not request.htmx:
        return SeeOther(came_from(request, chosen))
    chosen.up, chosen.down, chosen.score = tally.up, tally.down, tally.score
    return render(request, "comments/_comments.html", one_row(chosen, reader, vote=tally.value))


def _vote_refused(request, chosen, reader, refusal, status):
    """Say why, in place for htmx, with the buttons as they were."""
    vote = Vote.objects.filter(comment=chosen, voter=reader.key).values_list("value", flat=True)
    context = one_row(chosen, reader, vote=vote.first() or 0) | {
        "refusal": refusal,
        "chosen": chosen,
    }
    name = "comments/_comments.html" if request.htmx else "comments/refused.html"
    return with_pause(render(request, name, context, status=status))
