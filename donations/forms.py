"""What staff type about money."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from donations.clock import period
from donations.models import LedgerEntry, MonthlyGoal

# What staff book by hand; the rest is for providers to report.
KINDS = [(kind, kind.label) for kind in (LedgerEntry.Kind.GIFT, LedgerEntry.Kind.REFUND)]
METHODS = [
    (method, method.label) for method in LedgerEntry.Method if method != LedgerEntry.Method.CARD
]


class AmountField(forms.CharField):
    """An amount like 25 or 25.00, as integer minor units: no float ever touches money."""

    default_error_messages = {
        "invalid": _("Write an amount like 25 or 25.00, without spaces or currency."),
        "zero": _("The amount must be at least %(least)s."),
    }

    def __init__(self, *, digits=5, least_cents=1, **kwargs):
        self.pattern = re.compile(rf"([0-9]{{1,{digits}}})(?:[.,]([0-9]{{1,2}}))?")
        self.least_cents = least_cents
        super().__init__(**kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value):
        text = super().clean(value)
        if text in self.empty_values:
            return None
        found = self.pattern.fullmatch(text)
        if not found:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        units, fraction = found.groups(default="")
        cents = int(units) * 100 + int(fraction.ljust(2, "0"))
        if cents < self.least_cents:
            least = {"least": self.prepare_value(self.least_cents)}
            raise ValidationError(self.error_messages["zero"], code="zero", params=least)
        return cents

    def prepare_value(self, value):
        return f"{value // 100}.{value % 100:02}" if isinstance(value, int) else value


class EntryForm(forms.ModelForm):
    """A movement that no provider reports: bank, cash, crypto. Typed positive, signed by its kind."""

    kind = forms.ChoiceField(label=capfirst(_("kind")), choices=KINDS)
    method = forms.ChoiceField(label=capfirst(_("method")), choices=METHODS)
    amount_cents = AmountField(
        label=capfirst(_("amount")), help_text=_("In the currency of the campaign.")
    )

    class Meta:
        model = LedgerEntry
        fields = ["campaign", "kind", "method", "amount_cents", "booked_at", "provider_ref"]
        fields += ["donor_name", "message", "is_public", "note"]

    def clean_booked_at(self):
        booked_at = self.cleaned_data["booked_at"]
        if booked_at > timezone.now():
            raise ValidationError(_("Book money when it has come."))
        return booked_at

    def clean_provider_ref(self):
        reference = self.cleaned_data["provider_ref"]
        if (
            reference
            and LedgerEntry.objects.filter(provider="manual", provider_ref=reference).exists()
        ):
            raise ValidationError(_("This reference is booked already."))
        return reference

    def clean(self):
        fields = super().clean()
        if fields.get("kind") == LedgerEntry.Kind.REFUND and fields.get("amount_cents"):
            fields["amount_cents"] = -fields["amount_cents"]
        return fields


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
