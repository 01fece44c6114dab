"""What we know of readers is forgotten in time."""

from datetime import timedelta

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Lower
from django.db.models.lookups import Exact
from django.utils import timezone

from comments.models import (
    Announcement,
    Comment,
    Guest,
    Mute,
    Note,
    Notice,
    Report,
    Sanction,
    Subscriber,
    Subscription,
    Trace,
    TraceKey,
    Vote,
)
from comments.readers import email_key
from comments.traces import TRACE_DAYS

BAN_DAYS = 365
UNCONFIRMED = timedelta(days=3)
ENDED = timedelta(days=30)
READ, UNREAD = timedelta(days=90), timedelta(days=180)
# What could not be told by then is no news.
ANNOUNCED_WITHIN = timedelta(days=7)
FORGOTTEN_AT_ONCE = 400
NOWHERE = {"address": None, "network": None}


def forget_addresses():
    """Blank where guests' votes and reports of long ago came from; how many there were."""
    limit = _limit()
    votes = Vote.objects.filter(network__isnull=False, created_at__lt=limit)
    reports = Report.objects.filter(network__isnull=False, reported_at__lt=limit)
    return sum(_forget(rows, lambda found: found.update(**NOWHERE)) for rows in (votes, reports))


def forget_traces():
    """Delete where comments of long ago came from, what networks were suspended, and old keys."""
    limit = _limit()
    is_over = Q(until__lt=timezone.now()) | Q(lifted_at__isnull=False)
    traces = Trace.objects.filter(made_at__lt=limit)
    networks = Sanction.objects.filter(is_over, network__isnull=False, imposed_at__lt=limit)
    erased = Sanction.objects.filter(is_over, address__isnull=False)
    keys = TraceKey.objects.filter(begins_on__lt=limit.date())
    old = traces, networks, erased, keys
    return sum(_forget(rows, lambda found: found.delete()[0]) for rows in old)


def forget_address(email, sanctions):
    """Of somebody who is erased: mails to them, and all that was done about them but this.

    Who was banned or suspended can't come back the next minute: a hash of their address stays as
    long as it would have held, a year at most.
    """
    forget_mails_to(email)
    kinds = Sanction.Kind.SUSPENSION, Sanction.Kind.BAN
    last = Value(timezone.now() + timedelta(days=BAN_DAYS))
    nameless = {"member": None, "guest": None, "text": "", "address": email_key(email)}
    lasting = sanctions.in_force().filter(kind__in=kinds)
    lasting.update(**nameless, until=Coalesce("until", last))


def forget_mails_to(email):
    """Sent or not; those to donors are forgotten with the donor."""
    mails = apps.get_model("newsportal", "OutgoingMail").objects
    mails.filter(to__iexact=email, donor=None).delete()


def forget_subscriptions():
    """Delete what nobody confirmed, what ended long ago, and guests of whom nothing else is left."""
    now = timezone.now()
    unconfirmed = Subscription.objects.filter(confirmed_at=None, created_at__lt=now - UNCONFIRMED)
    ended = Subscription.objects.filter(ended_at__lt=now - ENDED)
    old = unconfirmed, ended, _idle_subscribers(now - UNCONFIRMED), _idle_guests(now)
    return sum(_forget(rows, lambda found: found.delete()[0]) for rows in old)


def forget_notices():
    """Delete what was told long ago, and comments that could not be announced."""
    now = timezone.now()
    read = Notice.objects.filter(read_at__isnull=False, made_at__lt=now - READ)
    unread = Notice.objects.filter(made_at__lt=now - UNREAD)
    stuck = Announcement.objects.filter(made_at__lt=now - ANNOUNCED_WITHIN)
    return sum(_forget(rows, lambda found: found.delete()[0]) for rows in (read, unread, stuck))


def _idle_subscribers(limit):
    """Guests who follow nothing. Who wants no mail, or can't be reached, is remembered as that."""
    guests = Subscriber.objects.filter(guest__isnull=False, stopped_at=None, created_at__lt=limit)
    return _without(guests, "subscriber", Subscription, Mute, Notice)


def _idle_guests(now):
    is_old = Q(confirmed_at=None, created_at__lt=now - UNCONFIRMED) | Q(created_at__lt=now - ENDED)
    guests = _without(Guest.objects.filter(is_old), "guest", Subscriber, Sanction, Note)
    is_theirs = Exact(Lower("email"), OuterRef("email")), ~Q(email="")
    return guests.exclude(Exists(Comment.objects.filter(*is_theirs, author=None)))


def _without(rows, name, *models):
    """Those on which nothing of these models hangs, under this name."""
    for model in models:
        rows = rows.exclude(Exists(model.objects.filter(**{name: OuterRef("pk")})))
    return rows


def _limit():
    return timezone.now() - timedelta(days=TRACE_DAYS)


def _forget(rows, forget):
    """Some at a time, each time in a transaction of its own."""
    forgotten = 0
    while some := _forget_some(rows.using(connection.alias).order_by(), forget):
        forgotten += some
    return forgotten


@transaction.atomic
def _forget_some(rows, forget):
    """Rows that somebody is writing wait for the next time."""
    free = rows.select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True)
    chosen = list(free[:FORGOTTEN_AT_ONCE])
    return forget(rows.filter(pk__in=chosen)) if chosen else 0
