"""Moderators hear by mail of what waits for them: once an hour or once a day, and only then.

"At once" is once an hour here: a queue is not emptied any sooner by a mail for each comment.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import mail, pacing, subscriber_links
from comments.models import Appeal, Comment, LegalCase, Level, Subscriber
from comments.queues import QUEUES
from comments.subscribers import address_of

PERMISSION = "comments.moderate_comment"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass
class Work:
    """So much waits in one place, the longest of it since then."""

    label: str
    number: int
    since: datetime
    path: str

    @property
    def link(self):
        return settings.SITE_URL + self.path

    @property
    def seconds(self):
        return int((timezone.now() - self.since).total_seconds())


def mail_desk():
    """Write to the moderators whose hour has come; how many mails that were."""
    now = timezone.now()
    since = _waiting_since()
    periods = {Level.HOURLY: pacing.period_of(Level.HOURLY, now)}
    periods[Level.DAILY] = pacing.period_of(Level.DAILY, now)
    # What came up since then is told of the next time.
    periods = {level: start for level, start in periods.items() if since and since <= start}
    due = _due(periods) if periods else {}
    work = waiting() if due else []
    return sum(_write(subscriber, key, work) for key, subscriber in due.items())


def waiting():
    """All that waits, by place; nothing of places where nothing does."""
    found = []
    for label, path, rows, moment in _places():
        number, since = rows.count(), rows.aggregate(since=Min(moment))["since"]
        if number and since:
            found.append(Work(label, number, since, path))
    return found


def _waiting_since():
    """The moment of what waits longest, wherever; None when nothing does."""
    oldest = (
        rows.order_by(moment).values_list(moment, flat=True).first()
        for _label, _path, rows, moment in _places()
    )
    return min(filter(None, oldest), default=None)


def _places():
    queue = reverse("moderation:queue")
    for name in ("reported", "pending"):
        rows = Comment.objects.filter(QUEUES[name].condition).order_by()
        yield QUEUES[name].label, f"{queue}?queue={name}", rows, "queued_at"
    appeals = Appeal.objects.filter(state=Appeal.State.OPEN).order_by()
    yield _("Appeals"), reverse("moderation:appeals"), appeals, "appealed_at"
    cases = LegalCase.objects.filter(state__in=("awaiting", "under_review")).order_by()
    yield _("Cases of illegal content"), reverse("moderation:cases"), cases, "opened_at"


def _due(periods):
    """Moderators not written to in this hour or day, by the key of the mail."""
    found = {}
    for subscriber in _moderators():
        level = Level.DAILY if subscriber.desk_level == Level.DAILY else Level.HOURLY
        if subscriber.desk_level and level in periods:
            start = periods[level].astimezone(UTC)
            found[f"desk:{subscriber.pk}:{level}:{start:%Y-%m-%dT%H:%M}"] = subscriber
    outgoing = apps.get_model("newsportal.OutgoingMail").objects.using(connection.alias)
    written = set(outgoing.filter(key__in=found).values_list("key", flat=True))
    return {key: subscriber for key, subscriber in found.items() if key not in written}


def _moderators():
    """Everybody who may moderate, as subscribers; made for who has never been one."""
    people = get_user_model().objects.with_perm(PERMISSION, backend=BACKEND).filter(is_staff=True)
    new = people.filter(subscriber=None).values_list("pk", flat=True)
    rows = Subscriber.objects.using(connection.alias)
    rows.bulk_create([Subscriber(user_id=pk) for pk in new], ignore_conflicts=True)
    return rows.filter(user__in=people, stopped_at=None).select_related("user").order_by("pk")


@transaction.atomic
def _write(subscriber, key, work):
    wishes = {"wishes": ("desk",)}
    end = subscriber_links.end_path(subscriber, [], **wishes)
    written = mail.write(
        "desk",
        address_of(subscriber),
        language=subscriber.language,
        key=key,
        priority=mail.DIGEST,
        headers=subscriber_links.headers(subscriber, [], **wishes),
        work=work,
        number=sum(each.number for each in work),
        desk=settings.SITE_URL + reverse("moderation:queue"),
        unsubscribe=settings.SITE_URL + end,
        manage=settings.SITE_URL + subscriber_links.manage_path(subscriber),
    )
    return bool(written)
