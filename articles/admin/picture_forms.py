"""The forms of the media library: what comes with a file, and what is told about it afterwards."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles import images
from articles.admin.boxes import BoxFormMixin
from articles.admin.keys import PlainKeysMixin
from articles.models import MapImage

MAX_FILES = 20


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """One file or several; a list."""

    widget = FilesInput(attrs={"accept": ",".join(images.ACCEPTED)})

    def clean(self, value, initial=None):
        files = value if isinstance(value, list | tuple) else [value]
        if len(files) > MAX_FILES:
            raise forms.ValidationError(
                _("At most %(count)d files at once.") % {"count": MAX_FILES}
            )
        return [super(FilesField, self).clean(file, initial) for file in files or [None]]


class UploadForm(forms.Form):
    """The files of new pictures; everything else is asked afterwards."""

    file = FilesField(
        label=_("Files"),
        help_text=_("PNG, JPEG, WebP or TIFF. Readers get copies without places or camera data."),
    )


def _percent(name):
    label = capfirst(MapImage._meta.get_field(name).verbose_name)
    return forms.IntegerField(label=label, min_value=0, max_value=100)


class MapImageForm(PlainKeysMixin, BoxFormMixin, forms.ModelForm):
    """A picture; a new file takes the place of the one before, which stays in the list below."""

    file = forms.FileField(
        label=_("Another file"),
        required=False,
        help_text=_("Takes the place of this one. Pages and links stay, the former file is kept."),
        widget=forms.FileInput(attrs={"accept": ",".join(images.ACCEPTED)}),
    )

    focal_x = _percent("focal_x")
    focal_y = _percent("focal_y")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "valid_at" in self.fields:
            for part, name in zip(
                self.fields["valid_at"].widget.widgets,
                (_("As of: day"), _("As of: time")),
                strict=True,
            ):
                part.attrs["aria-label"] = name

    def clean_supersedes(self):
        """A line of versions has a beginning."""
        older = earlier = self.cleaned_data["supersedes"]
        seen = set()
        while earlier and earlier.pk not in seen:
            if earlier.pk == self.instance.pk:
                raise forms.ValidationError(_("A map can't come after itself."))
            seen.add(earlier.pk)
            earlier = earlier.supersedes
        return older

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("has_no_legend") and cleaned.get("legend_set"):
            self.add_error("has_no_legend", _("It has a legend: untick this, or choose none."))
        file = cleaned.get("file")
        if file and self.errors:
            images.check_upload(file)
        elif file:
            self.instance.take_file(file)
        return cleaned
