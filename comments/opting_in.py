"""Following by an address that anybody could have typed: a mail asks its owner first."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from comments import mail, subscriber_links, subscribers, subscribing
from comments.models import Guest, Subscriber, Subscription


def ask(request, email, what, *, level, language):
    """Store what somebody wants to follow and ask the owner of the address, or tell them they do.

    Nobody but that owner learns which. `what`: article, kind and comment.
    """
    if not mail.may_write_to(request, email):
        return
    with transaction.atomic():
        subscriber = subscriber_at(email, language)
        if subscriber and not subscriber.stopped_at:
            followed = subscribing.follow(subscriber, **what, level=level, confirmed=False)
            write_about(followed, email)


def ask_once(request, email, what, *, level, language):
    """The same, unless it was asked before: of a form that arrives twice one mail comes."""
    if not Subscription.objects.filter(subscriber__in=subscribers.at(email), **what).exists():
        ask(request, email, what, level=level, language=language)


def write_about(subscription, email):
    """The link that confirms it; when it is in force already, the link to change it."""
    subscriber, is_running = subscription.subscriber, subscribing.is_in_force(subscription)
    path = (
        subscriber_links.manage_path(subscriber)
        if is_running
        else subscriber_links.confirm_path(subscription)
    )
    return mail.write(
        "already_following" if is_running else "confirm_subscription",
        email,
        language=subscriber.language,
        priority=mail.AWAITED,
        link=settings.SITE_URL + path,
        subscription=subscription,
        days=subscriber_links.CONFIRM_DAYS,
    )


def send_manage_link(request, email):
    """For who follows something, from any device; strangers get nothing."""
    following = subscribers.at(email).filter(subscriptions__confirmed_at__isnull=False).distinct()
    for subscriber in following:
        if mail.may_write_to(request, email):
            link = settings.SITE_URL + subscriber_links.manage_path(subscriber)
            about = {"language": subscriber.language, "priority": mail.AWAITED, "link": link}
            mail.write("manage_subscriptions", email, **about)


def subscriber_at(email, language):
    """Whose inbox it is: a member's who confirmed it, else a guest's; nobody's of a closed account."""
    known = EmailAddress.objects.filter(email=email.lower(), verified=True).select_related("user")
    if address := known.first():
        member = address.user
        return member.is_active and Subscriber.objects.of_member(member, language=language)
    return Subscriber.objects.of_guest(Guest.objects.asking(email), language=language)
