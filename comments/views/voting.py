"""Voting for and against comments."""

from typing import NamedTuple

from allauth.core import ratelimit
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from comments.forms import VoteForm
from comments.models import Comment, Vote
from comments.origins import origin_of
from comments.persons import person_of_reader
from comments.readers import reader_of
from comments.views.answers import SeeOther, came_from, gone_page, one_row, public_comments


class Refusal(NamedTuple):
    """Why a vote was not taken, and how many seconds to wait with the next."""

    sentence: str
    status: int
    seconds: int | None = None


OWN_VOTE = Refusal(_("You can't vote for your own comment."), 422)
BANNED = Refusal(_("You can't vote here any more."), 422)
RETRACTED = Refusal(_("The article was retracted: its comments take no more votes."), 422)
TOO_MANY_AT_ONCE = Refusal(_("Too many votes at once. Wait a minute."), 429, 60)
TOO_MANY_TODAY = Refusal(_("Too many votes today. You can vote again tomorrow."), 429, 3600)
# The limits of an address and of a voter, as ACCOUNT_RATE_LIMITS names them.
LIMITS = [("vote", "voter", TOO_MANY_AT_ONCE), ("vote_a_day", "voter_a_day", TOO_MANY_TODAY)]


@require_POST
def vote(request, pk):
    """Set this reader's vote on a comment to up, down or nothing."""
    chosen = get_object_or_404(public_comments().exclude(status=Comment.Status.PENDING), pk=pk)
    if not chosen.is_visible:  # removed since the page was opened
        return gone_page(request, chosen)
    form = VoteForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()

    known = reader_of(request)
    if refusal := _why_not(request, known, chosen):
        return _vote_refused(request, chosen, known, refusal)
    reader = known.acting()
    try:
        origin = origin_of(request, reader, chosen)
        tally = chosen.cast_vote(reader.key, form.cleaned_data["value"], origin)
    except Comment.DoesNotExist as gone:  # removed a moment ago
        raise Http404 from gone
    return reader.keep_in(_voted(request, chosen, reader, tally))


def _why_not(request, known, chosen):
    """What stands against this reader's vote; a stranger is limited by address alone."""
    if known.wrote(chosen):
        return OWN_VOTE
    if chosen.article.is_retracted:
        return RETRACTED
    for of_address, of_voter, refusal in LIMITS:
        if not ratelimit.consume(request, action=of_address):
            return refusal
        if known.is_known and not ratelimit.consume(request, action=of_voter, key=str(known.key)):
            return refusal
    return BANNED if person_of_reader(known).is_banned else None


def _voted(request, chosen, reader, tally):
    if not request.htmx:
        return SeeOther(came_from(request, chosen))
    chosen.up, chosen.down, chosen.score = tally.up, tally.down, tally.score
    context = one_row(chosen, reader, vote=tally.value, vote_waits=tally.waits)
    return render(request, "comments/_comments.html", context)


def _vote_refused(request, chosen, known, refusal):
    """Say why, in place for htmx, with the buttons as they were."""
    cast = Vote.objects.filter(comment=chosen, voter=known.key).first() if known.key else None
    context = one_row(
        chosen, known, vote=cast.value if cast else 0, vote_waits=bool(cast and cast.waits)
    )
    context |= {"refusal": refusal.sentence, "chosen": chosen}
    name = "comments/_comments.html" if request.htmx else "comments/refused.html"
    response = render(request, name, context, status=refusal.status)
    if refusal.seconds:
        response.headers["Retry-After"] = refusal.seconds
    return response
