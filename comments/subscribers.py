"""Who is told of things: the subscriber behind a reader, and where mail reaches them."""

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import get_language

from comments import persons
from comments.models import Guest, Subscriber, Subscription


def subscriber_of(reader):
    """The member's, or that of the guest whose private link was opened on this device, or None."""
    known = Subscriber.objects.select_related("user", "guest")
    if reader.user:
        return known.filter(user=reader.user).first()
    return known.filter(guest=reader.guest).first() if reader.guest else None


def followed_below(article, reader):
    """What a reader we know follows of a whole article, in one statement; nothing of strangers."""
    theirs = Q(subscriber__user=reader.user) if reader.user else _opened(reader.link)
    if not theirs:
        return []
    below = Subscription.objects.active().filter(theirs, article=article, comment=None)
    return list(below.order_by("kind"))


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


def at(email):
    """The subscribers whom mail to an address is for: a member, a guest, or both."""
    members = EmailAddress.objects.filter(email=email.lower(), verified=True).values("user")
    guests = Guest.objects.filter(Exact(Lower("email"), email.lower())).values("pk")
    return Subscriber.objects.filter(Q(user__in=members) | Q(guest__in=guests))


def reached_at(reader):
    """The address of a reader that needs no proof any more; "" for who has yet to show it."""
    person = persons.Person(member=reader.user, guest=None if reader.user else reader.guest)
    return persons.address_of(person) if person.member or person.guest else ""


def inbox_of(subscriber):
    """The address they follow by, also while they have yet to show that it is theirs."""
    return subscriber.guest.email if subscriber.guest else proven_address(subscriber)


def stop(subscriber, *, why=Subscriber.Stopped.ASKED):
    """No mail to them from now on; what they follow is kept, for when they take it up again."""
    running = Subscriber.objects.filter(pk=subscriber.pk, stopped_at=None)
    return running.update(stopped_at=timezone.now(), stopped_why=why)


def resume(subscriber):
    """Mail to them again, whatever ended it."""
    Subscriber.objects.filter(pk=subscriber.pk).update(
        stopped_at=None, stopped_why="", refused_at=None
    )


def left_address(user):
    """Who reads their old inbox is not to see, by a link there, what they follow and where."""
    for subscriber in Subscriber.objects.filter(user=user):
        subscriber.end_links()


def _opened(link):
    """Of the guest whose private link a device knows (Reader.link), while it holds."""
    if not link:
        return None
    key, number = link
    return Q(subscriber__guest=key, subscriber__guest__number=number)
