"""Every version of an article that was saved, and the unsaved work of each person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Revision(models.Model):
    """An article as somebody saved it: text, authors and pictures (articles/contents.py).

    Its content never changes; the database refuses. One that readers saw is never pruned.
    """

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="revisions"
    )
    # The article's version after this was saved.
    version = models.PositiveIntegerField()
    content = models.JSONField()
    label = models.CharField(_("label"), max_length=100, blank=True)
    restores = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("restores")
    )
    created_at = models.DateTimeField(_("saved"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    # What readers saw: the first edition, the second, ... and from when.
    edition = models.PositiveIntegerField(null=True)
    published_at = models.DateTimeField(_("published"), null=True)
    is_withheld = models.BooleanField(
        _("not in the public history"),
        default=False,
        help_text=_("For what readers must not see again, such as a private address."),
    )

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["article", "version"], name="one_revision_per_version"),
            models.UniqueConstraint(fields=["article", "edition"], name="one_revision_per_edition"),
            models.CheckConstraint(
                condition=Q(edition__isnull=True) | Q(published_at__isnull=False),
                name="edition_has_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.article} v{self.version}"


class WorkingCopy(models.Model):
    """Unsaved work on an article that only its writer sees."""

    class Kind(models.TextChoices):
        AUTOSAVE = "autosave", _("Saved by itself")
        RESCUE = "rescue", _("Rescued from a refused save")

    # Null: an article that was never saved.
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, null=True, related_name="working_copies"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    content = models.JSONField()
    # The version of the article it started from.
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("unsaved work")
        verbose_name_plural = _("unsaved work")
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "user"],
                condition=Q(kind="autosave"),
                name="one_autosave_per_person",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(kind="autosave", article__isnull=True),
                name="one_unsaved_new_article",
            ),
        ]

    def __str__(self):
        return f"{self.article}, {self.user}"


class Presence(models.Model):
    """Somebody has an article's form open, or had a moment ago."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="presences"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [
            models.UniqueConstraint(fields=["article", "user"], name="one_presence_per_person")
        ]

    def __str__(self):
        return f"{self.user}, {self.article}"
