"""The two forms of the newsroom that do more than their models say."""

from django import forms
from django.utils.translation import gettext_lazy as _

from articles import images
from articles.models import Article


class ArticleForm(forms.ModelForm):
    """An article; remembers which version the editor saw."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = self.instance.saved_at.isoformat()

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk:
            self._check_version()
        return cleaned

    def _check_version(self):
        """The admin saves in one transaction: the lock holds until this version is written."""
        current = Article.objects.select_for_update(of=["self"]).only("saved_at")
        version = current.get(pk=self.instance.pk).saved_at.isoformat()
        if version == self.cleaned_data.get("version"):
            return
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = version
        raise forms.ValidationError(
            _(
                "Somebody else saved this article while you were editing. Nothing of yours was "
                "saved yet. Compare in another tab; saving again replaces their version with yours."
            ),
            code="conflict",
        )


class MapImageForm(forms.ModelForm):
    """A picture; a new file is checked, kept privately and written for readers."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PNG, JPEG, WebP or TIFF. Readers get a copy without places or camera data."),
        widget=forms.FileInput(attrs={"accept": ",".join(images.ACCEPTED)}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.notes = []
        self.fields["file"].required = not self.instance.file

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("file")
        if file and self.errors:
            images.check_upload(file)
        elif file:
            self.notes = self.instance.take_file(file)
        return cleaned
