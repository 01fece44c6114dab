"""A line of what the goal pays for."""

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from donations.forms.amounts import AmountField
from donations.models import Cost


class CostForm(forms.ModelForm):
    amount_cents = AmountField(label=capfirst(_("amount")), digits=8, widget=AdminTextInputWidget)

    class Meta:
        model = Cost
        fields = ["label", "amount_cents", "position"]
