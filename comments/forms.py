"""What readers send: a comment, a vote."""

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from comments import text as comment_text
from comments.names import clean_name, is_reserved, is_taken
from comments.pipeline.lengths import excess_of, too_long
from comments.pipeline.traps import loaded_now, problem_of

NAME_MIN_LENGTH = 2
NAME_MAX_LENGTH = 50
TYPED_MAX_LENGTH = 10_000


class TypedField(forms.CharField):
    """What was typed, without NUL: no reader types it, and PostgreSQL can't store it."""

    def to_python(self, value):
        return super().to_python(value).replace("\0", "")


class PlainField(TypedField):
    """Words for the newsroom to read, cleaned as comments are."""

    def to_python(self, value):
        """What is far too long is refused as it is: cleaning a megabyte takes its time."""
        typed = super().to_python(value)
        return comment_text.clean_text(typed) if len(typed) < TYPED_MAX_LENGTH else typed


class AddressField(forms.EmailField):
    """An e-mail address in the one spelling under which it is kept and looked for."""

    def clean(self, value):
        address = super().clean(value)
        return address and get_adapter().clean_email(address)


class LoadedField(TypedField):
    """When the form was shown, signed; a form that is shown again keeps it while it is good."""

    def bound_data(self, data, initial):
        return initial if problem_of(data) in ("missing", "forged", "old") else data


class CommentForm(forms.Form):
    """What a member fills in; who they are comes from the session, never from the form."""

    text = TypedField(
        label=_("Your comment"),
        strip=False,
        error_messages={"required": _("Write something first.")},
        widget=forms.Textarea(
            attrs={"rows": 4, "dir": "auto", "autocapitalize": "sentences", "enterkeyhint": "enter"}
        ),
    )
    # No person sees this field; programs that fill in everything do.
    website = TypedField(
        required=False, widget=forms.TextInput(attrs={"tabindex": -1, "autocomplete": "off"})
    )
    follow = forms.BooleanField(label=_("Email me when someone replies"), required=False)
    # Filled by js/comment-composer.js: the same sending, repeated, carries the same key.
    submission = TypedField(required=False, widget=forms.HiddenInput)
    loaded = LoadedField(required=False, initial=loaded_now, widget=forms.HiddenInput)
    # That they were told why it would wait (pipeline/nudging.py), and which warning they read.
    nudged = TypedField(required=False, widget=forms.HiddenInput)
    warning = TypedField(required=False, widget=forms.HiddenInput)
    acknowledged = forms.BooleanField(label=_("I have read this"), required=False)

    def __init__(self, *args, parent=None, prompt=None, place="", **kwargs):
        place = place or (f"reply-{parent.pk}" if parent else "comment")
        place = f"prompt-{prompt.pk or 'new'}" if prompt else place
        super().__init__(*args, auto_id=f"{place}-%s", label_suffix="", **kwargs)
        self.fields["text"].help_text = _(
            "*italic*, **bold**, > quote, - list, @name. Links work. Up to %(limit)s characters."
        ) % {"limit": number_format(settings.COMMENT_MAX_LENGTH, force_grouping=True)}
        if parent:
            self._answer(parent)
        if prompt:
            self.fields["text"].label = _("Your answer") if prompt.question else _("Your comment")

    def _answer(self, parent):
        self.fields["text"].widget.attrs["autofocus"] = True
        if parent.is_visible:
            name = format_html("<bdi>{}</bdi>", parent.name)
            self.fields["text"].label = format_html(_("Reply to {name}"), name=name)

    def shows_text(self):
        """True when the text alone is in order: enough for a preview, which asks for no name."""
        for other in set(self.errors) - {"text"}:
            del self.errors[other]
        return not self.errors

    def clean_text(self):
        """Length first: rendering a megabyte, to see whether any of it shows, takes half a minute."""
        typed = self.cleaned_data["text"]
        if excess := excess_of(typed):
            raise forms.ValidationError(too_long(excess), code="long")
        text = comment_text.clean_text(typed)
        if comment_text.is_blank(text):
            raise forms.ValidationError(_("Write something first."), code="blank")
        return text

    @property
    def limit(self):
        return settings.COMMENT_MAX_LENGTH

    def send_again(self, **hidden):
        """Shown once more, with what the next sending is to carry."""
        self.data = self.data.copy()
        for name, value in hidden.items():
            self.data[name] = value


class StaffCommentForm(CommentForm):
    """Staff say for each comment whether the newsroom speaks or they themselves."""

    official = forms.BooleanField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["official"].label = _("Speak for %(site)s") % {"site": settings.SITE_NAME}


class EditForm(CommentForm):
    """Another text for a comment; `version` says which one it was made from."""

    version = TypedField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, comment, text=None, **kwargs):
        written = {"text": text or comment.text, "version": comment.version}
        super().__init__(*args, place=f"edit-{comment.pk}", initial=written, **kwargs)
        self.fields["text"].widget.attrs["autofocus"] = True


class GuestCommentForm(CommentForm):
    """What a guest fills in besides."""

    name = TypedField(
        label=_("Name"),
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "nickname",
                "autocapitalize": "words",
                "enterkeyhint": "next",
                "dir": "auto",
            }
        ),
        error_messages={"required": _("Write the name to show with your comment.")},
    )
    email = AddressField(
        label=_("E-mail"),
        help_text=_("Never shown."),
        max_length=254,
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "autocapitalize": "none", "enterkeyhint": "next"}
        ),
        error_messages={
            "required": _("Write your e-mail address. It is never shown."),
            "invalid": _("This is not an e-mail address."),
        },
    )
    remember = forms.BooleanField(
        label=_("Remember my name and e-mail on this device"), required=False
    )

    def clean_name(self):
        name = clean_name(self.cleaned_data["name"])
        if not NAME_MIN_LENGTH <= len(name) <= NAME_MAX_LENGTH:
            raise forms.ValidationError(
                _("A name has %(least)s to %(most)s characters."),
                params={"least": NAME_MIN_LENGTH, "most": NAME_MAX_LENGTH},
                code="length",
            )
        if is_reserved(name):
            raise forms.ValidationError(
                _("This name belongs to the newsroom. Choose another, or sign in."), code="reserved"
            )
        if is_taken(name):
            raise forms.ValidationError(
                _("A member has this name. Sign in if it is yours, or choose another."),
                code="taken",
            )
        return name


class VoteForm(forms.Form):
    value = forms.TypedChoiceField(
        choices=[("1", "1"), ("0", "0"), ("-1", "-1")], coerce=int, empty_value=None
    )


def comment_form(reader, posted=None, parent=None, prompt=None, **written):
    """The form this reader fills in, with a remembered guest's name and e-mail in it."""
    about = {"parent": parent, "prompt": prompt}
    if reader.user:
        form = StaffCommentForm if may_speak_officially(reader.user) else CommentForm
        return form(posted, initial=written, **about)
    known = {"name": reader.name, "email": reader.email, "remember": bool(reader.name)}
    form = GuestCommentForm(posted, initial=known | written, **about)
    if not reader.guest:
        form.fields["follow"].help_text = _("We first mail you a link to confirm.")
    return form


def invited_form(reader, total, **written):
    """The empty form of a discussion: the box alone is shown while these words stand in it."""
    form = comment_form(reader, **written)
    invitation = _("Join the discussion") if total else _("Be the first to comment")
    form.fields["text"].widget.attrs["placeholder"] = invitation
    return form


def may_speak_officially(user):
    """True for those whom readers may take for the newsroom."""
    return user.is_staff or user.has_perm("comments.moderate_comment")
