"""What staff book by hand."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from donations.forms.amounts import AmountField
from donations.models import LedgerEntry

# What staff book by hand; the rest is for providers to report.
KINDS = [(kind, kind.label) for kind in (LedgerEntry.Kind.GIFT, LedgerEntry.Kind.REFUND)]
METHODS = [
    (method, method.label) for method in LedgerEntry.Method if method != LedgerEntry.Method.CARD
]


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
