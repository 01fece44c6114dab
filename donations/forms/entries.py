"""What staff book by hand."""

import logging

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from donations import evidence
from donations.forms.amounts import AmountField
from donations.models import Donor, LedgerEntry, Proposal

logger = logging.getLogger(__name__)

# What staff book by hand; the rest is for providers to report.
KINDS = [(kind, kind.label) for kind in (LedgerEntry.Kind.GIFT, LedgerEntry.Kind.REFUND)]
METHODS = [
    (method, method.label) for method in LedgerEntry.Method if method != LedgerEntry.Method.CARD
]


class EntryForm(forms.ModelForm):
    """A movement that no provider reports: bank, cash, crypto. Typed positive, signed by its kind.

    `by` is who is signed in; valid, it has stored the `evidence`.
    """

    by = None
    evidence = None
    kind = forms.ChoiceField(label=capfirst(_("kind")), choices=KINDS)
    method = forms.ChoiceField(label=capfirst(_("method")), choices=METHODS)
    amount_cents = AmountField(
        label=capfirst(_("amount")), help_text=_("In the currency of the campaign.")
    )
    note = forms.CharField(
        label=capfirst(_("internal note")),
        max_length=2000,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("Where it came from, and how you know. Readers never see it."),
    )
    receipt_to = forms.EmailField(
        label=_("Email for the receipt"),
        max_length=254,
        required=False,
        help_text=_("For a gift whose donor wants one. Readers never see it."),
    )
    file = forms.FileField(
        label=capfirst(pgettext_lazy("document", "evidence")),
        required=False,
        help_text=_("A scan or a letter: PDF, JPEG or PNG, at most 10 MB. Readers never see it."),
    )

    class Meta:
        model = LedgerEntry
        fields = ["campaign", "kind", "method", "amount_cents", "booked_at", "provider_ref"]
        fields += ["donor_name", "message", "is_public", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "booked_at" in self.fields:  # the admin writes “Date:” beside them, but no label
            parts = self.fields["booked_at"].widget.widgets
            for part, label in zip(parts, (_("Date"), _("Time")), strict=True):
                part.attrs["aria-label"] = label

    def clean_booked_at(self):
        booked_at = self.cleaned_data["booked_at"]
        if booked_at > timezone.now():
            raise ValidationError(_("Book money when it has come."))
        return booked_at

    def clean_provider_ref(self):
        reference = self.cleaned_data["provider_ref"]
        known = {"provider": "manual", "provider_ref": reference}
        if reference and LedgerEntry.objects.filter(**known).exists():
            raise ValidationError(_("This reference is booked already."))
        waiting = Proposal.objects.filter(status=Proposal.Status.WAITING)
        if reference and waiting.filter(**known).exists():
            raise ValidationError(_("This reference waits for a second person already."))
        return reference

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file:
            file.ending = evidence.check(file)
        return file

    def clean(self):
        fields = super().clean()
        if fields.get("kind") == LedgerEntry.Kind.REFUND and fields.get("amount_cents"):
            fields["amount_cents"] = -fields["amount_cents"]
        if fields.get("file") and not self.errors:
            self._keep(fields["file"])
        return fields

    def _keep(self, file):
        try:
            self.evidence = evidence.keep(file.read(), file.name, file.ending, self.by)
        except OSError:
            logger.exception("evidence can't be stored")
            self.add_error("file", _("The file can’t be stored now. Try again later."))

    @property
    def entered(self):
        """What booking.enter wants to know."""
        fields = {name: self.cleaned_data[name] for name in self.Meta.fields}
        email = self.cleaned_data["receipt_to"].lower()
        if email and fields["kind"] == LedgerEntry.Kind.GIFT:
            fields["donor"] = Donor.objects.find_or_add(email)
        return fields


class DecisionForm(forms.Form):
    """What a second person says of an entry. Only a refusal needs words."""

    do = forms.ChoiceField(choices=[("confirm", "confirm"), ("decline", "decline")])
    answer = forms.CharField(
        label=_("Why it is declined"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self):
        fields = super().clean()
        if fields.get("do") == "decline" and not fields.get("answer"):
            self.add_error("answer", _("Say why: the person who entered it reads it."))
        return fields
