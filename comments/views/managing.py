"""All that somebody follows, on one page: theirs by account, by private link, or by a link in a mail."""

from allauth.core import ratelimit
from django.http import HttpResponseBadRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from comments import opting_in, subscriber_links, subscribers, subscribing
from comments.following import listed
from comments.following_forms import ActForm, LinkForm, OlderForm, WishesForm
from comments.models import Level, Subscriber
from comments.readers import reader_of
from comments.views.afterwards import afterwards
from comments.views.answers import SeeOther, with_pause
from comments.views.following import RETRY_SECONDS, TOO_MANY
from comments.views.subscriptions import gone

PER_PAGE = 50
# What a page says after the button before it; the name travels in the address.
DONE = {
    "asked": _("If this address follows anything, a link is on its way. Look into the inbox."),
    "level": _("Saved."),
    "wishes": _("Saved."),
    "stop": _("Ended."),
    "again": _("You follow it again."),
    "unmute": _("You hear of this thread again."),
    "stop_all": _("No more mail comes."),
    "take_up": _("Mail comes again."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def manage(request, token=""):
    """The list, and what can be done with it; strangers can have a link to theirs sent."""
    reader = reader_of(request)
    subscriber = subscriber_links.managed_by(token) if token else subscribers.subscriber_of(reader)
    if token and not subscriber:
        return gone(request)
    if request.method == "POST":
        subscriber = subscriber or subscribers.subscriber_for(reader)
        return _take(request, subscriber) if subscriber else _send_link(request)
    if not subscriber and reader.user:
        subscriber = Subscriber(user=reader.user)
    return _list(request, subscriber) if subscriber else _stranger(request, LinkForm())


def _take(request, subscriber):
    if "act" not in request.POST:
        return _wish(request, subscriber)
    form = ActForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    said = form.cleaned_data
    _act(subscriber, said)
    asked = {"done": said["act"]} | ({"key": said["key"]} if said["act"] == "stop" else {})
    return SeeOther(f"{request.path}?{urlencode(asked)}")


def _act(subscriber, said):
    act, key = said["act"], said["key"]
    theirs = subscriber.subscriptions.filter(pk=key)
    if act == "stop_all":
        subscribers.stop(subscriber)
    elif act == "take_up":
        subscribers.resume(subscriber)
    elif act == "unmute":
        subscriber.mutes.filter(root=key).delete()
    elif act == "stop":
        subscribing.end(theirs)
    elif act == "again":
        subscribing.begin_again(theirs)
    elif said["level"]:
        theirs.update(level=said["level"])


def _wish(request, subscriber):
    form = WishesForm(request.POST, subscriber=subscriber)
    if not form.is_valid():
        return _list(request, subscriber, wishes=form, status=422)
    Subscriber.objects.filter(pk=subscriber.pk).update(**form.cleaned_data)
    return SeeOther(f"{request.path}?done=wishes")


def _send_link(request):
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _stranger(request, form, status=422)
    if not ratelimit.consume(request, action="private_link"):
        return _stranger(request, form, refusal=TOO_MANY, status=429)
    answer = SeeOther(reverse("comments:subscriptions") + "?done=asked")
    return afterwards(answer, opting_in.send_manage_link, request, form.cleaned_data["email"])


def _stranger(request, form, *, status=200, **shown):
    shown |= {"form": form, "notice": DONE.get(request.GET.get("done"))}
    page = render(request, "comments/following/ask.html", shown, status=status)
    return with_pause(page, RETRY_SECONDS)


def _list(request, subscriber, *, wishes=None, status=200):
    asked = OlderForm(request.GET)
    page = asked.cleaned_data if asked.is_valid() else {}
    done = request.GET.get("done")
    shown = {"subscriber": subscriber, "address": subscribers.inbox_of(subscriber)}
    shown |= {"levels": Level, "notice": DONE.get(done), "path": request.path}
    shown["undo"] = page.get("key") if done == "stop" else None
    shown["wishes"] = wishes or WishesForm(subscriber=subscriber)
    if subscriber.pk:
        shown |= _followed(subscriber, page.get("after"))
    return render(request, "comments/following/manage.html", shown, status=status)


def _followed(subscriber, after):
    """A page of what they follow, newest first, and the threads they muted."""
    running = subscriber.subscriptions.filter(confirmed_at__isnull=False, ended_at=None)
    running = running.filter(pk__lt=after) if after else running
    found = list(running.select_related("article").order_by("-pk")[: PER_PAGE + 1])
    muted = subscriber.mutes.select_related("root__article").order_by("-pk")[:PER_PAGE]
    older = found[PER_PAGE - 1].pk if len(found) > PER_PAGE else None
    return {"followed": listed(found[:PER_PAGE]), "muted": listed(muted), "older": older}
