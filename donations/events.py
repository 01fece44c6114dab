"""What providers tell us: stored first, then done by asking how the object stands now.

An event says only which object changed. So it does not matter how often it comes, in which order,
or whether we died between two steps: what waits is done again, and doing it again changes nothing.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from donations import letters
from donations.models import Provider, WebhookEvent
from donations.provided import Notice, ProviderAway, ProviderRefused
from donations.taking import take

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720)]
TAKEN_FOR = timedelta(minutes=5)
GIVEN_UP_AFTER = timedelta(days=3)
KEPT = timedelta(days=180)
HEARD_EVERY = timedelta(minutes=1)
# The other events wait for the next minute: a provider that is away is not asked again and again.
FAILURES_AT_ONCE = 3

Status = WebhookEvent.Status
logger = logging.getLogger(__name__)


def store(provider, notice: Notice):
    """The stored event, and whether it is new: told again, it is the same one."""
    known = {
        "kind": notice.kind[:80],
        "subject": notice.subject,
        "subject_ref": notice.subject_ref,
        "happened_at": notice.happened_at,
        "status": Status.WAITING if notice.subject else Status.IGNORED,
    }
    event, is_new = WebhookEvent.objects.get_or_create(
        provider=provider, event_id=notice.event_id, defaults=known
    )
    _hear(provider)
    return event, is_new


def process(event):
    """Do this event now, unless it is done, or somebody is at it."""
    claimed = _claim(pk=event.pk)
    return bool(claimed and _try(claimed))


def process_events():
    """Do what is due: after a crash, and what the provider did not answer before."""
    done = failed = 0
    while failed < FAILURES_AT_ONCE and (event := _claim()):
        if _try(event):
            done += 1
        else:
            failed += 1
    return done


def forget_events():
    """Delete what was done half a year ago."""
    over = Q(status__in=[Status.DONE, Status.IGNORED], received_at__lt=timezone.now() - KEPT)
    return WebhookEvent.objects.filter(over).delete()[0]


def _hear(provider):
    """Note that the provider is heard, at most once a minute, in a flood too."""
    now = timezone.now()
    quiet = Q(heard_at=None) | Q(heard_at__lt=now - HEARD_EVERY)
    Provider.objects.filter(quiet, name=provider).update(heard_at=now)


@transaction.atomic
def _claim(**which):
    """An event that is due, nobody else's for a while."""
    now = timezone.now()
    due = WebhookEvent.objects.filter(status=Status.WAITING, due_at__lte=now, **which)
    event = due.select_for_update(skip_locked=True, no_key=True).order_by("due_at", "pk").first()
    if event:
        event.tries += 1
        event.due_at = now + TAKEN_FOR
        event.save(update_fields=["tries", "due_at"])
    return event


def _try(event):
    """Once; True when there is no more to do."""
    try:
        ours = take(event.provider, event.subject, event.subject_ref)
    except ProviderRefused as error:
        return _end(event, Status.GIVEN_UP, str(error))
    except ProviderAway as error:
        return _put_off(event, str(error) or "away")
    except Exception as error:  # ours to mend; the event must not be lost
        logger.exception("event %s failed", event.event_id)
        return _put_off(event, type(error).__name__)
    return _end(event, Status.DONE if ours else Status.IGNORED)


def _end(event, status, error=""):
    known = {"status": status, "error": error[:100], "done_at": timezone.now()}
    WebhookEvent.objects.filter(pk=event.pk).update(**known)
    return True


@transaction.atomic
def _put_off(event, error):
    """Later, longer each time; in the end staff are told."""
    now = timezone.now()
    logger.warning("event %s put off (try %s): %s", event.event_id, event.tries, error)
    if event.received_at < now - GIVEN_UP_AFTER:
        _end(event, Status.GIVEN_UP, error)
        letters.write_to_staff("event_given_up", key=f"event:{event.pk}", event=event)
        return False
    pause = PAUSES[min(event.tries, len(PAUSES)) - 1]
    WebhookEvent.objects.filter(pk=event.pk).update(due_at=now + pause, error=error[:100])
    return False
