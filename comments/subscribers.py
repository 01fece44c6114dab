"""Who is told of things: the subscriber behind a reader, and where mail reaches them."""

from django.utils import timezone
from django.utils.translation import get_language

from comments import persons
from comments.models import Subscriber


def subscriber_of(reader):
    """The member's, or that of the guest whose private link was opened on this device, or None."""
    known = Subscriber.objects.select_related("user", "guest")
    if reader.user:
        return known.filter(user=reader.user).first()
    return known.filter(guest=reader.guest).first() if reader.guest else None


def subscriber_for(reader):
    """The same, made when there is none yet; None for who proved no address on this device."""
    if reader.user:
        return Subscriber.objects.of_member(reader.user, language=get_language())
    if reader.guest:
        return Subscriber.objects.of_guest(reader.guest, language=get_language())
    return None


def person_behind(subscriber):
    return persons.Person(member=subscriber.user, guest=subscriber.guest)


def address_of(subscriber):
    """Where their mail goes; "" when they want none, it came back, or no address is proven."""
    return "" if subscriber.stopped_at else proven_address(subscriber)


def proven_address(subscriber):
    """The address they showed to be theirs, whether or not they take mail; "" without one."""
    return persons.address_of(person_behind(subscriber))


def stop(subscriber, *, why=Subscriber.Stopped.ASKED):
    """No mail to them from now on; what they follow is kept, for when they take it up again."""
    running = Subscriber.objects.filter(pk=subscriber.pk, stopped_at=None)
    return running.update(stopped_at=timezone.now(), stopped_why=why)


def resume(subscriber):
    Subscriber.objects.filter(pk=subscriber.pk).update(stopped_at=None, stopped_why="")
