"""Donors look at their gifts and change them, by a link that came to their address.

Looking changes nothing: whatever a mail program opens by itself, only a button acts.
"""

import logging
from functools import partial, wraps

from allauth.core import ratelimit
from django.db import DatabaseError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from donations import donors, erasing, manage_links, receipts, words
from donations.forms.donors import LinkForm, MonthlyAmountForm, WordsForm

LINK_ENDED = _("This link no longer works. Have a new one sent.")
TOO_MANY = _("Too many requests from here. Wait a while, then try again.")
WAIT_SECONDS = 3600
CANNOT_ERASE = _(
    "Nothing was deleted: your monthly gift has to be ended first, and the payment provider does "
    "not answer, or a payment has just begun. Try again later."
)
# What the page says after the button before it; the name travels in the address.
DONE = {
    "amount": _("The new amount holds from the next charge on."),
    "paused": _("Your monthly gift is paused. Nothing is charged until you resume it."),
    "resumed": _("Your monthly gift goes on."),
    "ended": _("Your monthly gift has ended. Thank you for what you gave."),
    "words": _("Saved. What is new appears once somebody here has read it."),
    "receipt": _("The receipt is on its way to you."),
}

logger = logging.getLogger(__name__)


class SeeOther(HttpResponseRedirect):
    status_code = 303


class SeeOtherThen(SeeOther):
    """Does the rest once the answer is sent, so that the time it takes tells nothing."""

    def __init__(self, address, rest):
        super().__init__(address)
        self._rest = rest

    def close(self):
        try:
            self._rest()
        except DatabaseError as error:  # in words alone: an address may stand in it
            logger.warning("link for a donor not written: %s", type(error).__name__)
        super().close()


def by_link(view):
    """For the donor a link belongs to; whoever comes with another is asked for their address."""

    @wraps(view)
    def checked(request, token, **kwargs):
        donor = manage_links.donor_behind(token)
        if donor is None:
            return _ask_page(request, LinkForm(), refusal=LINK_ENDED, status=410)
        if request.method == "POST" and not ratelimit.consume(request, action="donor_change"):
            return _too_many(gifts_page(request, token, donor, refusal=TOO_MANY, status=429))
        response = view(request, token, donor, **kwargs)
        response.headers["Referrer-Policy"] = "same-origin"  # forms need it; others learn nothing
        return response

    return checked


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """Have a link sent: every address gets the same answer after the same time."""
    if request.method != "POST":
        return _ask_page(request, LinkForm())
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _ask_page(request, form, status=422)
    email, language = form.cleaned_data["email"], get_language()
    if not ratelimit.consume(request, action="donor_link"):
        return _too_many(_ask_page(request, form, refusal=TOO_MANY, status=429))
    if not manage_links.may_ask(request, email):
        return SeeOther(reverse("donations:manage") + "?done=asked")
    send = partial(manage_links.send_link, email, language)
    return SeeOtherThen(reverse("donations:manage") + "?done=asked", send)


@require_safe
@by_link
def gifts(request, token, donor):
    return gifts_page(request, token, donor)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def said(request, token, donor, key):
    """The name and the message of a gift: changed, or taken away when left empty."""
    payment = get_object_or_404(donor.payments.filter(status__in=donors.PAID), key=key)
    known = {"name": payment.donor_name, "message": payment.message}
    form = WordsForm(request.POST if request.method == "POST" else None, initial=known)
    if not form.is_valid():
        context = {"payment": payment, "form": form, "token": token}
        return render(
            request, "donations/manage/words.html", context, status=422 if form.is_bound else 200
        )
    words.offer(payment, form.cleaned_data["name"], form.cleaned_data["message"])
    return see(token, "words")


@require_POST
@by_link
def receipt(request, token, donor, pk):
    receipts.send_again(get_object_or_404(donor.receipts, pk=pk))
    return see(token, "receipt")


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def erase(request, token, donor):
    """Forget the donor, once they said so on a page of its own."""
    context = {"donor": donor, "token": token}
    if request.method != "POST":
        return render(request, "donations/manage/erase.html", context)
    try:
        erasing.erase(donor)
    except erasing.CannotErase:
        context["refusal"] = CANNOT_ERASE
        return render(request, "donations/manage/erase.html", context, status=503)
    return render(request, "donations/manage/erased.html")


def see(token, done):
    return SeeOther(reverse("donations:gifts", args=[token]) + f"?done={done}")


def gifts_page(request, token, donor, *, forms=None, refusal="", status=200):
    pledges = list(donors.monthly(donor))
    for pledge in pledges:
        initial = {"amount": pledge.amount_cents}
        blank = MonthlyAmountForm(
            currency=pledge.currency, initial=initial, prefix="", auto_id=f"id_{pledge.pk}_%s"
        )
        pledge.form = (forms or {}).get(pledge.pk, blank)
    context = {"donor": donor, "token": token, "pledges": pledges, "gifts": donors.gifts(donor)}
    context |= {"refusal": refusal, "notice": DONE.get(request.GET.get("done"))}
    return render(request, "donations/manage/gifts.html", context, status=status)


def _ask_page(request, form, *, refusal="", status=200):
    context = {"form": form, "refusal": refusal, "is_asked": request.GET.get("done") == "asked"}
    return render(request, "donations/manage/ask.html", context, status=status)


def _too_many(response):
    response.headers["Retry-After"] = str(WAIT_SECONDS)
    return response
