"""What readers say about mail: what they follow, how often, and what no longer."""

from django import forms
from django.conf import settings
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from comments.forms import AddressField
from comments.models import Level, Subscription

Kind = Subscription.Kind
BELOW_ARTICLE = [
    (Kind.ARTICLE.value, _("New comments on this article")),
    (Kind.REPLIES.value, _("Replies to my comments")),
]
ABOUT_COMMENT = [
    (Kind.COMMENT.value, _("Replies to this comment")),
    (Kind.THREAD.value, _("All of this thread")),
]
NEVER = "never"


class LinkForm(forms.Form):
    """Where a link that manages subscriptions is sent."""

    email = AddressField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
        error_messages={
            "required": _("Write your e-mail address. It is never shown."),
            "invalid": _("This is not an e-mail address."),
        },
    )


class FollowForm(LinkForm):
    """What to follow, below an article or about a comment, and where to."""

    kind = forms.ChoiceField(label=_("Notify of"))
    level = forms.ChoiceField(label=_("How often"), choices=Level, initial=Level.DAILY)
    field_order = ["kind", "level", "email"]

    def __init__(self, *args, comment=None, is_proven=False, **kwargs):
        place = f"follow-{comment.pk}" if comment else "follow"
        super().__init__(*args, auto_id=f"{place}-%s", label_suffix="", **kwargs)
        self.fields["kind"].choices = ABOUT_COMMENT if comment else BELOW_ARTICLE
        if is_proven:  # their address is known, and no other is theirs to give
            del self.fields["email"]

    def full_clean(self):
        """Shown again, the form begins where something is wrong."""
        super().full_clean()
        for name in [*self.errors][:1]:
            if name in self.fields:
                self.fields[name].widget.attrs["autofocus"] = True


class StopForm(forms.Form):
    """A button beside what is followed."""

    stop = forms.ChoiceField(choices=Kind)


class MuteForm(forms.Form):
    """A thread of which nothing more, or again, is to be heard."""

    mute = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=int)


class EndForm(forms.Form):
    """Pressed by a person, or sent by their mail program (which says List-Unsubscribe alone)."""

    what = forms.ChoiceField(choices=[(name, name) for name in ("these", "all", "undo", "take_up")])
    # What was in force before, for Undo.
    answers = forms.ChoiceField(choices=Level, required=False)
    desk = forms.ChoiceField(choices=Level, required=False)


class ActForm(forms.Form):
    """One button on the page of all subscriptions."""

    act = forms.ChoiceField(
        choices=[
            (name, name) for name in ("level", "stop", "again", "unmute", "stop_all", "take_up")
        ]
    )
    key = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    level = forms.ChoiceField(choices=Level, required=False)

    def clean(self):
        """All but the last two are about one thing of the list."""
        said = super().clean()
        if said.get("act") in {"level", "stop", "again", "unmute"} and not said.get("key"):
            self.add_error("key", "required")


class OlderForm(forms.Form):
    """Where a page of the list begins, and what was ended a moment ago."""

    after = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    key = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)


class WishField(forms.TypedChoiceField):
    """How often something is mailed; "" is kept for never."""

    def __init__(self, **kwargs):
        choices = [(NEVER, _("Not by mail")), *Level.choices]
        super().__init__(choices=choices, coerce=lambda level: level.replace(NEVER, ""), **kwargs)

    def prepare_value(self, value):
        return value or NEVER


class WishesForm(forms.Form):
    """Language of the mails; for members and moderators what else is mailed."""

    language = forms.ChoiceField(label=_("Language of the mails"))
    answers_level = WishField(label=_("Mail about answers to me, anywhere"))
    desk_level = WishField(label=_("Mail about waiting work"))

    def __init__(self, *args, subscriber, **kwargs):
        initial = model_to_dict(subscriber, ["language", "answers_level", "desk_level"])
        initial["language"] = subscriber.language or settings.LANGUAGE_CODE
        super().__init__(*args, initial=initial, auto_id="wish-%s", label_suffix="", **kwargs)
        self.fields["language"].choices = settings.LANGUAGES
        user = subscriber.user
        if not user:
            del self.fields["answers_level"]
        if not (user and user.is_staff and user.has_perm("comments.moderate_comment")):
            del self.fields["desk_level"]
