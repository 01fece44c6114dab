"""What staff say when they decide about a provider."""

from django import forms
from django.utils.translation import gettext_lazy as _

NOTICE_LENGTH = 2000


class DecisionForm(forms.Form):
    """Nothing but the decision itself."""


class SwitchOffForm(DecisionForm):
    notice = forms.CharField(
        label=_("Notice to readers"),
        required=False,
        max_length=NOTICE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"}),
        help_text=_("How to keep giving. Without one, a plain sentence stands there."),
    )
