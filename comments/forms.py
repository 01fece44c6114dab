"""What readers send: a comment, a vote."""

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments import text as comment_text
from comments.names import clean_name, is_reserved

NAME_MIN_LENGTH = 2
NAME_MAX_LENGTH = 50
# A letter the reader sees may be several characters long, but not many.
CHARACTERS_PER_LETTER = 4
# Cleaning drops characters; what has more than this for each letter is not even looked at.
TYPED_PER_LETTER = 10


class CommentForm(forms.Form):
    """What a member fills in; who they are comes from the session, never from the form."""

    text = forms.CharField(
        label=_("Your comment"),
        strip=False,
        error_messages={"required": _("Write something first.")},
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    # No person sees this field; programs that fill in everything do.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": -1}))
    # Filled by js/composer.js: the same sending, repeated, carries the same key.
    submission = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, parent=None, **kwargs):
        where = f"reply-{parent.pk}" if parent else "comment"
        super().__init__(*args, auto_id=f"{where}-%s", label_suffix="", **kwargs)
        self.fields["website"].widget.attrs["autocomplete"] = "off"
        self.fields["text"].help_text = _(
            "*italic*, **bold**, > quote. Links work. Up to %(limit)s characters."
        ) % {"limit": settings.COMMENT_MAX_LENGTH}
        if parent:
            self.fields["text"].widget.attrs["autofocus"] = True
        if parent and parent.is_visible:
            name = format_html("<bdi>{}</bdi>", parent.name)
            self.fields["text"].label = format_html(_("Reply to {name}"), name=name)

    def clean_text(self):
        """Length first: rendering a megabyte, to see whether any of it shows, takes half a minute."""
        typed = self.cleaned_data["text"]
        if len(typed) > self.limit * TYPED_PER_LETTER:
            raise _too_long(len(typed) - self.limit)
        text = comment_text.clean_text(typed)
        excess = max(
            comment_text.length_of(text) - self.limit,
            len(text) - self.limit * CHARACTERS_PER_LETTER,
        )
        if excess > 0:
            raise _too_long(excess)
        if comment_text.is_blank(text):
            raise forms.ValidationError(_("Write something first."), code="blank")
        return text

    @property
    def limit(self):
        return settings.COMMENT_MAX_LENGTH

    @property
    def is_trapped(self):
        return bool(self.cleaned_data.get("website"))


def _too_long(excess):
    sentence = ngettext(
        "This is %(count)s character too long.", "This is %(count)s characters too long.", excess
    )
    return forms.ValidationError(sentence % {"count": excess}, code="long")


class GuestCommentForm(CommentForm):
    """What a guest fills in besides."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
        error_messages={"required": _("Write the name to show with your comment.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Never shown."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
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
        return name


class VoteForm(forms.Form):
    value = forms.TypedChoiceField(
        choices=[("1", "1"), ("0", "0"), ("-1", "-1")], coerce=int, empty_value=None
    )


def comment_form(reader, posted=None, parent=None):
    """The form this reader fills in, with a remembered guest's name and e-mail in it."""
    if reader.user:
        return CommentForm(posted, parent=parent)
    known = {"name": reader.name, "email": reader.email, "remember": bool(reader.name)}
    return GuestCommentForm(posted, parent=parent, initial=known)
