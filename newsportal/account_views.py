"""What members can change about their account; they take what is theirs, or take it away."""

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from comments.views.answers import SeeOther
from comments.views.mine import JsonFile
from donations.erasing import CannotErase
from newsportal import account_data, supporters
from newsportal.errors import too_many_requests

GIFT_RUNS = _(
    "Nothing was deleted: your monthly gift has to be ended first, and the payment provider does "
    "not answer, or a payment has just begun. Try again later."
)
BADGE_SHOWN = _("The badge stands beside your comments.")
BADGE_GONE = _("The badge is gone from your comments.")


class EraseForm(forms.Form):
    """Deleting asks for the password once more: an open screen is not enough."""

    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Write your password.")},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.user = user

    def clean_password(self):
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("This is not your password."), code="wrong")
        return self.cleaned_data["password"]


class BadgeForm(forms.Form):
    """Whether the Supporter badge stands beside a member's comments."""

    is_shown = forms.BooleanField(
        label=_("Show a Supporter badge beside my comments"),
        help_text=_(
            "The word “Supporter” then stands beside your name, under articles and on your page, "
            "where everybody can read it. Nobody is told what you gave, or when. It goes when you "
            "take it off, or a year after your last gift."
        ),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)


def badge_form(user):
    """For who may show the badge, and for who shows it still; None for all others."""
    is_shown = user.shows_supporter_badge
    if is_shown or supporters.may_show_badge(user):
        return BadgeForm(initial={"is_shown": is_shown})
    return None


@login_required
def account(request):
    """What a member can change about their account."""
    return render(request, "account/overview.html", {"form": badge_form(request.user)})


@require_POST
@login_required
def badge(request):
    """Show the Supporter badge, or take it off; taking it off always works."""
    form = BadgeForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()

    is_shown = form.cleaned_data["is_shown"]
    if is_shown and not supporters.may_show_badge(request.user):
        raise PermissionDenied
    supporters.show_badge(request.user.pk, is_shown)
    messages.success(request, BADGE_SHOWN if is_shown else BADGE_GONE)
    return SeeOther(reverse("account"))


@require_POST
@login_required
def export(request):
    """All that is kept of this member, as a file."""
    if not ratelimit.consume(request, action="export"):
        return too_many_requests(request)
    return JsonFile("account.json", account_data.exported(request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def erase(request):
    """Delete the account with all that was written from it, once the password was given."""
    if request.user.is_newsrooms:
        return render(request, "account/erase.html", status=403)
    form = EraseForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method != "POST":
        return render(request, "account/erase.html", {"form": form})
    if not ratelimit.consume(request, action="erase_account", user=request.user):
        return too_many_requests(request)
    if not form.is_valid():
        return render(request, "account/erase.html", {"form": form}, status=422)
    try:
        account_data.erase(request.user)
    except CannotErase:
        form.add_error(None, GIFT_RUNS)
        return render(request, "account/erase.html", {"form": form}, status=503)
    logout(request)
    return render(request, "account/erased.html")
