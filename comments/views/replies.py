"""The box below a comment that is being written: mail when somebody replies to it."""

from django.utils.translation import get_language

from comments import opting_in, subscribers, subscribing
from comments.models import Level, Subscription
from comments.readers import reader_of
from comments.views.afterwards import afterwards
from comments.views.following import NO_ADDRESS, STOPPED


def can_follow(reader, form):
    """False when a member asks for mail that could not reach them; the form then says why."""
    if not (reader.user and form.cleaned_data["follow"]):
        return True
    subscriber = subscribers.subscriber_of(reader)
    if subscriber and subscriber.stopped_at:
        form.add_error("follow", STOPPED)
    elif not subscribers.reached_at(reader):
        form.add_error("follow", NO_ADDRESS)
    return not form.errors


def follow_replies(request, form, stored, response):
    """What the box promises, once the comment is stored; a form that arrives twice promises it once."""
    if not form.cleaned_data["follow"]:
        return response
    reader, email = reader_of(request), form.cleaned_data.get("email", "")
    what = {"article": stored.article, "kind": Subscription.Kind.COMMENT, "comment": stored}
    if reader.user or (reader.guest and reader.guest.email == email.lower()):
        subscriber = subscribers.subscriber_for(reader)
        subscribing.follow(subscriber, **what, confirmed=True)
        return response
    told = {"level": Level.DAILY, "language": get_language()}
    return afterwards(response, opting_in.ask_once, request, email, what, **told)
