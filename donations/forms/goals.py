"""The goal of a month."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from donations.clock import period
from donations.forms.amounts import AmountField
from donations.models import MonthlyGoal


class GoalForm(forms.ModelForm):
    amount_cents = AmountField(label=capfirst(_("amount")), digits=8, least_cents=100)

    class Meta:
        model = MonthlyGoal
        fields = ["campaign", "month", "amount_cents", "only_this_month"]

    def clean_month(self):
        month = self.cleaned_data["month"].replace(day=1)
        if month < this_month():
            raise ValidationError(_("Months that are over keep their goal."))
        return month


def this_month():
    """The first day of the current month, in the site's zone."""
    start, _end = period(timezone.now(), timezone.get_default_timezone())
    return start.date()
