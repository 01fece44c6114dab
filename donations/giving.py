"""From a checked form to the provider's page: what a donor gives, and the payment made of it."""

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from donations import switches
from donations.models import Campaign, Donor, LedgerEntry, Payment, Pledge, Way
from donations.money import money
from donations.offline import new_code
from donations.provided import Gateway
from donations.providers import gateway_for

CHECKOUT_SECONDS = 20 * 60


@dataclass(frozen=True)
class Gift:
    """What a donor asks for, checked; the rest comes from us alone."""

    campaign: Campaign
    gateway: Gateway
    is_monthly: bool
    amount_cents: int
    covers_fees: bool
    email: str
    donor_name: str
    message: str
    language: str

    @property
    def cover_cents(self):
        return cover_of(self.amount_cents) if self.covers_fees else 0

    @property
    def total_cents(self):
        return self.amount_cents + self.cover_cents

    @property
    def is_transfer(self):
        return is_transfer(self.gateway)

    @property
    def sentence(self):
        amount = {"amount": self._money(self.amount_cents)}
        if self.is_transfer:
            return _("You give %(amount)s once, by bank transfer.") % amount
        if self.is_monthly:
            return _("You give %(amount)s every month, by card.") % amount
        return _("You give %(amount)s once, by card.") % amount

    @property
    def cover_sentence(self):
        amounts = {"cover": self.cover_cents, "total": self.total_cents}
        return _("With %(cover)s for the provider's fees, you pay %(total)s.") % {
            name: self._money(cents) for name, cents in amounts.items()
        }

    def _money(self, cents):
        return money(cents, self.campaign.currency, exact=True)

    def key(self, nonce):
        """The same for the same gift from the same form: sent twice, it is one payment."""
        said = [self.gateway.name, self.is_monthly, self.amount_cents, self.covers_fees]
        said += [self.email, self.donor_name, self.message, self.language]
        return uuid.uuid5(nonce, repr(said))

    @property
    def _facts(self):
        """What a payment and a monthly gift both say of it."""
        has_words = self.donor_name or self.message
        status = Payment.WordsStatus.WAITING if has_words else Payment.WordsStatus.NONE
        return {
            "campaign": self.campaign,
            "provider": self.gateway.name,
            "is_test": not self.gateway.is_live,
            "amount_cents": self.amount_cents,
            "cover_cents": self.cover_cents,
            "currency": self.campaign.currency,
            "donor_name": self.donor_name,
            "message": self.message,
            "words_status": status,
        }

    def store(self, key, origin):
        """The payment, with its donor and its monthly gift."""
        donor = Donor.objects.find_or_add(self.email, self.language) if self.email else None
        facts = self._facts | {"donor": donor}
        return Payment.objects.create(
            key=key,
            pledge=Pledge.objects.create(**facts) if self.is_monthly else None,
            method=self.gateway.method,
            code=new_code() if self.is_transfer else None,
            address=origin.address,
            network=origin.network,
            language=self.language,
            **facts,
        )


def cover_of(cents):
    """What to add so that the whole gift is left when the provider has kept its share of it all."""
    kept = settings.DONATION_FEE_PERMILLE
    return -(-(cents + settings.DONATION_FEE_CENTS) * 1000 // (1000 - kept)) - cents


def gateways(ways):
    """Where donors can be sent now; for a bank transfer there must be an account to pay to."""
    has_account = any(way.kind == Way.Kind.BANK for way in ways)
    return [each for each in switches.offered() if has_account or not is_transfer(each)]


def is_transfer(gateway):
    return gateway.method == LedgerEntry.Method.BANK


def is_begun(key):
    """True when the donor was sent on to pay this already."""
    return Payment.objects.filter(key=key).exclude(status=Payment.Status.STARTED).exists()


def begin(gift, *, key, origin):
    """The payment of this gift: made once, however often, and at once, it is asked for."""
    known = Payment.objects.filter(key=key)
    if payment := known.first():
        return payment
    try:
        with transaction.atomic():
            return gift.store(key, origin)
    except IntegrityError:  # somebody, most likely the donor's other click, was quicker
        return known.get()


def way_on(payment):
    """The address at which the donor goes on: the provider's page, or ours when all is said.

    Asks the provider, so it stands outside any transaction.
    """
    thanks = reverse("donations:thanks", args=[payment.key])
    if payment.status not in {Payment.Status.STARTED, Payment.Status.OPEN}:
        return thanks
    kept = f"checkout:{payment.key}"
    if url := cache.get(kept):
        return url
    checkout = gateway_for(payment.provider).start(
        payment,
        done_url=settings.SITE_URL + thanks,
        back_url=settings.SITE_URL + reverse("donations:support"),
        language=payment.language,
    )
    _note_checkout(payment, checkout)
    cache.set(kept, checkout.url, CHECKOUT_SECONDS)
    return checkout.url


def _note_checkout(payment, checkout):
    """A webhook may have been quicker: what it told stays."""
    mine = Payment.objects.filter(pk=payment.pk)
    mine.filter(session_ref="").update(session_ref=checkout.session_ref)
    mine.filter(status=Payment.Status.STARTED).update(status=Payment.Status.OPEN)
