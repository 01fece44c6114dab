"""What the views of decisions answer alike: a card, the numbers of queues, a note on the next page."""

from django import forms
from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from comments.cards import cards_of
from comments.queues import COUNTED_MAX, QUEUES, counts
from comments.surroundings import around, earlier_texts
from comments.views.answers import SeeOther


class PlaceForm(forms.Form):
    """Where on the desk a decision was made."""

    next = forms.CharField(required=False)
    following = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    queue = forms.ChoiceField(required=False, choices=[(name, name) for name in QUEUES])
    place = forms.ChoiceField(required=False, choices=[("thread", "thread")])


def place_of(request):
    """What the form says of where it was; garbage is left out."""
    form = PlaceForm(request.POST)
    form.is_valid()
    return form.cleaned_data


def way_back(request):
    """The page of ours that sent the form, at the card after the one that was decided."""
    place = place_of(request)
    asked = {"allowed_hosts": {request.get_host()}, "require_https": request.is_secure()}
    pages = [place.get("next"), request.headers.get("Referer"), reverse("moderation:queue")]
    page = next(page for page in pages if url_has_allowed_host_and_scheme(page, **asked))
    following = place.get("following")
    return f"{page.partition('#')[0]}#card-{following}" if following else page


def back(request):
    return SeeOther(way_back(request))


def tell(request, sentence, act=None):
    """Say it on the next page, there with a button that takes the act back."""
    undo = reverse("moderation:undo", args=[act]) if act else ""
    messages.success(request, sentence, extra_tags=undo)


def card_page(request, comment, *, status=200, **shown):
    """The card as it is now, in its place for htmx, else on a page of its own."""
    place = place_of(request)
    context = {"card": cards_of([comment])[0], "next": place.get("next")} | shown
    if request.htmx:
        context |= numbers_of(place.get("queue"))
        return render(request, "comments/moderation/_card_again.html", context, status=status)
    # From there on, too, the way leads on to the next card.
    context |= {"next": way_back(request), "texts": earlier_texts(comment)} | around(comment)
    return render(request, "comments/moderation/comment.html", context, status=status)


def numbers_of(name):
    """How many comments wait in all queues, and in the one that is open; nothing on other pages."""
    queue = QUEUES.get(name)
    if not queue:
        return {}
    found = counts()
    numbers = [(QUEUES[each], min(n, COUNTED_MAX), n > COUNTED_MAX) for each, n in found.items()]
    return {"queue": queue, "numbers": numbers, "left": min(found[name], COUNTED_MAX)}
