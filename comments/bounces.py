"""Mail that a server refuses for good: after the second time nothing more is sent there."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from django.utils import timezone

from comments.models import Guest, Subscriber

COUNTED_FOR = timedelta(days=7)
# A server that refuses everything for a moment refuses several mails at once.
ONE_REFUSAL = timedelta(hours=1)


@transaction.atomic
def refused(address):
    """Note that the server of an address refused it; the second time within days ends the mail."""
    now = timezone.now()
    for subscriber in _behind(address).select_for_update(of=["self"], no_key=True):
        before = subscriber.refused_at
        if before and now - ONE_REFUSAL < before:
            continue
        if before and now - COUNTED_FOR < before and not subscriber.stopped_at:
            subscriber.stopped_at, subscriber.stopped_why = now, Subscriber.Stopped.BOUNCED
        subscriber.refused_at = now
        subscriber.save(update_fields=["refused_at", "stopped_at", "stopped_why"])


def is_refused(user):
    """True when mail to a member came back, so that none is sent until they ask for it."""
    return _refused().filter(user=user).exists()


def address_confirmed(user):
    """A member has confirmed an address: what came back before counts no more."""
    Subscriber.objects.filter(user=user).update(refused_at=None)
    _refused().filter(user=user).update(stopped_at=None, stopped_why="")


def _refused():
    return Subscriber.objects.filter(stopped_why=Subscriber.Stopped.BOUNCED)


def _behind(address):
    """The subscribers whom mail to an address is for."""
    address = address.lower()
    members = EmailAddress.objects.filter(email=address, verified=True).values("user")
    guests = Guest.objects.filter(Exact(Lower("email"), address)).values("pk")
    return Subscriber.objects.filter(Q(user__in=members) | Q(guest__in=guests)).order_by("pk")
