"""The byline in the article form: lines of the content, not rows of the table."""

from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from articles.admin.keys import PlainKeysMixin
from articles.admin.relations import PlainRelationsMixin
from articles.admin.sent import MOST_BYLINES
from articles.admin.text import PlainTextMixin
from articles.models import Byline


class BylineForm(PlainKeysMixin, forms.ModelForm):
    """One line. Emptying the author takes it away; nothing is compared with the table."""

    position = forms.IntegerField(
        label=_("position"), min_value=0, max_value=MOST_BYLINES, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in {"author", "role", "place", "position"} & set(self.fields):
            label = self.fields[name].label or name
            widget = self.fields[name].widget
            inner = getattr(widget, "widget", widget)  # of the pencil and plus around an author
            inner.attrs |= {"aria-label": label, "placeholder": label}

    def has_changed(self):
        sent = (self.data.get(self.add_prefix(name), "") for name in ("author", "place"))
        return any(value.strip() for value in sent) if self.is_bound else super().has_changed()

    def validate_unique(self):
        pass

    def validate_constraints(self):
        pass


class BylineFormSet(BaseInlineFormSet):
    """The lines it is given, one empty line more; saving is `writing.write`'s."""

    def __init__(self, *args, initial=(), **kwargs):
        lines = [line | {"position": n} for n, line in enumerate(initial, start=1)]
        super().__init__(*args, initial=lines, **kwargs)
        self.extra = len(lines) + 1

    def get_queryset(self):
        return self.model.objects.none()

    def initial_form_count(self):
        return 0

    def save(self, commit=True):
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        return []

    @property
    def lines(self):
        """What a content says of the byline, in the order of the numbers."""
        found = [form.cleaned_data for form in self.forms if form.has_changed()]
        found = [line for line in found if line and not line.get("DELETE")]
        found.sort(key=lambda line: (line["position"] is None, line["position"] or 0))
        return [
            {"author": line["author"].pk, "role": line["role"], "place": line["place"]}
            for line in found
        ]


class BylineInline(PlainRelationsMixin, PlainTextMixin, admin.TabularInline):
    model = Byline
    form = BylineForm
    formset = BylineFormSet
    fields = ["author", "role", "place", "position"]
    autocomplete_fields = ["author"]
    max_num = MOST_BYLINES

    def get_formset(self, request, obj=None, **kwargs):
        # Whatever number of rows is sent: no thousand of them is made and drawn.
        return super().get_formset(request, obj, absolute_max=MOST_BYLINES, **kwargs)


class BylineRows(admin.TabularInline):
    """The byline as readers have it, for those who may only look."""

    model = Byline
    fields = ["author", "role", "place"]
    extra = 0
