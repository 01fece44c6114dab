"""What it costs to be followed: posting, telling 10,000 subscribers, writing and sending mails.

Posting is compared with posting where few follow; all else with what it can't do without: plain
INSERTs of as many rows, and the same messages over one bare SMTP connection.
"""

import smtplib
from itertools import count

from django.conf import settings
from django.utils import timezone

from bench import discussions
from bench.rounds import at_most, in_turn, ratio, taken_in_turn, timing
from bench.writes import post, repeat
from comments import announcing, mailing
from comments.models import Guest, Notice, Subscriber, Subscription
from newsportal import outbox
from newsportal.models import OutgoingMail
from tests.smtp import BY_SMTP, OUTBOX, Server

FEW, MANY, MAILS = 10, 10_000, 300
ROUNDS = 3
_numbers = count()


def measure():
    quiet, busy = discussions.make(16), discussions.make(16)
    follow(quiet, FEW)
    follow(busy, MANY)
    return posting(quiet, busy) | telling(busy) | writing(busy) | sending()


def posting(quiet, busy):
    seconds = in_turn(
        {"few": repeat(lambda: post(quiet, None)), "many": repeat(lambda: post(busy, None))},
        rounds=4 * ROUNDS,
    )
    announcing._rows().all().delete()
    name = f"posting: {MANY:,} subscribers / {FEW}"
    return {name: at_most(ratio(seconds, "many", "few"), 1.3)}


def telling(article):
    """All batches of one comment against storing the same notices, in batches too."""
    plain = post(article, None)

    def tell():
        comment = post(article, None)
        return timing(lambda: announcing.fan_out(comment.pk))()

    def store():
        told = list(Notice.objects.order_by("-comment_id", "pk")[:MANY])
        Notice.objects.filter(comment=plain).delete()
        for notice in told:
            notice.pk, notice.comment = None, plain
        size = announcing.SUBSCRIPTIONS_AT_ONCE
        batches = [told[at : at + size] for at in range(0, len(told), size)]
        return timing(lambda: [Notice.objects.bulk_create(batch) for batch in batches])()

    seconds = taken_in_turn({"told": tell, "stored": store}, rounds=ROUNDS)
    say("notices", MANY, seconds["told"])
    return {"telling 10,000: time / plain INSERTs": at_most(ratio(seconds, "told", "stored"), 3)}


def writing(article):
    """One digest for each subscriber, against storing as many finished mails."""

    def write():
        comment = Notice.objects.order_by("-comment_id").values("comment")[:1]
        ours = Notice.objects.filter(comment__in=comment).order_by("pk")[:MAILS]
        due = Notice.objects.filter(pk__in=list(ours.values_list("pk", flat=True)))
        due.update(due_at=timezone.now(), mailed_at=None)
        return timing(mailing.mail_due)()

    def store():
        like = OutgoingMail.objects.order_by("-pk").values("to", "subject", "text", "html").first()
        return timing(lambda: [OutgoingMail.objects.create(**like) for _ in range(MAILS)])()

    Notice.objects.update(due_at=None)
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, OUTBOX
    seconds = taken_in_turn({"written": write, "stored": store}, rounds=ROUNDS)
    settings.EMAIL_BACKEND = backend
    say("digests written", MAILS, seconds["written"])
    value = ratio(seconds, "written", "stored")
    return {"writing a digest: time / storing a finished mail": at_most(value, 12)}


def sending():
    """What waits in the outbox against the same messages by smtplib alone; one server for both."""
    server = Server()
    settings.MAIL_TRANSPORT = BY_SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    server.open()
    kept = list(OutgoingMail.objects.order_by("-pk")[:MAILS])
    OutgoingMail.objects.exclude(pk__in=[mail.pk for mail in kept]).delete()

    def send():
        OutgoingMail.objects.update(sent_at=None, tries=0, taken_until=None)
        return timing(outbox.deliver)()

    def plainly():
        finished = [
            (mail.to, outbox._message(mail).message().as_bytes(linesep="\r\n")) for mail in kept
        ]
        return timing(lambda: _send_plainly(server, finished))()

    seconds = taken_in_turn({"sent": send, "plain": plainly}, rounds=ROUNDS)
    server.close()
    say("mails sent", MAILS, seconds["sent"])
    return {"sending a mail: time / bare SMTP": at_most(ratio(seconds, "sent", "plain"), 5)}


def _send_plainly(server, finished):
    with smtplib.SMTP(server.hostname, server.port) as line:
        for to, content in finished:
            line.sendmail("desk@example.com", [to], content)


def follow(article, number):
    """So many guests follow it, once a day."""
    now = timezone.now()
    emails = [f"reader{next(_numbers)}@example.org" for _ in range(number)]
    guests = Guest.objects.bulk_create(Guest(email=each, confirmed_at=now) for each in emails)
    people = Subscriber.objects.bulk_create(Subscriber(guest=guest) for guest in guests)
    Subscription.objects.bulk_create(
        Subscription(subscriber=each, article=article, kind="article", confirmed_at=now)
        for each in people
    )


def say(what, number, seconds):
    """Figures of this machine, beside the ratios."""
    print(f"{what}: {number / min(seconds):,.0f} a second", flush=True)
