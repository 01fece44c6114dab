"""What waits for one person in the newsroom: the first page of the admin."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Event, MapImage, WorkingCopy

SHOWN = 5
SOON_DAYS = 30
STATES = Article.Status
LINE = ("headline", "status", "published_at", "embargo_until", "saved_at", "language")


@dataclass
class Part:
    """One list of the desk: its newest rows, how many there are, and where all of them are."""

    code: str
    title: str
    found: object
    address: str = ""

    def __post_init__(self):
        self.rows = list(self.found[:SHOWN])
        self.total = self.found.count() if len(self.rows) == SHOWN else len(self.rows)

    @property
    def has_more(self):
        return self.total > len(self.rows)


def parts_for(user):
    """The lists this person can do something about, those without rows left out."""
    found = [*_own(user), *_of_all(user), *_pictures(user)]
    return [part for part in found if part.total]


def _articles():
    return Article.objects.only(*LINE)


def _list(**chosen):
    query = "&".join(f"{name}={value}" for name, value in chosen.items())
    return f"{reverse('admin:articles_article_changelist')}?{query}"


def _own(user):
    """What somebody who writes has begun."""
    if not user.has_perm("articles.change_article"):
        return
    drafts = _with_last_move(_articles().owned_by(user).filter(status=STATES.DRAFT))
    drafts = drafts.order_by("-saved_at", "-pk")
    back, mine = Q(move=Event.Action.SENT_BACK), _list(state="draft", mine=1)
    yield Part("back", _("Sent back to you"), drafts.filter(back), mine)
    yield Part("drafts", _("Your drafts"), drafts.exclude(back), mine)
    copies = WorkingCopy.objects.filter(user=user, kind=WorkingCopy.Kind.RESCUE)
    rescued = copies.select_related("article").only("saved_at", "article__headline", "content")
    yield Part("rescued", _("Rescued texts of yours"), rescued.order_by("-saved_at", "-pk"))


def _with_last_move(drafts):
    """Adds what was last asked of or for each: `move`, `move_note` and `move_at`."""
    moves = Event.objects.filter(
        article=OuterRef("pk"), action__in=[Event.Action.SENT_BACK, Event.Action.SUBMITTED]
    ).order_by("-at", "-pk")
    last = {name: Subquery(moves.values(name)[:1]) for name in ("action", "note", "at")}
    return drafts.annotate(
        move=Coalesce(last["action"], Value("")), move_note=last["note"], move_at=last["at"]
    )


def _of_all(user):
    """What waits for those who approve and publish; writers see their own."""
    now, articles = timezone.now(), _articles()
    if not user.has_perm("articles.view_article"):
        return
    if user.has_perm("articles.approve_article"):
        waiting = articles.filter(status=STATES.REVIEW).order_by("saved_at", "pk")
        yield Part("review", _("Waiting for review"), waiting, _list(state="review"))
    if user.has_perm("articles.publish_article"):
        approved = articles.filter(status=STATES.APPROVED).order_by("saved_at", "pk")
        yield Part("approved", _("Ready to be published"), approved, _list(state="approved"))
    whose = articles if user.has_perm("articles.edit_others") else articles.owned_by(user)
    scheduled = whose.filter(status=STATES.PUBLISHED, published_at__gt=now)
    yield Part(
        "scheduled",
        _("Scheduled"),
        scheduled.order_by("published_at", "pk"),
        _list(state="scheduled"),
    )
    if user.has_perm("articles.publish_own"):
        pending = whose.filter(pending__isnull=False).order_by("-saved_at", "-pk")
        yield Part("changes", _("Changes that wait to be published"), pending, _list(changes=1))


def _pictures(user):
    """Rights that end soon, and files that could not be made."""
    if not user.has_perm("articles.change_mapimage"):
        return
    images, library = MapImage.objects.order_by("pk"), reverse("admin:articles_mapimage_changelist")
    if not user.has_perm("articles.edit_others"):
        images = images.filter(uploaded_by=user)
    today = timezone.localdate()
    soon = (today, today + timedelta(days=SOON_DAYS))
    ending = images.filter(Q(permission_until__range=soon) | Q(exclusive_until__range=soon))
    yield Part("rights", _("Rights that end within 30 days"), ending, f"{library}?work=ending")
    failed = images.filter(files_state=MapImage.Files.FAILED)
    yield Part("files", _("Pictures whose files failed"), failed, f"{library}?work=failed")
