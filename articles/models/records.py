"""What was done to an article and by whom, and what readers are told of it."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.revisions import Revision
from articles.stamps import move_stamps
from articles.writing import record

TOKEN_BYTES = 32


class Event(models.Model):
    """One line of the newsroom's log. Only ever added to; the database refuses changes."""

    class Action(models.TextChoices):
        CREATED = "created", _("Created")
        SAVED = "saved", _("Saved")
        RESTORED = "restored", _("Restored an earlier version")
        SUBMITTED = "submitted", _("Sent for review")
        SENT_BACK = "sent_back", _("Sent back")
        APPROVED = "approved", _("Approved")
        SCHEDULED = "scheduled", _("Scheduled")
        UNSCHEDULED = "unscheduled", _("Taken off the schedule")
        PUBLISHED = "published", _("Published")
        CHANGED = "changed", _("Published changes")
        DISCARDED = "discarded", _("Discarded changes")
        CORRECTED = "corrected", _("Corrected")
        REWORDED = "reworded", _("Changed a correction")
        WITHHELD = "withheld", _("Changed what the public history shows")
        UNPUBLISHED = "unpublished", _("Unpublished")
        RETRACTED = "retracted", _("Retracted")
        EMBARGOED = "embargoed", _("Put under embargo")
        RELEASED = "released", _("Lifted the embargo")
        MOVED = "moved", _("Changed the address")
        SHARED = "shared", _("Made a preview link")
        REVOKED = "revoked", _("Revoked a preview link")
        FEATURED = "featured", _("Changed what leads")
        DELETED = "deleted", _("Deleted")

    class Origin(models.TextChoices):
        FORM = "form", pgettext_lazy("where something was done", "Form")
        LIST = "list", pgettext_lazy("where something was done", "List")
        IMPORT = "import", pgettext_lazy("where something was done", "Import")
        CODE = "code", pgettext_lazy("where something was done", "Command")

    article = models.ForeignKey(
        "articles.Article", on_delete=models.SET_NULL, null=True, related_name="events"
    )
    headline = models.CharField(_("headline"), max_length=200)
    action = models.CharField(_("action"), max_length=12, choices=Action)
    origin = models.CharField(_("from"), max_length=8, choices=Origin, default=Origin.CODE)
    revision = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=1000, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("newsroom log")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at", "-id"], name="event_newest")]

    def __str__(self):
        return f"{self.get_action_display()}: {self.headline}"


class Correction(models.Model):
    """What readers are told about a change of something they may have read already."""

    class Kind(models.TextChoices):
        UPDATE = "update", _("Update")
        IMPROVEMENT = "improvement", _("Improvement")
        CORRECTION = "correction", _("Correction")
        APOLOGY = "apology", _("Apology")
        RETRACTION = "retraction", _("Retraction")

    class Place(models.TextChoices):
        TOP = "top", _("Above the text")
        BOTTOM = "bottom", _("Below the text")

    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        related_name="corrections",
        verbose_name=_("article"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    text = models.TextField(_("what changed"), max_length=2000)
    place = models.CharField(_("place"), max_length=6, choices=Place, default=Place.BOTTOM)
    thanks = models.CharField(
        _("thanks to"),
        max_length=100,
        blank=True,
        help_text=_("Who pointed it out, as readers will see it: “a reader”, or a name."),
    )
    # The edition that came out with it.
    revision = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["-made_at", "-id"], name="correction_newest")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.article}"

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        move_stamps("articles", f"article:{self.article_id}")

    def get_absolute_url(self):
        return f"{self.article.get_absolute_url()}#correction-{self.pk}"

    def delete(self, *args, **kwargs):
        move_stamps("articles", f"article:{self.article_id}")
        return super().delete(*args, **kwargs)


class ShareLinkManager(models.Manager):
    @transaction.atomic
    def make(self, article, *, days, by, name="", revision=None):
        """A link for somebody outside, and its token, which is not kept."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        link = self.create(
            article=article,
            token_hash=hash_of(token),
            name=name,
            revision=revision,
            expires_at=timezone.now() + timedelta(days=days),
            by=by,
        )
        record(article, "shared", by=by, origin="form", note=name, revision=revision)
        return link, token

    def usable(self, token):
        """The link of a token while it opens anything, or None."""
        links = self.filter(token_hash=hash_of(token), revoked_at=None)
        unseen = ~Q(article__status="unpublished")  # who withdrew it meant all readers
        return (
            links.filter(unseen, expires_at__gt=timezone.now()).select_related("revision").first()
        )


def hash_of(token):
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class ShareLink(models.Model):
    """Lets somebody without an account read an article before it is out."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="share_links"
    )
    # SHA-256 of the token; the token itself is shown once.
    token_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(
        _("for whom"), max_length=100, blank=True, help_text=_("To tell the links apart.")
    )
    # Null: whatever is the newest version.
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    opened = models.PositiveIntegerField(_("opened"), default=0)
    opened_at = models.DateTimeField(_("last opened"), null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )

    objects = ShareLinkManager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.article}: {self.name}"

    def get_absolute_url(self):
        return reverse("admin:articles_article_links", args=[self.article_id])

    @property
    def is_usable(self):
        return self.revoked_at is None and self.expires_at > timezone.now()

    def count_opening(self):
        """In the database, so that two readers at once are two."""
        opening = {"opened": F("opened") + 1, "opened_at": timezone.now()}
        type(self).objects.filter(pk=self.pk).update(**opening)

    @transaction.atomic
    def revoke(self, *, by):
        """End it now. Revoking again changes nothing."""
        unrevoked = type(self).objects.filter(pk=self.pk, revoked_at=None)
        if unrevoked.update(revoked_at=timezone.now()):
            record(self.article, "revoked", by=by, origin="form", note=self.name)
