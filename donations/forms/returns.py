"""How much of a payment goes back."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from donations import returning
from donations.forms.amounts import AmountField
from donations.money import money


class PayBackForm(forms.Form):
    """All that is left, unless less is asked for; sent a second time, it is meant."""

    amount = AmountField(label=capfirst(_("amount")), digits=8)

    def __init__(self, *args, payment, **kwargs):
        super().__init__(*args, **kwargs)
        self.payment, self.left_cents = payment, returning.left_cents(payment)
        self.fields["amount"].initial = self.left_cents

    def clean_amount(self):
        cents = self.cleaned_data["amount"]
        if cents > self.left_cents:
            most = money(self.left_cents, self.payment.currency, exact=True)
            raise ValidationError(_("At most %(most)s can be paid back.") % {"most": most})
        return cents
