"""From notices to mails: one subscriber after the other, under the lock of their row.

A mail is stored in the transaction that marks its notices, so each comment is mailed once. Locks:
subscriber, notices, mail.
"""

import logging

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles.models import Article
from comments import composing, mail, pacing
from comments.composing import News
from comments.models import Comment, Ignored, Level, Mute, Notice, Subscriber
from comments.subscribers import address_of

SUBSCRIBERS_AT_ONCE = 500
# So many share a transaction: the disk is waited for once, and who sends is woken once.
TOGETHER = 20
MAILS_AT_ONCE = 500
# The link that ends what a mail comes by names each subscription, on one line of a header: no
# longer than 998 characters (RFC 5322, 2.1.1).
SUBSCRIPTIONS_PER_MAIL = 100
# Decisions are told by mails of their own (notices.py).
TOLD = (Notice.Kind.COMMENT, Notice.Kind.REPLY, Notice.Kind.MENTION)

logger = logging.getLogger(__name__)


def mail_due():
    """Write the mails that are due; how many were written."""
    _withdraw_hidden()
    number = last = 0
    while page := _subscribers_after(last):
        number += sum(_write_to(page[at : at + TOGETHER]) for at in range(0, len(page), TOGETHER))
        last = page[-1]
    return number


def withdraw(comment):
    """What it said is not to be sent any more: mails with it that nobody took yet are undone.

    What else they told of is due again, unless the mail had been given up. Called after the change is
    committed, and mails are looked at again after they are (_recheck): whichever comes second sees
    the other.
    """
    given_up = _rows(apps.get_model("newsportal.OutgoingMail")).filter(sent_at=None)
    given_up.filter(given_up_at__isnull=False, notices__comment=comment.pk).delete()
    while batch := _waiting_mails(comment)[:MAILS_AT_ONCE]:
        if not _undo([pk for pk, _subscriber in batch], [whose for _pk, whose in batch]):
            return


def tells_of_hidden():
    """True for a mail with a comment that nobody can see: it is kept back to be written anew."""
    told = Notice.objects.filter(mail=OuterRef("pk"), kind__in=TOLD)
    return Exists(told.exclude(comment__status=Comment.Status.VISIBLE))


def _withdraw_hidden():
    """What is to be withdrawn though whoever hid it died before they could."""
    waiting = _rows(Notice).filter(kind__in=TOLD, mail__sent_at=None, mail__given_up_at=None)
    told = _rows(Comment).filter(pk__in=waiting.filter(mail__isnull=False).values("comment"))
    for comment in told.exclude(status=Comment.Status.VISIBLE):
        withdraw(comment)


def _subscribers_after(last):
    due = _rows(Notice).filter(_due(), subscriber__gt=last).order_by("subscriber")
    return list(due.values_list("subscriber", flat=True).distinct()[:SUBSCRIBERS_AT_ONCE])


def _due():
    return Q(due_at__lte=timezone.now(), mailed_at=None, kind__in=TOLD)


def _write_to(keys):
    """The mails for these subscribers; who is in somebody else's hands is left out."""
    with transaction.atomic():
        told = Told()
        mails = [notices for pk in keys for notices in _write_if_possible(pk, told)]
    _recheck(notice for notices in mails for notice in notices)
    return len(mails)


def _write_if_possible(pk, told):
    """The notices of each mail; none when it fails, which holds up nobody else."""
    try:
        return _write_alone(pk, told)
    except Exception:
        logger.exception("nothing written to subscriber %s", pk)
        return []


@transaction.atomic
def _write_alone(pk, told):
    free = _rows(Subscriber).select_for_update(skip_locked=True, no_key=True, of=("self",))
    subscriber = free.select_related("user", "guest").filter(pk=pk).first()
    if subscriber is None:
        return []
    return Writing(subscriber, told).write()


class Told:
    """What mails to many tell of, asked for once: {key: row} of what one transaction needs."""

    def __init__(self):
        self._articles, self._roots, self._texts = {}, {}, {}

    def articles(self, keys):
        """Those that can be read; None for the others."""
        return _filled(self._articles, keys, _articles)

    def roots(self, threads):
        """The first comment of each thread, by the thread's number."""
        return _filled(self._roots, threads, _roots)

    def texts(self, comments):
        """What they say and about which phrase, by key."""
        return _filled(self._texts, comments, composing.texts_of)


def _filled(known, keys, read):
    if missing := set(keys).difference(known):
        known |= dict.fromkeys(missing) | read(missing)
    return known


class Writing:
    """All that is due to one subscriber, whose row is locked."""

    def __init__(self, subscriber, told):
        self.subscriber, self.told, self.now = subscriber, told, timezone.now()
        due = _rows(Notice).filter(_due(), subscriber=subscriber).order_by("pk")
        self.due = list(
            due.select_related("comment", "subscription").defer(
                "comment__text", "comment__body_html"
            )
        )
        self.address = address_of(subscriber)

    def write(self):
        """Store the mails; the notices of each."""
        told = self._news() if self.address and self.due else []
        _change(set(self.due) - set(told), due_at=None)
        waiting, told = _parted(told, lambda each: not each.comment.is_visible)
        _change(waiting, due_at=self.now + pacing.HOUR)
        at_once, rest = _parted(told, lambda each: each.level == Level.AT_ONCE)
        mails = self._paced(at_once) if at_once else []
        for notices in mails:
            self._store("news", notices, priority=mail.NEWS)
        digests = _with_few_subscriptions(rest)
        for notices in digests:
            self._store("digest", notices, priority=mail.DIGEST)
        return mails + digests

    def _paced(self, notices):
        """What of it goes out now, as lists for one mail each; the rest is put off."""
        plan = pacing.plan(notices, self._recent(), self.now)
        for moment, put_off in plan.put_off:
            _change(put_off, due_at=moment)
        crowded_until = pacing.due_at(Level.HOURLY, self.now)
        _change(plan.crowded, level=Level.HOURLY, due_at=crowded_until)
        return plan.mails

    def _recent(self):
        since = self.now - pacing.HOUR
        sent = _rows(Notice).filter(
            subscriber=self.subscriber, level=Level.AT_ONCE, mailed_at__gt=since
        )
        return list(sent.values_list("thread", "comment__article", "mailed_at"))

    def _news(self):
        """Without what nobody can see any more, and what they want to hear nothing of by now."""
        articles = self.told.articles(each.comment.article_id for each in self.due)
        roots = self.told.roots(each.thread for each in self.due)
        muted = set(_rows(Mute).filter(subscriber=self.subscriber).values_list("root", flat=True))
        ignored = _rows(Ignored).filter(member=self.subscriber.user_id)
        ignored = set(ignored.values_list("person", flat=True)) if self.subscriber.user_id else ()
        return [
            each
            for each in self.due
            if each.comment.is_editable
            and articles[each.comment.article_id]
            and not muted.intersection(_thread_of(roots[each.thread]))
            and each.comment.author_id not in (ignored or ())
            and self._is_wanted(each)
        ]

    def _is_wanted(self, notice):
        """Still followed, or what the member wants to hear wherever it is."""
        is_followed = notice.subscription and not notice.subscription.ended_at
        is_answer = notice.kind != Notice.Kind.COMMENT
        return is_followed or (is_answer and bool(self.subscriber.answers_level))

    def _store(self, template, notices, *, priority):
        news = News(self.subscriber, notices, self.told)
        message = mail.write(
            template,
            self.address,
            language=self.subscriber.language,
            priority=priority,
            headers=news.headers(),
            **news.context(),
        )
        key = getattr(message, "outgoing_id", None)
        _change(notices, mailed_at=self.now, mail=key)


def _recheck(notices):
    """Comments that were hidden while a mail with them was being written."""
    keys = {notice.comment_id for notice in notices}
    hidden = _rows(Comment).filter(pk__in=keys).exclude(status=Comment.Status.VISIBLE)
    for comment in hidden:
        withdraw(comment)


def _articles(keys):
    return Article.objects.readable().only("headline", "slug").in_bulk(keys)


def _roots(threads):
    """The first comment of each thread, by the thread's number."""
    firsts = _rows(Comment).filter(tree_id__in=threads, lft=1).only("pk", "tree_id", "continues")
    return {root.tree_id: root for root in firsts}


def _thread_of(root):
    return {root.pk, root.continues_id} - {None}


def _parted(notices, is_first):
    """Those of which something is true, and the others."""
    parts = [], []
    for notice in notices:
        parts[not is_first(notice)].append(notice)
    return parts


def _with_few_subscriptions(notices):
    """Lists for one mail each: what came by one subscription stays together."""
    mails, keys = [], set()
    for notice in sorted(notices, key=lambda each: (each.subscription_id or 0, each.pk)):
        keys.add(notice.subscription_id)
        if not mails or len(keys) > SUBSCRIPTIONS_PER_MAIL:
            mails.append([])
            keys = {notice.subscription_id}
        mails[-1].append(notice)
    return [sorted(each, key=lambda notice: notice.pk) for each in mails]


def _change(notices, **changes):
    if keys := [notice.pk for notice in notices]:
        _rows(Notice).filter(pk__in=keys).update(**changes)


def _waiting_mails(comment):
    """Pairs of mail and subscriber: not sent, not given up, in nobody's hands."""
    told = _rows(Notice).filter(comment=comment.pk, mail__sent_at=None, mail__given_up_at=None)
    free = Q(mail__taken_until=None) | Q(mail__taken_until__lt=timezone.now())
    return told.filter(free, mail__isnull=False).order_by("mail").values_list("mail", "subscriber")


@transaction.atomic
def _undo(mails, subscribers):
    """Have these mails written anew; how many still were there."""
    list(_locked(Subscriber, subscribers))
    free = Q(taken_until=None) | Q(taken_until__lt=timezone.now())
    outgoing = apps.get_model("newsportal.OutgoingMail")
    waiting = _locked(outgoing, mails, skip_locked=True)
    keys = [each.pk for each in waiting.filter(free, sent_at=None, given_up_at=None)]
    _rows(Notice).filter(mail__in=keys).update(mailed_at=None, mail=None)
    _rows(outgoing).filter(pk__in=keys).delete()
    return len(keys)


def _locked(model, keys, **options):
    return _rows(model).select_for_update(no_key=True, **options).filter(pk__in=keys).order_by("pk")


def _rows(model):
    return model.objects.using(connection.alias)
