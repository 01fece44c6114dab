"""The only package that knows the payment vendor: Stripe, with its hosted Checkout.

What it answers is put into our words in facts.py.
"""

import json
import logging
import time
import uuid
from functools import lru_cache

import stripe
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import override

from donations.gateway import facts
from donations.models.donors import Pledge
from donations.models.ledger import LedgerEntry
from donations.provided import BadNotice, Checkout, ProviderAway, ProviderRefused

TIMEOUT_SECONDS = 5
# What failed at once is asked again; what took long is not: nobody waits longer than 8 seconds.
SOON_SECONDS = 2.5
# Not for long, or until somebody has mended the key: what waits for it is not given up.
FAILURES = (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError)
FAILURES += (stripe.AuthenticationError, stripe.PermissionError)
# While it does not answer, nobody else waits for it.
AWAY, AWAY_SECONDS = "stripe:away", 15
NOTICE_BYTES = 256 * 1024
NOTICE_SECONDS = 300
ROWS_AT_ONCE = 100

logger = logging.getLogger(__name__)


@lru_cache(maxsize=4)
def _client(key, address):
    """One for each key, so that connections are kept. It has no say in what is tried again."""
    return stripe.StripeClient(
        key,
        base_addresses={"api": address},
        http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS),
        max_network_retries=0,
    )


def _ask(call, *args, key="", **params):
    """The answer as plain dictionaries. What failed at once is asked once more, under one key."""
    if cache.get(AWAY):
        raise ProviderAway("It did not answer a moment ago.")
    started, options = time.monotonic(), {"idempotency_key": key} if key else {}
    for last in (False, True):
        try:
            return call(*args, params=params, options=options).to_dict()
        except FAILURES as error:
            slow = time.monotonic() - started > SOON_SECONDS
            if slow:
                cache.set(AWAY, True, AWAY_SECONDS)
            if last or slow:
                raise ProviderAway(_name(error)) from None
        except stripe.StripeError as error:
            raise ProviderRefused(_name(error)) from None


def _name(error):
    """What went wrong, without the provider's sentence: somebody's address may stand in it."""
    name = f"{type(error).__name__} {error.code or ''}".strip()
    logger.warning("stripe: %s, status %s, request %r", name, error.http_status, error.request_id)
    return name


def _rows(call, **params):
    """All rows of a list, page by page."""
    has_more = True
    while has_more:
        page = _ask(call, limit=ROWS_AT_ONCE, **params)
        yield from page["data"]
        has_more = page["has_more"]
        params["starting_after"] = page["data"][-1]["id"] if has_more else ""


def _is_signed(body, signature, secret):
    """True when it bears a signature of ours, made at most 300 seconds ago, or from now."""
    try:
        stripe.WebhookSignature.verify_header(body, signature, secret, NOTICE_SECONDS)
        stamps = [part[2:] for part in signature.split(",") if part.startswith("t=")]
        return int(stamps[0]) <= time.time() + NOTICE_SECONDS
    except (stripe.SignatureVerificationError, ValueError, TypeError, AttributeError):
        return False


class Stripe:
    """Card gifts, once and every month."""

    name = "stripe"
    method = LedgerEntry.Method.CARD
    repeats = True
    signature_header = "Stripe-Signature"

    @property
    def is_configured(self):
        return bool(settings.STRIPE_SECRET_KEY)

    @property
    def is_live(self):
        return settings.STRIPE_SECRET_KEY.startswith(("sk_live_", "rk_live_"))

    @property
    def _api(self):
        if not self.is_configured:
            raise ProviderRefused("No key is set.")
        return _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_URL).v1

    def start(self, payment, *, done_url, back_url, language):
        """Asked for twice it is one checkout: all that is sent depends on the payment alone."""
        asked = facts.checkout(payment) | {
            "success_url": done_url,
            "cancel_url": back_url,
            "locale": language if language in facts.LOCALES else "auto",
        }
        with override(language):
            asked["line_items"] = facts.lines(payment)
        found = _ask(self._api.checkout.sessions.create, key=f"start-{payment.key}", **asked)
        return Checkout(found["id"], found["url"])

    def read_notice(self, body, signature):
        if len(body) > NOTICE_BYTES:
            raise BadNotice("It is too big.")
        if not any(_is_signed(body, signature, key) for key in settings.STRIPE_WEBHOOK_SECRETS):
            raise BadNotice("It is not signed, or too old.")
        try:
            event = json.loads(body)
            is_live, notice = event["livemode"], facts.notice(event)
        except (ValueError, LookupError, TypeError, AttributeError, OverflowError, OSError):
            raise BadNotice("It can't be read.") from None
        if is_live is not self.is_live:
            raise BadNotice("It is of the other mode: live or test.")
        return notice

    def session(self, ref):
        found = _ask(self._api.checkout.sessions.retrieve, ref)
        intent = found["payment_intent"] or ""
        if found["invoice"] and not intent:
            paid = _ask(self._api.invoice_payments.list, invoice=found["invoice"])["data"]
            intent = next((row["payment"]["payment_intent"] for row in paid), "")
        return facts.session(found, intent)

    def charge(self, ref):
        """With all charges of one payment: those that were declined, and what went back."""
        if not ref.startswith("pi_"):
            ref = _ask(self._api.charges.retrieve, ref)["payment_intent"]
            if not ref:
                raise ProviderRefused("It was not paid at our checkout.")
        intent = _ask(self._api.payment_intents.retrieve, ref)
        expand = ["data.balance_transaction"]
        charges = list(_rows(self._api.charges.list, payment_intent=ref, expand=expand))
        charged = facts.standing(charges)
        went_back = self._went_back(charged["id"]) if charged else {}
        return facts.charge(intent, charges, **self._origin(intent), **went_back)

    def _went_back(self, ref):
        expand = ["data.balance_transaction", "data.failure_balance_transaction"]
        return {
            "refunds": list(_rows(self._api.refunds.list, charge=ref, expand=expand)),
            "disputes": list(_rows(self._api.disputes.list, charge=ref)),
        }

    def _origin(self, intent):
        """Which payment of ours it is, or of which monthly gift."""
        if key := facts.key_in(intent["metadata"], "payment"):
            return {"key": key}
        payment = {"type": "payment_intent", "payment_intent": intent["id"]}
        rows = _rows(self._api.invoice_payments.list, payment=payment, expand=["data.invoice"])
        return next((facts.origin(row["invoice"]) for row in rows), {})

    def pledge(self, ref):
        return facts.pledge(_ask(self._api.subscriptions.retrieve, ref))

    def refund(self, charge_ref, *, amount_cents, key):
        about = {"charge": charge_ref, "amount": amount_cents}
        _ask(self._api.refunds.create, key=f"refund-{key}", **about)

    def change_amount(self, pledge, *, amount_cents, key):
        """Charge this much in all from the next time on."""
        found = _ask(self._api.subscriptions.retrieve, pledge.provider_ref)
        items = facts.changed_items(found["items"]["data"], amount_cents)
        update, about = self._api.subscriptions.update, {"proration_behavior": "none"}
        _ask(update, pledge.provider_ref, key=f"amount-{key}", items=items, **about)

    def pause(self, pledge_ref):
        self._pause(pledge_ref, {"behavior": "void"})

    def resume(self, pledge_ref):
        self._pause(pledge_ref, "")

    def _pause(self, pledge_ref, pause):
        update, key = self._api.subscriptions.update, f"pause-{uuid.uuid4()}"
        _ask(update, pledge_ref, key=key, pause_collection=pause)

    def end(self, pledge_ref):
        try:
            _ask(self._api.subscriptions.cancel, pledge_ref)
        except ProviderRefused:  # also when it has ended before
            if self.pledge(pledge_ref).status != Pledge.Status.ENDED:
                raise

    def card_page(self, customer_ref, *, back_url):
        """A page of theirs where the donor changes the card, and nothing else."""
        after = {"type": "redirect", "redirect": {"return_url": back_url}}
        asked = {
            "customer": customer_ref,
            "return_url": back_url,
            "flow_data": {"type": "payment_method_update", "after_completion": after},
        }
        create = self._api.billing_portal.sessions.create
        return _ask(create, key=f"card-{uuid.uuid4()}", **asked)["url"]

    def movements(self, since, until):
        created = {"gte": int(since.timestamp()), "lt": int(until.timestamp())}
        lines = _rows(self._api.balance_transactions.list, created=created, expand=["data.source"])
        for line in lines:
            yield from facts.movements(line)

    def pledges(self):
        for found in _rows(self._api.subscriptions.list):
            yield facts.pledge(found)
