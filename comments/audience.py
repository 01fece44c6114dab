"""Whom a comment is news for, and how it reaches them."""

from allauth.account.models import EmailAddress
from django.db import connection
from django.db.models import Q
from django.db.models.functions import Lower
from django.db.models.lookups import Exact, In
from django.utils import timezone

from comments import pacing
from comments.members import mentioned_in
from comments.models import Comment, Guest, Notice, Subscriber, Subscription

Kind, Follows = Notice.Kind, Subscription.Kind
# Addresses that one reader gives under one article.
ADDRESSES_MAX = 20


class Audience:
    """All who are told of one comment: whom it answers or mentions, and who follows it."""

    def __init__(self, comment):
        self.comment = comment
        self.answered = _answered(comment)
        self.roots = roots_of(comment)
        self.repliers, self.mentioned = self._addressed()

    def subscriptions(self, after=0):
        """What is followed and this is news of, past one of them."""
        return self._news_of().filter(pk__gt=after).order_by("pk")

    def addressed(self):
        """Whom it answers or mentions: keys of subscribers."""
        return self.repliers | self.mentioned

    def notices(self, keys):
        """A notice for each of these subscribers who wants one."""
        followed = {}
        for subscription in self._news_of().filter(subscriber__in=keys):
            followed.setdefault(subscription.subscriber_id, []).append(subscription)
        people = self._listeners(keys)
        found = (self._notice(person, followed.get(person.pk, [])) for person in people)
        return [notice for notice in found if notice]

    def _notice(self, person, followed):
        kind = self._kind(person)
        wish = person.answers_level if person.user_id and kind != Kind.COMMENT else ""
        quickest = pacing.quickest([wish, *(each.level for each in followed)])
        if person.guest_id and (person.stopped_at or not followed):
            return None
        level = "" if person.stopped_at else quickest
        return Notice(
            subscriber=person,
            kind=kind,
            comment=self.comment,
            thread=self.comment.tree_id,
            subscription=_behind(level, followed),
            level=level,
            due_at=pacing.due_at(level),
        )

    def _kind(self, person):
        if person.pk in self.repliers:
            return Kind.REPLY
        return Kind.MENTION if person.pk in self.mentioned else Kind.COMMENT

    def _news_of(self):
        """Subscriptions in force that this comment is news of."""
        about = Q(kind=Follows.ARTICLE) | Q(kind=Follows.THREAD, comment__in=self.roots)
        if self.answered:
            about |= Q(kind=Follows.COMMENT, comment=self.answered.pk)
        if self.repliers:
            about |= Q(kind=Follows.REPLIES, subscriber__in=self.repliers)
        return Subscription.objects.using(connection.alias).filter(
            about,
            article=self.comment.article_id,
            confirmed_at__lte=timezone.now(),
            ended_at=None,
        )

    def _listeners(self, keys):
        """Without its writer, who ignores them, who muted the thread, and closed accounts."""
        deaf = Q(mutes__root__in=self.roots) | Q(user__is_active=False)
        if self.comment.author_id:
            deaf |= Q(user__ignored__person=self.comment.author_id)
        people = Subscriber.objects.using(connection.alias)
        return people.filter(pk__in=keys - self._writers()).exclude(deaf)

    def _writers(self):
        """Keys of subscribers who wrote it themselves: by account, or by an address they gave."""
        author = self.comment.author_id
        known = EmailAddress.objects.using(connection.alias).filter(verified=True)
        if author:
            emails = known.filter(user=author).values_list("email", flat=True)
            emails, users = [email.lower() for email in emails], [author]
        else:
            emails = self._addresses_given()
            users = list(known.filter(email__in=emails).values_list("user", flat=True))
        same = In(Lower("email"), emails)
        guests = Guest.objects.using(connection.alias).filter(same) if emails else ()
        theirs = Q(user__in=users) | Q(guest__in=[guest.pk for guest in guests])
        rows = Subscriber.objects.using(connection.alias).filter(theirs)
        return set(rows.values_list("pk", flat=True))

    def _addresses_given(self):
        """By the guest who wrote it, here or elsewhere under the article on the same device."""
        emails = {self.comment.email}
        if self.comment.reader:
            same = Comment.objects.filter(
                reader=self.comment.reader, article=self.comment.article_id
            )
            emails |= set(
                same.order_by().values_list("email", flat=True).distinct()[:ADDRESSES_MAX]
            )
        return [email.lower() for email in emails if email]

    def _addressed(self):
        """Whom it answers, and whom it mentions; members are subscribers from now on, for the bell."""
        author = self.answered.author_id if self.answered else None
        mentioned = {member.pk for member in mentioned_in(self.comment)}
        members = _subscribers_of(mentioned | ({author} - {None}))
        repliers = {members[author]} if author else self._answered_guest()
        return repliers, {members[user] for user in mentioned}

    def _answered_guest(self):
        """Who wrote what it answers, if they showed the address to be theirs."""
        answered = self.answered
        is_own = answered and answered.reader and answered.reader == self.comment.reader
        if not answered or not answered.email or is_own:
            return set()
        same = Exact(Lower("guest__email"), answered.email.lower())
        people = Subscriber.objects.using(connection.alias).filter(same)
        return set(people.exclude(guest__confirmed_at=None).values_list("pk", flat=True))


def roots_of(comment):
    """The first comment of its thread, and of the thread that this one goes on from."""
    first = Comment.objects.using(connection.alias).filter(tree_id=comment.tree_id, lft=1)
    return {pk for pair in first.values_list("pk", "continues") for pk in pair if pk}


def _answered(comment):
    pk = comment.reply_to_id or comment.parent_id
    return Comment.objects.using(connection.alias).filter(pk=pk).first() if pk else None


def _behind(level, followed):
    """The subscription that a mail of this level comes by; none when it is the member's wish."""
    return next((each for each in followed if level and each.level == level), None)


def _subscribers_of(users):
    """Keys of these members' subscribers, by member; made where there is none yet, in one order."""
    if not users:
        return {}
    rows = Subscriber.objects.using(connection.alias)
    new = [Subscriber(user_id=user) for user in sorted(users)]
    rows.bulk_create(new, ignore_conflicts=True)
    return dict(rows.filter(user__in=users).values_list("user", "pk"))
