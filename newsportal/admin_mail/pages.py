"""The page about mail in the admin: how it leaves, a test, and what the sending domain publishes."""

from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.core.validators import RegexValidator
from django.db.models import Max, Min
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from newsportal import sending_domain, trial_mail
from newsportal.account_data import confirmed_address
from newsportal.errors import RETRY_AFTER_SECONDS
from newsportal.models import OutgoingMail

NO_ADDRESS = _("Confirm an e-mail address of your account first.")
TOO_MANY = _("That was tried several times just now. Wait a while, then try again.")
may_look = permission_required("newsportal.view_outgoingmail", raise_exception=True)


class SelectorForm(forms.Form):
    selector = forms.CharField(
        label=_("DKIM selector"),
        help_text=_("Whoever sends your mail names it; leave it empty to look up the others."),
        max_length=60,
        required=False,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\Z",
                _("Use letters, digits, dots and hyphens only."),
            )
        ],
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )


def mail_urls():
    pages = [("", mail, "mail"), ("test/", test, "mail_test"), ("domain/", domain, "mail_domain")]
    return [
        path(f"admin/mail/{place}", admin.site.admin_view(may_look(view)), name=name)
        for place, view, name in pages
    ]


@require_safe
def mail(request):
    return _page(request)


@require_POST
def test(request):
    """Send a mail to who asks for it, at once and not by way of the outbox."""
    address = confirmed_address(request.user)
    if not address:
        return _page(request, status=422, outcome=trial_mail.Outcome(False, NO_ADDRESS))
    if not ratelimit.consume(request, action="test_mail", user=request.user):
        return _page(request, status=429, outcome=trial_mail.Outcome(False, TOO_MANY))
    return _page(request, outcome=trial_mail.send(address))


@require_POST
def domain(request):
    """Ask the name servers, only when somebody wants to know."""
    form = SelectorForm(request.POST)
    if not form.is_valid():
        return _page(request, status=422, form=form)
    if not ratelimit.consume(request, action="test_mail", user=request.user):
        return _page(request, status=429, form=form, refusal=TOO_MANY)
    findings = []
    if sending_domain.domain():
        findings = sending_domain.look_up(form.cleaned_data["selector"])
    return _page(request, form=form, findings=findings)


def _page(request, *, status=200, **found):
    waiting = OutgoingMail.objects.waiting().aggregate(since=Min("written_at"))
    last = OutgoingMail.objects.aggregate(sent=Max("sent_at"))
    context = admin.site.each_context(request) | {
        "title": _("Mail"),
        "sender": settings.DEFAULT_FROM_EMAIL,
        "transport": trial_mail.transport(),
        "last_sent_at": last["sent"],
        "waiting_since": waiting["since"],
        "address": confirmed_address(request.user),
        "domain": sending_domain.domain(),
        "form": SelectorForm(),
    }
    response = render(request, "admin/mail/page.html", context | found, status=status)
    if status == 429:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
