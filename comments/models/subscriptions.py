"""Who is told of what: subscribers, what they follow, and what they don't want to hear of."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.models.comments import Comment
from comments.models.people import Guest


class Level(models.TextChoices):
    """How soon news are mailed."""

    AT_ONCE = "at_once", _("At once")
    HOURLY = "hourly", _("Once an hour")
    DAILY = "daily", _("Once a day")


class SubscriberManager(models.Manager):
    def of_member(self, user, *, language=""):
        return self.get_or_create(user=user, defaults={"language": language})[0]

    def of_guest(self, guest, *, language=""):
        return self.get_or_create(guest=guest, defaults={"language": language})[0]


class Subscriber(models.Model):
    """Somebody who is told of things: a member, or a guest with an address.

    The number is part of every link in their mails: raising it ends them all.
    """

    class Stopped(models.TextChoices):
        ASKED = "asked", _("They want no mail")
        BOUNCED = "bounced", _("Their server refuses it")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="subscriber",
        verbose_name=_("member"),
    )
    guest = models.OneToOneField(
        Guest,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="subscriber",
        verbose_name=_("guest"),
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    number = models.PositiveIntegerField(default=1, editable=False)
    # How answers to them, anywhere, reach a member by mail; blank: by the bell alone.
    answers_level = models.CharField(
        _("mail about answers to me"), max_length=10, choices=Level, blank=True, default=""
    )
    # How moderators hear of what waits; blank: not by mail.
    desk_level = models.CharField(
        _("mail about waiting work"), max_length=10, choices=Level, blank=True, default=Level.DAILY
    )
    stopped_at = models.DateTimeField(_("no mail since"), null=True, blank=True)
    stopped_why = models.CharField(_("why"), max_length=10, choices=Stopped, blank=True)
    # When their server last refused a mail for good (bounces.py).
    refused_at = models.DateTimeField(_("last refused"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = SubscriberManager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True, guest__isnull=False)
                | Q(user__isnull=False, guest__isnull=True),
                name="a_subscriber_is_a_member_or_a_guest",
            )
        ]

    def __str__(self):
        return str(self.user or self.guest)

    @property
    def is_refused(self):
        """True when mail to them came back, so that none is sent until they try again."""
        return self.stopped_why == self.Stopped.BOUNCED

    def end_links(self):
        """No link in any mail so far does anything any more."""
        Subscriber.objects.filter(pk=self.pk).update(number=F("number") + 1)


class SubscriptionQuerySet(models.QuerySet):
    def active(self):
        """Confirmed, not ended, of people who take mail."""
        return self.filter(confirmed_at__isnull=False, ended_at=None, subscriber__stopped_at=None)


class Subscription(models.Model):
    """One thing somebody follows under one article. Until a guest confirmed it, it does nothing."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("All new comments")
        REPLIES = "replies", _("Replies to my comments")
        THREAD = "thread", _("A thread")
        COMMENT = "comment", _("Replies to one comment")

    subscriber = models.ForeignKey(
        Subscriber,
        on_delete=models.CASCADE,
        related_name="subscriptions",
        verbose_name=_("subscriber"),
    )
    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        db_index=False,
        related_name="subscriptions",
        verbose_name=_("article"),
    )
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    # The first comment of a THREAD; the one COMMENT whose replies are followed.
    comment = models.ForeignKey(
        Comment,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="subscriptions",
        verbose_name=_("comment"),
    )
    level = models.CharField(_("how often"), max_length=10, choices=Level, default=Level.DAILY)
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        indexes = [
            models.Index(
                fields=["article", "id"],
                condition=Q(confirmed_at__isnull=False, ended_at=None),
                name="subscription_in_force",
            ),
            models.Index(fields=["created_at"], condition=Q(confirmed_at=None), name="unconfirmed"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "article", "kind"],
                condition=Q(comment=None),
                name="an_article_is_followed_once",
            ),
            models.UniqueConstraint(
                fields=["subscriber", "kind", "comment"],
                condition=Q(comment__isnull=False),
                name="a_comment_is_followed_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["article", "replies"], comment=None)
                | Q(kind__in=["thread", "comment"], comment__isnull=False),
                name="a_subscription_names_its_comment",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.article}"


class Mute(models.Model):
    """A thread that somebody wants to hear nothing of, whatever else they follow."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="mutes")
    # The first comment of the thread.
    root = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mutes")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("muted thread")
        verbose_name_plural = _("muted threads")
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "root"], name="a_thread_is_muted_once")
        ]

    def __str__(self):
        return f"{self.subscriber}: {self.root_id}"
