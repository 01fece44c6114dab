"""Notices of illegal content: the form the law asks for, and what became of a notice."""

from functools import partial

from allauth.core import ratelimit
from django import forms
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from articles.shared import shared_page
from comments import cases, mail
from comments.forms import AddressField, PlainField
from comments.models import LegalCase
from comments.names import clean_name
from comments.readers import reader_of
from comments.text import is_blank
from comments.views.answers import SeeOther, public_comment, with_pause

GONE = _("This comment is no longer there.")
TOO_MANY = _("Many notices came from here within an hour. Send it again later.")
RETRY_SECONDS = 3600


class NoticeForm(forms.Form):
    law = PlainField(
        label=_("Which law does it break?"),
        max_length=500,
        help_text=_("Country and paragraph, as well as you know them."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"required": _("Name the law.")},
    )
    explanation = PlainField(
        label=_("Why?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": _("Say why you think so.")},
    )
    is_nameless = forms.BooleanField(
        label=_("It is about an offence against a child: I give no name and address"),
        required=False,
    )
    name = PlainField(
        label=_("Your name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={"required": _("Write your name.")},
    )
    email = AddressField(
        label=_("Your e-mail"),
        max_length=254,
        help_text=_("For the receipt and the decision. The commenter does not see it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("This is not an e-mail address."),
        },
    )
    is_in_good_faith = forms.BooleanField(
        label=_("I believe in good faith that what I say here is accurate and complete"),
        error_messages={"required": _("Confirm that you say this in good faith.")},
    )

    def __init__(self, *args, comment, **kwargs):
        """The law asks for name and address, but for offences against children."""
        super().__init__(*args, auto_id=f"illegal-{comment.pk}-%s", label_suffix="", **kwargs)
        for name in ("name", "email"):
            self.fields[name].required = not self.data.get("is_nameless")

    def clean_name(self):
        return clean_name(self.cleaned_data["name"])

    def clean(self):
        said = super().clean()
        for name in ("law", "explanation", "name"):
            field = self.fields[name]
            if name in said and field.required and is_blank(said[name]):
                self.add_error(name, field.error_messages["required"])
        return said

    @property
    def said(self):
        names = ("law", "explanation", "name", "email")
        if self.cleaned_data["is_nameless"]:
            return {name: self.cleaned_data[name] for name in names[:2]} | {"name": "", "email": ""}
        return {name: self.cleaned_data[name] for name in names}


@shared_page
@require_http_methods(["GET", "HEAD", "POST"])
def illegal(request, pk):
    """Give notice that a comment is illegal."""
    chosen = public_comment(request, pk)
    if not chosen.is_visible:
        return _page(request, chosen, refusal=GONE, status=422)
    if request.method != "POST":
        return offer_notice(request, chosen)
    form = NoticeForm(request.POST, comment=chosen)
    if not form.is_valid():
        return _page(request, chosen, form=form, status=422)
    if not ratelimit.consume(request, action="notice"):
        return _page(request, chosen, form=form, refusal=TOO_MANY, status=429)
    may_write = partial(mail.may_write_to, request)
    return _received(request, cases.open_case(chosen, may_write=may_write, **form.said))


def offer_notice(request, chosen, **known):
    """The empty form; what we know of a reader is in it."""
    reader = reader_of(request)
    if reader.user:
        known |= {"name": reader.user.get_full_name(), "email": reader.user.email}
    elif reader.is_known:
        known |= {"name": reader.name, "email": reader.email}
    return _page(request, chosen, form=NoticeForm(comment=chosen, initial=known))


@require_safe
def notice(request, token):
    """What became of a notice, for whoever has its reference."""
    case = get_object_or_404(LegalCase, reference=token)
    response = render(request, "comments/notice.html", {"case": case})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _received(request, case):
    if not request.htmx:
        return SeeOther(reverse("comments:notice", args=[case.reference]))
    return render(request, "comments/_notice.html", {"case": case})


def _page(request, chosen, *, status=200, **shown):
    """The form alone for htmx, in the place of a reply's, else on a page of its own."""
    context = {"comment": chosen, "article": chosen.article, **shown}
    name = "comments/_illegal.html" if request.htmx else "comments/illegal.html"
    return with_pause(render(request, name, context, status=status), RETRY_SECONDS)
