"""How every form field is rendered, and the two choices a reader makes about the site's looks."""

from django import forms
from django.conf import settings
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _


class PortalRenderer(TemplatesSetting):
    """Renders a field with templates/_field.html: label, control, hint, error beside it."""

    field_template_name = "_field.html"


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(choices=[("light", _("Light")), ("dark", _("Dark"))])


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)
