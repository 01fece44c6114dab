"""What every form of the newsroom refuses in a text."""

from django import forms
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.body import CONTROL_CHARACTERS

no_control_characters = RegexValidator(
    CONTROL_CHARACTERS, _("Remove the invisible control characters."), inverse_match=True
)


class PlainTextMixin:
    """Refuses control characters, which come with text from other programs and break feeds."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.CharField):
            field.validators.append(no_control_characters)
        return field
