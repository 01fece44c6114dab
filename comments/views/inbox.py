"""What the bell tells a member: the list, and reading it."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from comments import bell, bounces, subscribing
from comments.cursors import BIGGEST
from comments.models import Comment
from comments.views.answers import SeeOther

# What the list says after the form before it; the name travels in the address.
DONE = {
    "read": _("All notices are marked as read."),
    "muted": _("You will hear nothing more of this thread."),
}


class ReadForm(forms.Form):
    """The newest notice that was on the page: what came since stays unread."""

    until = forms.IntegerField(min_value=1, max_value=BIGGEST)


@require_safe
@login_required
def inbox(request):
    """Notices, newest first, those about one thread together."""
    after = request.GET.get("after", "")
    shown, older = bell.page_of(request.user, after)
    context = {
        "threads": bell.by_thread(request.user, shown),
        "older": older,
        "until": _until(request.user, shown) if not after else 0,
        "notice": DONE.get(request.GET.get("done")),
        "is_refused": bounces.is_refused(request.user),
    }
    return render(request, "comments/inbox/list.html", context)


@require_POST
@login_required
def open_notice(request, pk):
    """The way from a notice to its comment; it counts as read from then on."""
    notice = _notice_of(request, pk)
    bell.read(request.user, pk=notice.pk)
    return SeeOther(notice.comment.get_absolute_url())


@require_POST
@login_required
def read(request):
    """Mark all as read that was on the page."""
    form = ReadForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()

    bell.read(request.user, pk__lte=form.cleaned_data["until"])
    return SeeOther(_after("read"))


@require_POST
@login_required
def mute(request, pk):
    """Hear nothing more of the thread that a notice is about; what was told of it counts as read."""
    notice = _notice_of(request, pk)
    root = get_object_or_404(Comment, tree_id=notice.thread, parent=None)
    subscribing.mute(notice.subscriber, root)
    bell.read(request.user, thread=notice.thread)
    return SeeOther(_after("muted"))


def _notice_of(request, pk):
    told = bell.notices_of(request.user).select_related("subscriber", "comment")
    return get_object_or_404(told, pk=pk)


def _until(user, shown):
    """The newest of the first page; 0 when nothing is unread."""
    is_unread = shown and bell.unread_count(user)
    return max(notice.pk for notice in shown) if is_unread else 0


def _after(done):
    return reverse("comments:inbox") + f"?done={done}"
