"""Word lists: written in the admin, tried on what was said before they are switched on."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import WordList
from comments.rehearsal import LAST, LAST_MAX, rehearse_words
from comments.words import parse_entries

ERRORS_SHOWN = 10


class WordListForm(forms.ModelForm):
    """Pressing "Rehearse" tries the list as it stands in the form; nothing is saved then."""

    last = forms.IntegerField(
        label=_("Newest comments"), initial=LAST, min_value=1, max_value=LAST_MAX, required=False
    )
    # The version that was opened: two people may have the same list open.
    opened = forms.IntegerField(required=False, widget=forms.HiddenInput)
    rehearsal = None

    class Meta:
        model = WordList
        fields = ["name", "action", "is_on", "entries"]
        help_texts = {
            "entries": _(
                "One word or phrase a line. A star right after the beginning of a word finds all its "
                "endings. Lines that begin with # are notes."
            )
        }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["opened"].initial = self.instance.version

    @property
    def is_rehearsal(self):
        return "_rehearse" in self.data

    def clean_entries(self):
        entries = self.cleaned_data["entries"]
        if errors := parse_entries(entries)[1]:
            raise ValidationError(errors[:ERRORS_SHOWN])
        return entries

    def clean(self):
        if self.is_rehearsal and "entries" not in self.errors and "last" not in self.errors:
            last = self.cleaned_data["last"] or LAST
            self.rehearsal = rehearse_words(self.cleaned_data["entries"], last)
        elif self.instance.pk and self._was_changed_meanwhile():
            raise ValidationError(_("Somebody changed this list meanwhile. Open it anew."))

    def is_valid(self):
        return super().is_valid() and not self.is_rehearsal

    def _was_changed_meanwhile(self):
        version = WordList.objects.values_list("version", flat=True).get(pk=self.instance.pk)
        return self.cleaned_data.get("opened") != version


@admin.register(WordList)
class WordListAdmin(admin.ModelAdmin):
    form = WordListForm
    change_form_template = "admin/comments/wordlist/change_form.html"
    list_display = ["name", "action", "is_on", "version", "changed_at"]
    list_filter = ["is_on", "action"]
    search_fields = ["name", "entries"]
    fieldsets = [(None, {"fields": ["name", "action", "is_on", "entries", "opened"]})]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """What was rehearsed is shown again with what it would have caught, and with no complaint."""
        is_rehearsal = "_rehearse" in request.POST
        shown = {"errors": None} if is_rehearsal else {}
        return super().changeform_view(
            request, object_id, form_url, extra_context=(extra_context or {}) | shown
        )

    def save_model(self, request, obj, form, change):
        """Another list of words, or another use of them, is another version."""
        if change and {"entries", "action"}.intersection(form.changed_data):
            obj.version += 1
        obj.changed_at = timezone.now()
        super().save_model(request, obj, form, change)
