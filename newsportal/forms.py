"""How every form field of the site is rendered."""

from django.forms.renderers import TemplatesSetting


class PortalRenderer(TemplatesSetting):
    """Renders a field with templates/_field.html: label, control, hint, error beside it."""

    field_template_name = "_field.html"
