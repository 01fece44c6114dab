"""Following what is said below an article, or one comment or its thread."""

from dataclasses import dataclass
from functools import cached_property

from allauth.core import ratelimit
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from articles.models import Article
from comments import opting_in, subscribers, subscribing, traces
from comments.display import takes_comments
from comments.following import follow_form
from comments.following_forms import MuteForm, StopForm
from comments.models import Comment, Mute, Subscription
from comments.pipeline.closing import is_in_closed_thread
from comments.readers import reader_of
from comments.views.afterwards import afterwards
from comments.views.answers import SeeOther, public_comments, with_pause

CLOSED = _("Comments are closed here: nothing new will come.")
GONE = _("This comment is no longer there.")
NO_ADDRESS = _("Confirm your e-mail address first, on the page of your account.")
STOPPED = _("You have stopped all mail. Take it up again on the page of your subscriptions.")
TOO_MANY = _("Too many requests from here. Wait a while, then try again.")
NOTHING_HERE = _("You follow nothing here, so no mail about this thread comes.")
RETRY_SECONDS = 600


@dataclass
class Wish:
    """What somebody may follow on this page: an article as a whole, or one of its comments."""

    request: object
    article: Article
    comment: Comment | None = None

    @cached_property
    def reader(self):
        return reader_of(self.request)

    @cached_property
    def address(self):
        """Where mail may go at once; "" while they have to show that an address is theirs."""
        return subscribers.reached_at(self.reader)

    @cached_property
    def subscriber(self):
        return subscribers.subscriber_of(self.reader)

    @cached_property
    def root(self):
        """The first comment of the thread."""
        starts = Comment.objects.filter(tree_id=self.comment.tree_id, lft=1)
        return self.comment if self.comment.is_root_node() else starts.get()

    @property
    def path(self):
        if self.comment:
            return reverse("comments:follow", args=[self.comment.pk])
        return reverse("comments:subscribe", args=[self.article.pk])

    def what(self, kind):
        about = {"comment": self.comment, "thread": self.root} if self.comment else {}
        return {"article": self.article, "kind": kind, "comment": about.get(kind)}

    def followed(self):
        """What they follow of it by now."""
        if not self.comment:
            return subscribers.followed_below(self.article, self.reader)
        theirs = Subscription.objects.active().filter(subscriber=self.subscriber)
        return list(theirs.filter(comment__in={self.comment, self.root})) if self.subscriber else []

    def can_mute(self):
        """True for who may be told of something here."""
        theirs = Subscription.objects.active().filter(subscriber=self.subscriber)
        follows = self.subscriber and theirs.filter(article=self.article).exists()
        return bool(self.reader.user or follows)

    def is_muted(self):
        mutes = Mute.objects.filter(subscriber=self.subscriber, root=self.root)
        return bool(self.subscriber) and mutes.exists()

    def form(self, posted=None):
        known = {"comment": self.comment, "is_proven": bool(self.address)}
        return follow_form(self.reader, posted, **known)


@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request, article_pk):
    """Follow an article, or the replies to one's own comments below it."""
    article = get_object_or_404(Article.objects.readable(), pk=article_pk)
    return _answer(Wish(request, article))


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request, pk):
    """Follow one comment or its thread, or hear nothing of the thread any more."""
    chosen = get_object_or_404(public_comments(), pk=pk)
    return _answer(Wish(request, chosen.article, chosen))


def _answer(wish):
    posted = wish.request.POST
    if "stop" in posted:
        return _stop(wish, StopForm(posted))
    if "mute" in posted and wish.comment:
        return _mute(wish, MuteForm(posted))
    refusal = _why_not(wish)
    if wish.request.method == "POST":
        return _take(wish, wish.form(posted), refusal)
    if refusal:
        return _page(wish, refusal=refusal, status=422)
    return _page(wish, form=wish.form(), is_asked=wish.request.GET.get("done") == "asked")


def _why_not(wish):
    """What stands against this reader's following it at all."""
    if wish.comment and not wish.comment.is_visible:
        return GONE
    if not takes_comments(wish.article) or (wish.comment and is_in_closed_thread(wish.comment)):
        return CLOSED
    if wish.reader.user and not wish.address:
        return NO_ADDRESS
    return ""


def _take(wish, form, refusal):
    if refusal:
        return _page(wish, refusal=refusal, status=422)
    if not form.is_valid():
        return _page(wish, form=form, status=422)
    return _follow(wish, form) if wish.address else _ask_owner(wish, form)


def _follow(wish, form):
    """At once: the address is known to be theirs."""
    if not ratelimit.consume(wish.request, action="follow"):
        return _page(wish, form=form, refusal=TOO_MANY, status=429)
    subscriber = wish.subscriber = subscribers.subscriber_for(wish.reader)
    if subscriber.stopped_at:
        return _page(wish, form=form, refusal=STOPPED, status=422)
    what = wish.what(form.cleaned_data["kind"])
    subscribing.follow(subscriber, **what, level=form.cleaned_data["level"], confirmed=True)
    return _done(wish)


def _ask_owner(wish, form):
    """Whatever is known of the address, the answer is the same and takes as long."""
    if not _may_ask(wish.request):
        return _page(wish, form=form, refusal=TOO_MANY, status=429)
    said = form.cleaned_data
    return afterwards(
        _page(wish, is_asked=True) if wish.request.htmx else SeeOther(f"{wish.path}?done=asked"),
        opting_in.ask,
        wish.request,
        said["email"],
        wish.what(said["kind"]),
        level=said["level"],
        language=get_language(),
    )


def _may_ask(request):
    """So often from one address, from one network, and from everybody together."""
    keys = {
        "subscribe": None,
        "subscribe_network": traces.origin_of(request).network.hex,
        "subscribe_site": "all",
    }
    return all(ratelimit.consume(request, action=name, key=key) for name, key in keys.items())


def _stop(wish, form):
    if not form.is_valid():
        return HttpResponseBadRequest()
    what = wish.what(form.cleaned_data["stop"])
    subscribing.end(Subscription.objects.filter(subscriber=wish.subscriber, **what))
    return _done(wish)


def _mute(wish, form):
    if not form.is_valid():
        return HttpResponseBadRequest()
    wish.subscriber = subscribers.subscriber_for(wish.reader)
    if not wish.subscriber:
        return _page(wish, refusal=NOTHING_HERE, status=422)
    change = subscribing.mute if form.cleaned_data["mute"] else subscribing.unmute
    change(wish.subscriber, wish.root)
    return _done(wish)


def _done(wish):
    if wish.request.htmx:
        return _page(wish, form=wish.form(), is_changed=True)
    if wish.comment:
        return SeeOther(wish.path)
    return SeeOther(wish.article.get_absolute_url() + "#follow")


def _page(wish, *, status=200, **shown):
    """For htmx what takes the place of the form, else a page of its own."""
    context = {"article": wish.article, "comment": wish.comment, "reader": wish.reader}
    context["followed"] = wish.followed()
    if wish.comment:
        context |= {"can_mute": wish.can_mute(), "is_muted": wish.is_muted()}
    fragment = "_comment" if wish.comment else "_bar"
    name = fragment if wish.request.htmx else "page"
    page = render(wish.request, f"comments/following/{name}.html", context | shown, status=status)
    return with_pause(page, RETRY_SECONDS)
