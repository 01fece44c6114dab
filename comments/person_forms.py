"""What moderators write about people: a step of the ladder, a note."""

from datetime import timedelta
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import sanctions
from comments.forms import PlainField
from comments.models import Guest, Note, Sanction
from comments.reasons import Reason

Kind = Sanction.Kind
NOTE_HOURS = 24
# Steps as the form names them: what is imposed, and for how many hours.
STEPS = {
    "warning": (_("Warn"), Kind.WARNING, None),
    "hold": (_("Hold all their comments"), Kind.HOLD, None),
    "hour": (_("Suspend for 1 hour"), Kind.SUSPENSION, sanctions.SUSPENSION_HOURS[0]),
    "hours": (_("Suspend for 3 hours"), Kind.SUSPENSION, sanctions.SUSPENSION_HOURS[1]),
    "day": (_("Suspend for 24 hours"), Kind.SUSPENSION, sanctions.SUSPENSION_HOURS[2]),
    "week": (_("Suspend for 7 days"), Kind.SUSPENSION, sanctions.SUSPENSION_HOURS[3]),
    "ban": (_("Ban"), Kind.BAN, None),
}
CHOOSE_STEP = _("Choose what to do.")
CHOOSE_REASON = _("Choose a reason. The person is told.")


class SanctionForm(forms.Form):
    """A step of the ladder, with its reason; a ban is confirmed by a tick."""

    step = forms.ChoiceField(
        label=_("Step"),
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_STEP, "invalid_choice": CHOOSE_STEP},
    )
    code = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", "–"), *Reason.choices],
        error_messages={"required": CHOOSE_REASON, "invalid_choice": CHOOSE_REASON},
    )
    text = PlainField(
        label=_("Explanation"),
        required=False,
        max_length=500,
        help_text=_("The person reads it."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    takes_comments = forms.BooleanField(
        label=_("With a ban: reject all their comments of the last 30 days"), required=False
    )
    is_sure = forms.BooleanField(label=_("Yes, ban this person"), required=False)
    # The same form sent twice is one act.
    act = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, person, **kwargs):
        initial = {"act": uuid4()}
        super().__init__(*args, auto_id="sanction-%s", label_suffix="", initial=initial, **kwargs)
        self.person = person
        self.fields["step"].choices = [
            (name, label)
            for name, (label, kind, _hours) in STEPS.items()
            if person.is_confirmed or kind == Kind.SUSPENSION
        ]
        if not person.is_confirmed:
            del self.fields["takes_comments"], self.fields["is_sure"]

    def clean(self):
        said = super().clean()
        if said.get("step") == "ban" and not said.get("is_sure"):
            self.add_error("is_sure", _("Tick this as well to ban."))
        if said.get("code") == Reason.OTHER and not said.get("text"):
            self.add_error("text", _("Say what the reason is. The person is told."))
        return said

    def impose(self, by):
        said = self.cleaned_data
        _label, kind, hours = STEPS[said["step"]]
        now = timezone.now()
        about = {name: said[name] for name in ("code", "text", "act")}
        if hours:
            about["until"] = now + timedelta(hours=hours)
        if kind == Kind.BAN and said["takes_comments"]:
            about["reject_since"] = now - timedelta(days=sanctions.REJECTED_DAYS)
        return sanctions.impose(self.person, kind, by=by, **about)


class NoteForm(forms.Form):
    text = PlainField(
        label=_("Add a note"),
        max_length=1000,
        help_text=_("Moderators read it, nobody else."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"required": _("Write something first.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="note-%s", label_suffix="", **kwargs)

    def save(self, person, by):
        """A note about a guest is kept with their address, confirmed or not."""
        about = {"member": person.member}
        if not person.member:
            about = {"guest": person.guest or Guest.objects.asking(person.email)}
        return Note.objects.create(text=self.cleaned_data["text"], moderator=by, **about)


def may_have_notes(person):
    """False for guests who gave no address: there is nothing to keep a note with."""
    return bool(person.member or person.guest or person.email)


def deletable(notes, by):
    """Whose note it is may take it back for a day."""
    since = timezone.now() - timedelta(hours=NOTE_HOURS)
    return notes.filter(moderator=by, noted_at__gt=since)
