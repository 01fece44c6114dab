"""What the links in mails to subscribers lead to. Opening one changes nothing: programs open them too."""

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments import mail, opting_in, subscriber_links, subscribers, subscribing
from comments.following import listed
from comments.following_forms import EndForm, MuteForm
from comments.models import Mute

# What a mail program sends when its own button is pressed (RFC 8058).
ONE_CLICK = "List-Unsubscribe"


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, token):
    """The link of the first mail: a button, and once it is pressed mail comes."""
    subscription = subscriber_links.confirmed_by(token)
    if subscription is None:
        return _expired(request, subscriber_links.asked_by(token))
    if request.method == "POST":
        subscribing.confirm(subscription)
        subscription.refresh_from_db(fields=["confirmed_at", "ended_at"])
    return render(request, "comments/following/confirm.html", _asked(subscription))


@csrf_exempt  # mail programs post it without a cookie or an origin; the token says whose it is
@require_http_methods(["GET", "HEAD", "POST"])
def end(request, token):
    """Ends what a mail came by: by a person's button, or at once by their mail program's."""
    found = subscriber_links.ended_by(token)
    if found is None:
        return gone(request)
    if request.method != "POST":
        return _end_page(request, *found)
    if ONE_CLICK in request.POST:
        subscribing.end_all(*found)
        return HttpResponse("Ended.", content_type="text/plain")
    form = EndForm(request.POST)
    return _press(request, found, form) if form.is_valid() else HttpResponseBadRequest()


@require_http_methods(["GET", "HEAD", "POST"])
def mute(request, token):
    """Hear nothing of a thread any more."""
    found = subscriber_links.muted_by(token)
    if found is None:
        return gone(request)
    subscriber, root = found
    form = MuteForm(request.POST)
    if request.method == "POST":
        if not form.is_valid():
            return HttpResponseBadRequest()
        change = subscribing.mute if form.cleaned_data["mute"] else subscribing.unmute
        change(subscriber, root)
    is_muted = Mute.objects.filter(subscriber=subscriber, root=root).exists()
    shown = {"root": root, "is_muted": is_muted, "manage": subscriber_links.manage_path(subscriber)}
    return render(request, "comments/following/mute.html", shown)


def gone(request):
    """Forged, ended, or of something that is no longer there."""
    return render(request, "comments/following/gone.html", status=410)


def _asked(subscription):
    subscriber = subscription.subscriber
    return {
        "subscription": listed([subscription])[0],
        "address": subscribers.inbox_of(subscriber),
        "is_running": subscribing.is_in_force(subscription),
        "manage": subscriber_links.manage_path(subscriber),
    }


def _expired(request, subscription):
    """Who has such a link got the first one: another may be sent to the same inbox."""
    if subscription is None:
        return gone(request)
    shown = _asked(subscription)
    shown["is_there"] = bool(shown["subscription"].readable)
    is_wanted = request.method == "POST" and shown["is_there"]
    if is_asked := is_wanted and mail.may_write_to(request, shown["address"]):
        opting_in.write_about(subscription, shown["address"])
    shown["is_sent"] = is_asked
    return render(
        request, "comments/following/expired.html", shown, status=200 if is_asked else 410
    )


def _press(request, found, form):
    subscriber, subscriptions, wishes = found
    said = form.cleaned_data
    before = {name: getattr(subscriber, field) for name, field in subscriber_links.WISHES.items()}
    if said["what"] == "all":
        subscribers.stop(subscriber)
    elif said["what"] == "take_up":
        subscribers.resume(subscriber)
    elif said["what"] == "undo":
        subscribing.begin_again(subscriptions)
        subscribing.wish(subscriber, **{name: said[name] for name in wishes if said[name]})
    else:
        subscribing.end_all(subscriber, subscriptions, wishes)
    subscriber.refresh_from_db()
    before = {name: level for name, level in before.items() if name in wishes}
    return _end_page(request, subscriber, subscriptions.all(), wishes, before=before)


def _end_page(request, subscriber, subscriptions, wishes, *, before=None):
    followed = listed(subscriptions)
    levels = {name: getattr(subscriber, subscriber_links.WISHES[name]) for name in wishes}
    shown = {
        "subscriber": subscriber,
        "followed": followed,
        "wishes": levels,
        "before": before or {},
        "is_running": any(map(subscribing.is_in_force, followed)) or any(levels.values()),
        "manage": subscriber_links.manage_path(subscriber),
    }
    return render(request, "comments/following/end.html", shown)
