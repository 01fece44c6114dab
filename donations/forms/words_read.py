"""Which words staff have read, and what becomes of them."""

import re

from django import forms

from donations.models import Payment
from donations.words import Status

READ = re.compile(r"([0-9]{1,18}):([0-9a-f]{16})")
VERBS = {"show": Status.SHOWN, "refuse": Status.REFUSED}


class WordsReadForm(forms.Form):
    """Ticked rows and one verb for all of them, or the verb of one row alone.

    A row is told as "17:5f3a…": the payment, and what was read.
    """

    verb = forms.ChoiceField(choices=[(verb, verb) for verb in VERBS], required=False)

    def clean(self):
        fields = super().clean()
        one = [(name, self.data[name]) for name in VERBS if self.data.get(name)]
        verb, rows = one[0][0] if one else fields.get("verb"), self._rows(one)
        if not (verb and rows):
            raise forms.ValidationError("")
        fields["status"], fields["rows"] = VERBS[verb], rows
        return fields

    def decisions(self):
        """(payment, status, what was read) of each row there is."""
        rows = self.cleaned_data["rows"]
        payments = Payment.objects.in_bulk(rows)
        return [(payments[pk], self.cleaned_data["status"], rows[pk]) for pk in payments]

    def _rows(self, one):
        told = [one[0][1]] if one else self.data.getlist("row")
        found = [READ.fullmatch(each) for each in told[:100]]
        return {int(each[1]): each[2] for each in found if each}
