"""What a donor fills in. Currency, campaign and prices are never asked: they come from us."""

from decimal import Decimal

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from donations.forms.amounts import AmountField
from donations.forms.words import WordsField
from donations.giving import Gift, is_transfer
from donations.models import LedgerEntry, Payment
from donations.money import money, percentage

OTHER = "other"
MONTHLY = "monthly"
TOO_MUCH = _("Up to %(most)s can be given here. For more, use a bank transfer or write to us.")
TOO_MUCH_A_MONTH = _("Monthly gifts go up to %(most)s. For more, give once or write to us.")
NOT_MONTHLY = _("Your bank sets up a monthly transfer. Here, choose once, or pay by card.")
OFTEN = [("once", _("Once")), (MONTHLY, _("Every month"))]


class GiveForm(forms.Form):
    """One gift, or one every month. `gateways` are those a donor can be sent to now."""

    often = forms.ChoiceField(
        label=_("How often"),
        choices=OFTEN,
        widget=forms.RadioSelect,
        required=False,
        initial="once",
    )
    amount = forms.ChoiceField(
        label=_("Amount"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose an amount."),
            "invalid_choice": _("Choose an amount."),
        },
    )
    other = AmountField(label=_("Other amount"), digits=9, required=False)
    provider = forms.ChoiceField(
        label=_("Pay by"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a way to pay."),
            "invalid_choice": _("This way to pay is closed at the moment. Choose another."),
        },
    )
    cover = forms.BooleanField(label=_("Cover the card provider's fees too"), required=False)
    email = forms.EmailField(
        label=_("Email for the receipt"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = WordsField(
        label=_("Name for the supporters list"),
        max_length=Payment._meta.get_field("donor_name").max_length,
        required=False,
        help_text=_("Leave empty to appear as “A reader”."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    message = WordsField(
        label=_("Message for the supporters list"),
        max_length=Payment._meta.get_field("message").max_length,
        required=False,
        help_text=_("Shown once somebody here has read it."),
    )

    def __init__(self, *args, campaign, gateways, **kwargs):
        super().__init__(*args, **kwargs)
        self.campaign, self.gateways = campaign, gateways
        self._offer_amounts()
        self._offer_ways()

    def _offer_amounts(self):
        amounts = [(str(units), self._money(units * 100)) for units in settings.DONATION_AMOUNTS]
        chips, other = self.fields["amount"], self.fields["other"]
        chips.choices = [*amounts, (OTHER, pgettext_lazy("amount", "Other"))]
        chips.initial = settings.DONATION_AMOUNTS[:2][-1]
        other.least_cents = settings.DONATION_MIN_CENTS
        other.help_text = _("From %(least)s to %(most)s.") % {
            "least": self._money(settings.DONATION_MIN_CENTS),
            "most": self._money(settings.DONATION_MAX_CENTS),
        }

    def _offer_ways(self):
        if self.takes_cards and self.has_choice:
            self.fields["email"].help_text = _("For a bank transfer it is not needed.")
        names = [(each.name, LedgerEntry.Method(each.method).label) for each in self.gateways]
        self.fields["provider"].choices = names
        self.fields["provider"].initial = names[0][0]
        self.fields["cover"].help_text = _("About %(share)s and %(fixed)s of each payment.") % {
            "share": percentage(Decimal(settings.DONATION_FEE_PERMILLE) / 10),
            "fixed": self._money(settings.DONATION_FEE_CENTS),
        }

    @property
    def can_repeat(self):
        return any(each.repeats for each in self.gateways)

    @property
    def has_choice(self):
        """True where there are ways to pay to choose from, or the one that was chosen is closed."""
        return len(self.gateways) > 1 or "provider" in (self._errors or {})

    @property
    def takes_cards(self):
        return any(not is_transfer(each) for each in self.gateways)

    @property
    def token(self):
        """What may be a token of ours: its signature tells."""
        return self.data.get("token", "")

    @property
    def is_trapped(self):
        """True when the field that nobody sees was filled in."""
        return bool(self.data.get("website"))

    def clean_email(self):
        """One address in Latin letters, in lower case, as accounts have it."""
        email = self.cleaned_data["email"]
        return get_adapter().clean_email(email) if email else ""

    def clean(self):
        fields = super().clean()
        fields["amount_cents"] = self._chosen_cents(fields)
        self._check_limit(fields)
        if "provider" in fields:
            self._check_way(fields)
        return fields

    def gift(self):
        """What was asked for, once it is valid."""
        fields, gateway = self.cleaned_data, self._gateway
        return Gift(
            campaign=self.campaign,
            gateway=gateway,
            is_monthly=fields["often"] == MONTHLY,
            amount_cents=fields["amount_cents"],
            covers_fees=fields["cover"] and not is_transfer(gateway),
            email=fields["email"],
            donor_name=fields["name"],
            message=fields["message"],
            language=get_language(),
        )

    @property
    def _gateway(self):
        name = self.cleaned_data["provider"]
        return next(each for each in self.gateways if each.name == name)

    def _chosen_cents(self, fields):
        chosen = fields.get("amount")
        if chosen == OTHER:
            return self._typed_cents(fields)
        self.errors.pop("other", None)  # nobody asked for it
        return int(chosen) * 100 if chosen else None

    def _typed_cents(self, fields):
        cents = fields.get("other")
        if cents is None and "other" not in self.errors:
            self.add_error("other", _("Write the amount."))
        return cents

    def _check_limit(self, fields):
        monthly = fields.get("often") == MONTHLY
        refusal = TOO_MUCH_A_MONTH if monthly else TOO_MUCH
        most = settings.DONATION_MONTHLY_MAX_CENTS if monthly else settings.DONATION_MAX_CENTS
        if (fields["amount_cents"] or 0) > most:
            field = "other" if fields["amount"] == OTHER else "amount"
            self.add_error(field, refusal % {"most": self._money(most)})

    def _check_way(self, fields):
        if fields.get("often") == MONTHLY and not self._gateway.repeats:
            self.add_error("often", NOT_MONTHLY)
        if not is_transfer(self._gateway) and fields.get("email") == "":
            self.add_error("email", _("The receipt needs an address."))

    def _money(self, cents):
        return money(cents, self.campaign.currency, exact=bool(cents % 100))
