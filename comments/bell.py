"""What members are told on the site: how much of it is unread, the list of it, reading it."""

from functools import cache
from typing import NamedTuple

from django.db import transaction
from django.db.models import (
    BigAutoField,
    BigIntegerField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.compiled import Compiled, Given
from articles.models import Article
from comments import cursors
from comments.models import Comment, Ignored, Mute, Notice, Subscriber
from comments.times import microseconds, moment_of

UNREAD_SHOWN = 99
NOTICES_PER_PAGE = 30
Kind, Status = Notice.Kind, Comment.Status
OF_OTHERS = (Kind.COMMENT, Kind.REPLY, Kind.MENTION)


class Thread(NamedTuple):
    """What a member is told about one thread."""

    notices: list
    is_muted: bool

    @property
    def newest(self):
        return self.notices[0]

    @property
    def has_replies_alone(self):
        return all(each.kind == Kind.REPLY for each in self.notices)

    @property
    def can_be_muted(self):
        """Of their own comments alone they go on hearing what is decided."""
        return not self.is_muted and any(each.kind in OF_OTHERS for each in self.notices)


def unread_count(user):
    """How many notices a member has not read; counted no further than one more than is shown."""
    return len(_unread()(user=user.pk, moment=timezone.now()))


@cache
def _unread():
    """Every page of a member asks for it."""
    user, moment = Given("user", BigAutoField()), Given("moment", DateTimeField())
    unread = notices_of(user, moment).filter(read_at=None).order_by()
    return Compiled(unread.values_list("pk")[: UNREAD_SHOWN + 1])


def notices_of(user, at=None):
    """What a member can see of it: nothing about what readers don't see, or by whom they ignore.

    That a comment of theirs was removed is told for as long as it is.
    """
    told = Notice.objects.filter(subscriber__user=user)
    # Asked of each notice's article: a list of all that can be read is long.
    readable = Article.objects.readable(at).filter(pk=OuterRef("comment__article"))
    told = told.filter(Exists(readable))
    ignored = Ignored.objects.filter(member=user).values("person")
    is_read = Q(comment__author=None) | ~Q(comment__author__in=ignored)
    is_featured = ~Q(kind=Kind.FEATURED) | Q(comment__featured_at__isnull=False)
    is_there = ~Q(kind=Kind.REJECTED) & Q(is_read, is_featured, comment__status=Status.VISIBLE)
    is_gone = Q(kind=Kind.REJECTED, comment__status__in=(Status.SPAM, Status.REMOVED))
    return told.filter(is_there | is_gone)


def page_of(user, after):
    """Some notices, newest first, and the cursor of those before them ("" when there are none)."""
    answered = Coalesce("comment__reply_to__author", "comment__parent__author")
    told = (
        notices_of(user).annotate(answered=answered).select_related("comment__article", "decision")
    )
    found = list(_before(told, after).order_by("-made_at", "-pk")[: NOTICES_PER_PAGE + 1])
    shown = found[:NOTICES_PER_PAGE]
    return shown, _cursor(shown[-1]) if len(found) > len(shown) else ""


def by_thread(user, notices):
    """The same, those about one thread together where the newest of them stands."""
    threads = {}
    for notice in notices:
        threads.setdefault(notice.thread, []).append(notice)
    muted = Mute.objects.filter(subscriber__user=user, root__tree_id__in=threads)
    numbers = set(muted.values_list("root__tree_id", flat=True))
    return [Thread(told, number in numbers) for number, told in threads.items()]


@transaction.atomic
def read(user, **which):
    """Have a member's notices read, all or some; how many were not. Those that were keep their time."""
    # The locks are taken as mailing.py takes them: subscriber, then notices.
    list(Subscriber.objects.select_for_update(no_key=True).filter(user=user).values_list("pk"))
    unread = Notice.objects.filter(subscriber__user=user, read_at=None, **which)
    return Notice.objects.filter(pk__in=unread.values("pk")).update(read_at=timezone.now())


def _before(told, cursor):
    numbers = cursors.numbers_in(cursor)
    moment = moment_of(numbers[0]) if len(numbers) == 2 else None
    if not moment:
        return told
    last = Value(moment, DateTimeField()), Value(numbers[1], BigIntegerField())
    return told.filter(cursors.RowComparison((F("made_at"), F("id")), "<", last))


def _cursor(notice):
    return f"{microseconds(notice.made_at)}_{notice.pk}"
