"""What a reader wrote, as they alone see it: a member by account, a guest by cookie or link."""

from dataclasses import replace

from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comments import belongings, fates, private_links
from comments.forms import AddressField
from comments.models import Comment, Ignored
from comments.readers import reader_of
from comments.rows import minutes_to_edit
from comments.views import warnings
from comments.views.afterwards import afterwards
from comments.views.answers import SeeOther, with_pause
from comments.views.people import page_of

LINK_ENDED = _("This link no longer works. Have a new one sent.")
TOO_MANY = _("Too many requests from here. Wait a while, then try again.")
# What a page says after the form before it; the name travels in the address.
DONE = {
    "asked": _(
        "If comments were posted from this address, a link is on its way. Look into the inbox."
    ),
    "opened": _("This device now knows you. Here is all that was written from your address."),
    "claimed": _("The comments are on your account now."),
    "ended": _("All private links have ended, on every device."),
    "erased": _("Everything you wrote here is deleted."),
    "acknowledged": _("Thank you. You can write again."),
}


class PrivateLinkForm(forms.Form):
    email = AddressField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write the address you gave with your comments."),
            "invalid": _("This is not an e-mail address."),
        },
    )


class JsonFile(JsonResponse):
    """Facts for people to keep and to read."""

    def __init__(self, name, facts):
        super().__init__(facts, json_dumps_params={"ensure_ascii": False, "indent": 2})
        self.headers["Content-Disposition"] = f'attachment; filename="{name}"'


@require_safe
def mine(request):
    """Own comments, newest first, and what can be done with all of them."""
    return _list(request, PrivateLinkForm())


@require_POST
def ask(request):
    """Have a private link sent: every address gets the same answer after the same time."""
    form = PrivateLinkForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    if not ratelimit.consume(request, action="private_link"):
        return _list(request, form, refusal=TOO_MANY, status=429)
    email = form.cleaned_data["email"]
    return afterwards(SeeOther(_after("asked")), private_links.send_link, request, email)


@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request, token):
    """The private link: a button, and once it is pressed a device that knows whose it is."""
    guest = private_links.guest_behind(token)
    if guest is None:
        return _list(request, PrivateLinkForm(), refusal=LINK_ENDED, status=410)
    if request.method != "POST":
        return render(request, "comments/mine/open.html", {"guest": guest})
    guest.confirm()
    return reader_of(request).opening(guest).keep_in(SeeOther(_after("opened")))


@require_POST
def export(request):
    """All we keep of them, as a file."""
    reader = reader_of(request)
    if not reader.is_known:
        return redirect("comments:mine")
    if not ratelimit.consume(request, action="export"):
        return _list(request, PrivateLinkForm(), refusal=TOO_MANY, status=429)
    return JsonFile("comments.json", belongings.exported(reader))


@require_POST
def end_links(request):
    """Make every private link and every device it was opened on forget this guest."""
    reader = reader_of(request)
    if reader.guest:
        reader.guest.end_links()
    return replace(reader, link=()).keep_in(SeeOther(_after("ended")))


@require_POST
def claim(request):
    """Add what was written from the confirmed address to the account of who is signed in."""
    reader = reader_of(request)
    if not (reader.user and reader.guest):
        return redirect("comments:mine")
    belongings.claim(reader.guest, reader.user)
    return SeeOther(_after("claimed"))


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request):
    """Delete all a guest wrote, once they said so on a page of its own."""
    reader = reader_of(request)
    if reader.user or not reader.is_known:
        return redirect("comments:mine")
    if request.method != "POST":
        number = belongings.own_comments(reader).count()
        return render(request, "comments/mine/erase.html", {"number": number})
    belongings.erase(reader)
    response = SeeOther(_after("erased"))
    response.delete_cookie(settings.READER_COOKIE_NAME, samesite="Lax")
    return response


def _list(request, form, *, refusal="", status=200):
    reader = reader_of(request)
    own = belongings.own_comments(reader).select_related("article", "prompt")
    comments, older = page_of(own, request.GET.get("after"))
    for comment in fates.tell(comments):
        comment.edit_minutes = comment.is_editable and minutes_to_edit(comment.created_at)
    context = {"reader": reader, "comments": comments, "older": older, "form": form}
    context["sanctions"] = warnings.sanctions_of(request)
    context |= {"refusal": refusal, "notice": DONE.get(request.GET.get("done"))}
    if reader.user:
        context["ignored"] = Ignored.objects.of(reader.user)
        context["claimable"] = _claimable(reader)
    return with_pause(render(request, "comments/mine/list.html", context, status=status))


def _claimable(reader):
    """How many comments from the confirmed address are on no account yet."""
    if not reader.guest:
        return 0
    return Comment.objects.filter(belongings.from_address(reader.guest.email)).count()


def _after(done):
    return reverse("comments:mine") + f"?done={done}"
