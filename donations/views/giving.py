"""From the form to the provider, and what the donor sees on coming back."""

import logging
from datetime import timedelta

from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from donations import giving, guard, tokens
from donations.forms.giving import GiveForm
from donations.models import Campaign, Payment, Way
from donations.money import money
from donations.origins import origin_of
from donations.provided import ProviderAway, ProviderRefused
from donations.views.support import hide_appeals

NOT_TAKEN = _(
    "The payment provider could not take this just now. Nothing was paid. Try again in a minute, "
    "or give in another way."
)
CLOSED = _("The form is closed at the moment.")
AWAY_SECONDS = 60
# So long after it was begun, the page of a payment looks again by itself.
EXPECTED = timedelta(minutes=30)
STAGES = {
    Payment.Status.OPEN: "open",
    Payment.Status.PENDING: "coming",
    Payment.Status.QUARANTINED: "coming",
    Payment.Status.SETTLED: "arrived",
    Payment.Status.RETURNED: "returned",
}

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def give(request):
    """Send the donor on to pay; without a good token, let them check what they give first."""
    if request.method != "POST":
        return redirect("donations:support")
    ways = Way.objects.filter(is_active=True)
    campaign, gateways = Campaign.objects.active().first(), giving.gateways(ways)
    if not (campaign and gateways):
        return _page(request, None, note=CLOSED, ways=ways, status=503)
    form = GiveForm(request.POST, campaign=campaign, gateways=gateways)
    if not form.is_valid():
        return _check_page(request, form, status=422)
    nonce = tokens.nonce_of(request, form.token)
    if nonce is None or form.is_trapped:
        return _check_page(request, form)
    return _send_on(request, form, nonce=nonce, ways=ways)


@require_POST
def token(request):
    """A token for the form, fetched when the donor first touches it: one page less for them."""
    browser = tokens.browser_of(request)
    response = JsonResponse({"token": tokens.new_token(browser)})
    return tokens.keep_browser(response, browser)


@require_safe
def thanks(request, key):
    """What became of a payment, as far as we know; looking counts nothing."""
    payment = get_object_or_404(Payment.objects.select_related("pledge"), key=key)
    stage = STAGES.get(payment.status, "unpaid")
    context = {
        "payment": payment,
        "stage": stage,
        "is_given": stage not in {"unpaid", "returned"},
        **_awaited(payment, is_open=stage == "open"),
        "amount": money(payment.amount_cents, payment.currency, exact=True),
        "total": money(payment.total_cents, payment.currency, exact=True),
    }
    response = render(request, "donations/thanks.html", context)
    response.headers["Referrer-Policy"] = "same-origin"  # the address is the donor's own
    return response


def _awaited(payment, *, is_open):
    """Whether we wait for the donor's bank, or for the provider: then the page looks again."""
    is_transfer = bool(payment.code)
    is_recent = payment.created_at > timezone.now() - EXPECTED
    return {
        "transfer_is_awaited": is_open and is_transfer,
        "is_expected": is_open and is_recent and not is_transfer,
        "ways": Way.objects.filter(is_active=True, kind=Way.Kind.BANK),
    }


def _send_on(request, form, *, nonce, ways):
    """To the provider's page, unless somebody tries too often or the provider is away."""
    gift, origin = form.gift(), origin_of(request)
    key = gift.key(nonce)
    if not giving.is_begun(key) and (refusal := guard.admit(gift.gateway.name, origin)):
        return _later(request, form, refusal.message, ways, status=429, seconds=refusal.seconds)
    try:
        url = giving.way_on(giving.begin(gift, key=key, origin=origin))
    except (ProviderAway, ProviderRefused) as error:
        logger.warning("gift %s not sent on: %s", key, type(error).__name__)
        return _later(request, form, NOT_TAKEN, ways, status=503, seconds=AWAY_SECONDS)
    return hide_appeals(HttpResponseRedirect(url, status=303))


def _later(request, form, note, ways, *, status, seconds):
    """The form as it was typed, with when to try again and how to give until then."""
    response = _page(request, form, note=note, ways=ways, status=status)
    response.headers["Retry-After"] = str(seconds)
    return response


def _check_page(request, form, *, status=200):
    """The form again with a fresh token, to be looked at and sent on."""
    browser = tokens.browser_of(request)
    response = _page(request, form, token=tokens.new_token(browser), status=status)
    return tokens.keep_browser(response, browser)


def _page(request, form, *, status, token="", note="", ways=()):
    """What is given, in words and to be corrected; with a note, also the other ways."""
    context = {"form": form, "note": note, "ways": ways, "token": token}
    if form is not None:
        context["token"] = token or form.token
        context["gift"] = form.gift() if form.is_valid() else None
    return render(request, "donations/give.html", context, status=status)
