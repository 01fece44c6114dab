"""When an article comes out: its time and its embargo, in every zone that somebody may think in."""

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import publishing, rights

# What the two boxes of a time are called for those who can't see which words stand above them.
BOXES = {
    "publish_at": (gettext_lazy("Publish at: date"), gettext_lazy("Publish at: time")),
    "embargo": (gettext_lazy("Embargo until: date"), gettext_lazy("Embargo until: time")),
}


class PlanForm(forms.ModelForm):
    """The part of the article form that is about times."""

    embargo = forms.SplitDateTimeField(
        label=gettext_lazy("Embargo until"),
        widget=AdminSplitDateTime,
        required=False,
        help_text=gettext_lazy(
            "Before it nothing can publish the article, and nobody outside sees it or its pictures."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["embargo"] = self.instance.embargo_until
        for name in BOXES.keys() & self.fields.keys():
            for box, label in zip(self.fields[name].widget.widgets, BOXES[name], strict=True):
                box.attrs["aria-label"] = label

    @property
    def is_embargo_sent(self):
        """False where the form came without the field: that lifts nothing."""
        return self.add_prefix("embargo_0") in self.data and "embargo" in self.changed_data


def context(model_admin, request, article):
    """The times that are set, and whether the form asks for them."""
    if article is None:
        return {"may_plan": rights.may_plan(request.user)}
    times = [(_("Comes out"), article.published_at)] if article.is_scheduled else []
    if article.is_embargoed:
        times.append((_("Under embargo until"), article.embargo_until))
    return {"times": times, "may_plan": rights.may_plan(request.user, article)}


def save(form, about):
    """Set, move or lift the embargo as the form says. ValidationError for who may not."""
    if not form.is_embargo_sent:
        return
    article, until, user = form.instance, form.cleaned_data["embargo"], about["by"]
    before = article.embargo_until if article.is_embargoed else None
    is_shorter = before is not None and (until is None or until < before)
    if not rights.may_plan(user, article):
        raise ValidationError(_("You may not set an embargo."))
    if is_shorter and not rights.may_lift_embargo(user, article):
        raise ValidationError(_("Only a chief editor lifts or shortens an embargo."))
    article.set_embargo(until, **about)


def fields_for(fields, article):
    """An embargo is for what no reader has seen."""
    if article and publishing.was_ever_public(article):
        return [name for name in fields if name != "embargo"]
    return fields
