"""What donors fill in to get at their gifts and to change them."""

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from donations.forms.amounts import AmountField
from donations.forms.words import WordsField
from donations.models import Payment
from donations.money import money


class LinkForm(forms.Form):
    """The address that was given with a gift."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("The one to which your receipts go."),
        error_messages={
            "required": _("Write the address to which your receipts go."),
            "invalid": _("This is not an e-mail address."),
        },
    )

    def clean_email(self):
        return get_adapter().clean_email(self.cleaned_data["email"])


class MonthlyAmountForm(forms.Form):
    """Another amount for a monthly gift, within the limits of the form for new ones."""

    amount = AmountField(label=_("New amount a month"))

    def __init__(self, *args, currency, **kwargs):
        super().__init__(*args, **kwargs)
        self.currency = currency
        amount = self.fields["amount"]
        amount.least_cents = settings.DONATION_MIN_CENTS
        amount.help_text = _("From %(least)s to %(most)s.") % {
            "least": self._money(settings.DONATION_MIN_CENTS),
            "most": self._money(self.most_cents),
        }

    @property
    def most_cents(self):
        return min(settings.DONATION_MAX_CENTS, settings.DONATION_MONTHLY_MAX_CENTS)

    def clean_amount(self):
        cents = self.cleaned_data["amount"]
        if cents > self.most_cents:
            most = {"most": self._money(self.most_cents)}
            raise forms.ValidationError(_("Monthly gifts go up to %(most)s.") % most, code="most")
        return cents

    def _money(self, cents):
        return money(cents, self.currency, exact=bool(cents % 100))


class WordsForm(forms.Form):
    """What readers may read beside a gift; nothing is an answer too."""

    name = WordsField(
        label=_("Name for the supporters list"),
        max_length=Payment._meta.get_field("donor_name").max_length,
        required=False,
        help_text=_("Leave empty to appear as “A reader”."),
    )
    message = WordsField(
        label=_("Message for the supporters list"),
        max_length=Payment._meta.get_field("message").max_length,
        required=False,
        help_text=_("Shown once somebody here has read it."),
    )
