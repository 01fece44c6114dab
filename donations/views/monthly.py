"""Donors change, pause or end what they give every month, by the link that came to their address."""

import logging
from functools import partial

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from donations import donors
from donations.forms.donors import MonthlyAmountForm
from donations.provided import ProviderAway, ProviderRefused
from donations.views.donors import SeeOther, by_link, gifts_page, see

AWAY = _("The payment provider does not answer. Nothing was changed. Try again in a minute.")
REFUSED = _(
    "The payment provider did not accept this change. The gift stands as it is shown here. "
    "If you ended it at the provider, it is over."
)

logger = logging.getLogger(__name__)


@require_POST
@by_link
def amount(request, token, donor, key):
    """Another amount from the next charge on."""
    pledge = _pledge(donor, key)
    form = MonthlyAmountForm(request.POST, currency=pledge.currency)
    if not form.is_valid():
        return gifts_page(request, token, donor, forms={pledge.pk: form}, status=422)
    change = partial(donors.change_amount, pledge, form.cleaned_data["amount"])
    return _after(request, token, donor, "amount", change, forms={pledge.pk: form})


@require_POST
@by_link
def pause(request, token, donor, key):
    pledge = _pledge(donor, key)
    return _after(request, token, donor, "paused", partial(donors.pause, pledge))


@require_POST
@by_link
def resume(request, token, donor, key):
    pledge = _pledge(donor, key)
    return _after(request, token, donor, "resumed", partial(donors.resume, pledge))


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def end(request, token, donor, key):
    """The first click asks, the second ends it."""
    pledge = _pledge(donor, key)
    if request.method != "POST":
        return render(request, "donations/manage/end.html", {"pledge": pledge, "token": token})
    return _after(request, token, donor, "ended", partial(donors.end, pledge))


@require_POST
@by_link
def card(request, token, donor, key):
    """On to the provider's page: card data never come here."""
    pledge = _pledge(donor, key)
    back_url = settings.SITE_URL + reverse("donations:gifts", args=[token])
    try:
        return SeeOther(donors.card_page(pledge, back_url))
    except (ProviderAway, ProviderRefused) as error:
        return _failed(request, token, donor, error)


def _pledge(donor, key):
    return get_object_or_404(donors.monthly(donor), key=key)


def _after(request, token, donor, done, act, **context):
    """Ask the provider; what it will not do is said beside what stands."""
    try:
        act()
    except (ProviderAway, ProviderRefused) as error:
        return _failed(request, token, donor, error, **context)
    return see(token, done)


def _failed(request, token, donor, error, **context):
    logger.warning("change of a monthly gift failed: %s", type(error).__name__)
    is_away = isinstance(error, ProviderAway)
    refusal, status = (AWAY, 503) if is_away else (REFUSED, 409)
    return gifts_page(request, token, donor, refusal=refusal, status=status, **context)
