"""Which month staff close or take with them."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from donations.models import Campaign, LedgerEntry


class CloseForm(forms.Form):
    """What was on the page that somebody said yes to."""

    campaign = forms.ModelChoiceField(Campaign.objects.all(), widget=forms.HiddenInput)
    month = forms.DateField(widget=forms.HiddenInput)


class ExportForm(forms.Form):
    """A month in which something was booked."""

    campaign = forms.ModelChoiceField(
        Campaign.objects.order_by("-is_active", "name"), label=_("Campaign"), empty_label=None
    )
    month = forms.DateField(label=_("Month"), input_formats=["%Y-%m"], widget=forms.Select)
    with_emails = forms.BooleanField(label=_("With the email addresses of donors"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["month"].widget.choices = [
            (f"{month:%Y-%m}", date_format(month, "F Y")) for month in _months()
        ]


def _months():
    zone = timezone.get_default_timezone()
    entries = LedgerEntry.objects.order_by()
    return entries.datetimes("booked_at", "month", order="DESC", tzinfo=zone)
