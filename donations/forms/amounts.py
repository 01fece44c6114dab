"""An amount as people type it."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


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
