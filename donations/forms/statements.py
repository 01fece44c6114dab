"""How a statement comes in, and what is to be done with its lines."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from donations import bank, matching
from donations.models import Campaign, Statement, StatementLine

DAY_ORDERS = [
    ("", _("As the other dates of the file tell")),
    ("day", _("Day first: 03/11 is the third of November")),
    ("month", _("Month first: 03/11 is the eleventh of March")),
]
ROLES = {
    "date": _("Date"),
    "amount": _("Amount"),
    "credit": _("Money that came in"),
    "debit": _("Money that went out"),
    "sign": _("In or out, in a word"),
    "currency": _("Currency"),
    "payer": _("Payer"),
    "text": _("Text"),
    "ref": _("The bank’s reference"),
    "account": _("Column of the account"),
}


class StatementForm(forms.Form):
    """What has to be known of any file."""

    campaign = forms.ModelChoiceField(Campaign.objects.all(), label=capfirst(_("campaign")))
    account = forms.CharField(
        label=capfirst(pgettext_lazy("bank", "account")),
        max_length=80,
        required=False,
        help_text=_("Where the file does not say it. Movements are compared within one account."),
    )
    day_order = forms.ChoiceField(label=_("Dates with slashes"), choices=DAY_ORDERS, required=False)

    def clean_account(self):
        return bank.account_of(self.cleaned_data["account"])

    @property
    def answers(self):
        """What statements.take_in wants to know."""
        order = self.cleaned_data["day_order"]
        known = {name: self.cleaned_data[name] for name in ("campaign", "account")}
        return known | {"day_first": order == "day" if order else None}


class UploadForm(StatementForm):
    file = forms.FileField(
        label=capfirst(_("file")), help_text=_("CSV or camt.053 (XML), at most 5 MB.")
    )
    field_order = ["file"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > bank.MAX_BYTES:
            raise ValidationError(_("The file is larger than 5 MB: take a shorter time."))
        return file


class ColumnsForm(StatementForm):
    """Which column of a table is what."""

    def __init__(self, *args, rows, known, **kwargs):
        super().__init__(*args, **kwargs)
        heads = rows[0] if rows else []
        width = max(map(len, rows), default=0)
        names = [*heads, *[""] * (width - len(heads))]
        places = [(n, f"{n + 1}: {bank.plain(name, 40)}") for n, name in enumerate(names)]
        for role, label in ROLES.items():
            found = known.get(role)
            self.fields[f"column_{role}"] = forms.TypedChoiceField(
                label=label,
                choices=[("", _("None")), *places],
                coerce=int,
                empty_value=None,
                required=role == "date",
                initial=found[0] if isinstance(found, list) else found,
            )

    def clean(self):
        chosen = super().clean()
        amounts = (f"column_{role}" for role in ("amount", "credit", "debit"))
        if all(chosen.get(name) is None for name in amounts):
            self.add_error("column_amount", _("Say where the amount stands."))
        return chosen

    @property
    def answers(self):
        chosen = {role: self.cleaned_data[f"column_{role}"] for role in ROLES}
        columns = {role: place for role, place in chosen.items() if place is not None}
        if "text" in columns:
            columns["text"] = [columns["text"]]
        return super().answers | {"columns": columns}


class LinesField(forms.ModelMultipleChoiceField):
    """Lines by their keys; no database is asked for a key that none can have."""

    def clean(self, value):
        if not all(re.fullmatch("[0-9]{1,18}", key) for key in value or ()):
            raise ValidationError(_("Tick the lines first."))
        return super().clean(value)


class LinesForm(forms.Form):
    """What to do with the ticked lines, and for which payment each is."""

    DOINGS = ("book", "set_aside", "take_up")
    do = forms.ChoiceField(choices=[(doing, doing) for doing in DOINGS])
    line = LinesField(StatementLine.objects.none())

    def __init__(self, *args, statement: Statement, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = statement.lines.all()
        self.fields["line"].error_messages["required"] = _("Tick the lines first.")
        self.payments, self.refused = {}, {}

    def clean(self):
        chosen = super().clean()
        if chosen.get("do") == "book":
            for line in chosen.get("line", ()):
                self._find_payment(line)
        if self.refused:
            raise ValidationError(_("No payment has this code: look at the lines marked below."))
        return chosen

    def _find_payment(self, line):
        typed = self.data.get(f"code-{line.pk}", "")[:40]
        if not typed.strip():
            return
        payment = matching.payment_with(typed)
        if payment is None:
            self.refused[line.pk] = typed
        else:
            self.payments[line.pk] = payment
