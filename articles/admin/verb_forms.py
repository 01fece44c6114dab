"""The questions that verbs ask before they do anything."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.body import CONTROL_CHARACTERS
from articles.models import Correction

TELL = [
    (value, label)
    for value, label in Correction.Kind.choices
    if value != Correction.Kind.RETRACTION
]


class LongText(forms.CharField):
    """Some plain sentences; invisible characters of other programs are dropped."""

    widget = forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})

    def to_python(self, value):
        return CONTROL_CHARACTERS.sub("", super().to_python(value)).strip()


class VerbForm(forms.Form):
    """Remembers the version that was looked at; nothing else to ask."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, article, **kwargs):
        super().__init__(*args, initial={"version": article.version}, **kwargs)

    @property
    def seen(self):
        """The version; a form without one saw none that there is."""
        version = self.cleaned_data["version"]
        return -1 if version is None else version

    @property
    def details(self):
        """What the verb is given."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class SendBackForm(VerbForm):
    note = LongText(
        label=_("What is still wanted"),
        max_length=1000,
        help_text=_("Its writers read it beside the text."),
    )


class UnpublishForm(VerbForm):
    gone = forms.TypedChoiceField(
        label=_("What do readers get at its address?"),
        choices=[
            ("", _("“Not found”: it may come back (404)")),
            ("1", _("“Gone for good”: search engines drop it at once (410)")),
        ],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )


class RetractForm(VerbForm):
    text = LongText(
        label=_("Why it is retracted"),
        max_length=2000,
        help_text=_("Readers see it above the article."),
    )
    thanks = forms.CharField(label=_("Thanks to"), max_length=100, required=False)


class PublishChangesForm(VerbForm):
    kind = forms.ChoiceField(
        label=_("What are readers told?"),
        choices=[("", _("Nothing: a typing error or a matter of form")), *TELL],
        required=False,
        widget=forms.RadioSelect,
    )
    text = LongText(label=_("What changed"), max_length=2000, required=False)
    place = forms.ChoiceField(
        label=_("Where it stands"),
        choices=Correction.Place.choices,
        initial=Correction.Place.BOTTOM,
        widget=forms.RadioSelect,
    )
    thanks = forms.CharField(
        label=_("Thanks to"),
        max_length=100,
        required=False,
        help_text=_("Who pointed it out, as readers will see it: “a reader”, or a name."),
    )

    def clean(self):
        sent = super().clean()
        if sent.get("kind") and not sent.get("text"):
            self.add_error("text", _("Tell readers what changed."))
        if sent.get("text") and not sent.get("kind") and "kind" in sent:
            self.add_error("kind", _("Choose what it is, or leave the text empty."))
        return sent


@dataclass(frozen=True)
class Page:
    """A page that asks before a verb."""

    label: str  # of the link to it, and its heading
    explanation: str
    button: str
    form: type = VerbForm
    is_grave: bool = False


PAGES = {
    "take_back": Page(
        _("Take it back…"),
        _("It leaves the list of what waits for review, and you can go on writing."),
        _("Take it back"),
    ),
    "send_back": Page(
        _("Send it back…"),
        _("It becomes a draft again, and its writers go on with it."),
        _("Send it back"),
        SendBackForm,
    ),
    "unschedule": Page(
        _("Take it off the schedule…"),
        _("It is not published when its time comes. It keeps its approval."),
        _("Take it off the schedule"),
    ),
    "discard_changes": Page(
        _("Discard the changes…"),
        _("You go on from what readers see now. The changes stay in the list of versions."),
        _("Discard the changes"),
        is_grave=True,
    ),
    "unpublish": Page(
        pgettext_lazy("an article", "Unpublish…"),
        _("Readers no longer find it. The text stays in the newsroom."),
        pgettext_lazy("an article", "Unpublish"),
        UnpublishForm,
        is_grave=True,
    ),
    "retract": Page(
        pgettext_lazy("an article", "Retract…"),
        _("The page stays under a notice that says why, and leaves all lists and feeds."),
        pgettext_lazy("an article", "Retract"),
        RetractForm,
        is_grave=True,
    ),
}
