"""What moderators decide about comments, as their pages send it."""

import re
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from comments import claims, deciding
from comments.meanwhile import why_refused
from comments.models import Comment
from comments.reasons import Reason

CHOSEN_MAX = 100
# A chosen card: the comment and the version of it that was looked at.
CHOSEN = re.compile(r"([0-9]{1,18}):([0-9-]{1,80})", re.ASCII)
# Actions as buttons send them: what is done, and the reason where the button says it.
ACTIONS = {
    "approve": ("approve", ""),
    "reject": ("reject", ""),
    "spam": ("reject", Reason.SPAM),
    "hold": ("hold", ""),
    "feature": ("feature", ""),
    "unfeature": ("unfeature", ""),
    "close": ("close", ""),
    "open": ("open", ""),
}
FEATURING = {"feature", "unfeature"}
ABOUT_THREAD = {"close", "open"}
# What many cards are decided at once.
IN_BULK = ("approve", "reject", "spam")


class DecisionForm(forms.Form):
    """One decision: an action and, for a rejection, its reason."""

    action = forms.ChoiceField(
        choices=[(name, name) for name in ACTIONS],
        error_messages={
            "required": _("Choose what to do."),
            "invalid_choice": _("Choose what to do."),
        },
    )
    code = forms.ChoiceField(
        label=_("Reason"),
        choices=Reason,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose a reason from the list.")},
    )
    reason = forms.CharField(
        label=_("Explanation"),
        required=False,
        max_length=300,
        help_text=_("The writer reads it."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    version = forms.CharField(required=False, max_length=100)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", auto_id=False, **kwargs)

    def clean(self):
        """A rejection has a reason, and one that is not on the list is written down."""
        action, code = ACTIONS.get(self.cleaned_data.get("action"), ("", ""))
        if action != "reject" or self.errors:
            return
        self.cleaned_data["code"] = chosen = code or self.cleaned_data["code"]
        if not chosen:
            self.add_error("code", _("Choose a reason. The writer is told."))
        if chosen == Reason.OTHER and not self.cleaned_data["reason"]:
            self.add_error("reason", _("Say what the reason is. The writer is told."))

    def is_allowed(self, user):
        needs_more = self.cleaned_data["action"] in FEATURING
        return not needs_more or user.has_perm("comments.feature_comment")

    def decide(self, comment, *, by, seen, act=None):
        """Do it to the comment or its thread; the Decision, or None when nothing was to be done."""
        action, _code = ACTIONS[self.cleaned_data["action"]]
        if action in ABOUT_THREAD:
            root = Comment.objects.get(tree_id=comment.tree_id, lft=1)
            return claims.decide(root, action, by=by, act=act)
        about = {"seen": seen, "act": act}
        if action == "reject":
            about |= {name: self.cleaned_data[name] for name in ("code", "reason")}
        return claims.decide(comment, action, by=by, **about)

    def was_done(self, comment, by):
        """The decision when it stands already and is this moderator's: the form came twice."""
        action, _code = ACTIONS[self.cleaned_data["action"]]
        last = comment.decisions.first()
        asked = action, by.pk, self.cleaned_data["code"]
        if last is None or asked != (last.action, last.moderator_id, last.code):
            return None
        is_so = last.decided_at == comment.decided_at and not comment.open_reports
        return last if is_so else None


class ChosenCards(forms.TypedMultipleChoiceField):
    """Checkboxes of a page that may have moved on: any well-formed one will do."""

    def valid_value(self, value):
        return CHOSEN.fullmatch(value) is not None


def card_named(value):
    pk, version = CHOSEN.fullmatch(value).groups()
    return int(pk), version


class BulkForm(DecisionForm):
    """One decision about many cards."""

    action = forms.ChoiceField(
        choices=[(name, name) for name in IN_BULK],
        error_messages={"required": _("Choose what to do.")},
    )
    chosen = ChosenCards(
        coerce=card_named,
        error_messages={
            "required": _("Choose comments first."),
            "invalid_choice": _("Choose comments first."),
        },
    )

    def versions(self):
        """[(comment, version that was seen)] of the chosen, as far as they are there."""
        chosen = dict(self.cleaned_data.get("chosen", [])[:CHOSEN_MAX])
        found = Comment.objects.in_bulk(chosen)
        return [(found[pk], seen) for pk, seen in chosen.items() if pk in found]

    def decide_all(self, by):
        """Decide about each as one act; (act, decisions, what was refused)."""
        act, decisions, refused = uuid4(), [], []
        for comment, seen in self.versions():
            try:
                decisions.append(self.decide(comment, by=by, act=act, seen=seen))
            except (deciding.Conflict, claims.Claimed) as refusal:
                refused.append((comment, why_refused(refusal, seen)))
        return act, [decision for decision in decisions if decision], refused


def offered(comment, user):
    """{name of action: True} of what can be done with a comment as it is."""
    is_gone = comment.status == comment.Status.ERASED
    is_settled = comment.is_visible and comment.decided_at and not comment.open_reports
    may_feature = user.has_perm("comments.feature_comment")
    return {
        "approve": not is_gone and not is_settled,
        "reject": comment.is_editable or comment.status == comment.Status.SPAM,
        "spam": comment.is_editable or comment.status == comment.Status.REMOVED,
        "hold": comment.is_visible,
        "feature": may_feature and comment.is_visible and not comment.featured_at,
        "unfeature": may_feature and bool(comment.featured_at),
        "open": bool(comment.closed_at),
        "close": not comment.closed_at,
        "claim": not is_gone,
    }
