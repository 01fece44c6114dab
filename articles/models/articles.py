"""Articles, who made them, and where they used to be."""

from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.body import ArticleBodyField
from articles.models.labels import Author, Partner, Section, Topic
from articles.models.maps import MapImage
from articles.querysets import ArticleQuerySet
from articles.stamps import move_stamps


class Article(models.Model):
    """A piece of reporting, usually around a map."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    headline = models.CharField(_("headline"), max_length=200)
    slug = models.SlugField(_("address"), max_length=200, unique=True, allow_unicode=True)
    kicker = models.CharField(
        _("kicker"), max_length=60, blank=True, help_text=_("Short line above the headline.")
    )
    standfirst = models.TextField(_("standfirst"), blank=True)
    dateline = models.CharField(
        _("dateline"), max_length=80, blank=True, help_text=_("The place the text starts with.")
    )
    body = ArticleBodyField(_("text"), blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    section = models.ForeignKey(
        Section, on_delete=models.PROTECT, related_name="articles", verbose_name=_("section")
    )
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="articles", verbose_name=_("topics")
    )
    authors = models.ManyToManyField(
        Author, through="Byline", related_name="articles", verbose_name=_("authors")
    )
    partner = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("provided by"),
    )
    lead_image = models.ForeignKey(
        MapImage,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("map or picture"),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(
        _("publish at"), null=True, blank=True, help_text=_("In the future: scheduled.")
    )
    updated_at = models.DateTimeField(
        _("updated"), null=True, blank=True, help_text=_("The last substantial change.")
    )
    is_featured = models.BooleanField(
        _("lead story"), default=False, help_text=_("The newest of these leads the front page.")
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    saved_at = models.DateTimeField(_("saved"), auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-published_at", "-pk"]
        permissions = [
            ("view_draft", _("Can read articles before they are published")),
            ("publish_article", _("Can publish, schedule and withdraw articles")),
        ]
        indexes = [
            models.Index(fields=["status", "-published_at", "-id"], name="article_newest"),
            models.Index(
                fields=["section", "status", "-published_at", "-id"], name="article_section_newest"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="published_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(updated_at__isnull=True)
                | Q(published_at__isnull=True)
                | Q(updated_at__gte=F("published_at")),
                name="updated_after_published",
            ),
        ]

    def __str__(self):
        return self.headline

    @transaction.atomic
    def save(self, *args, **kwargs):
        self._keep_old_path()
        super().save(*args, **kwargs)
        move_stamps("articles", f"article:{self.pk}")

    def get_absolute_url(self):
        return reverse("articles:article", args=[self.slug])

    @property
    def has_own_kicker(self):
        """True when the line above the headline says more than the section does."""
        return self.kicker.strip().casefold() not in {"", self.section.name.casefold()}

    @transaction.atomic
    def delete(self, *args, **kwargs):
        move_stamps("articles", f"article:{self.pk}")
        return super().delete(*args, **kwargs)

    @property
    def is_public(self):
        """True when readers can see it now."""
        is_due = self.published_at is not None and self.published_at <= timezone.now()
        return self.status == self.Status.PUBLISHED and is_due

    @property
    def is_scheduled(self):
        """True when the clock alone will publish it."""
        return self.status == self.Status.PUBLISHED and not self.is_public

    def clean(self):
        """What the newsroom's form must not let through."""
        super().clean()
        if self.status == self.Status.PUBLISHED:
            self.published_at = self.published_at or timezone.now()
            self.check_ready()
        if self.updated_at and self.published_at and self.updated_at < self.published_at:
            raise ValidationError({"updated_at": _("It can't be updated before it is published.")})

    def check_ready(self):
        """Refuse to publish a picture without its rights: ValidationError beside the field."""
        if self.lead_image and (missing := self.lead_image.missing_rights()):
            raise ValidationError({"lead_image": missing})

    def publish(self, at=None):
        """Make it visible at a moment (default: now). Publishing again keeps the first time."""
        self.check_ready()
        self.status = self.Status.PUBLISHED
        self.published_at = at or self.published_at or timezone.now()
        self.save(update_fields=["status", "published_at", "saved_at"])

    def withdraw(self):
        """Take it away from readers; the text stays with the newsroom."""
        self.status = self.Status.WITHDRAWN
        self.save(update_fields=["status", "saved_at"])

    def _keep_old_path(self):
        """Readers' links to an article keep working when its address changes."""
        before = type(self).objects.filter(pk=self.pk).exclude(slug=self.slug).first()
        if before is None:
            return
        OldPath.objects.filter(path=self.path).delete()
        if before.status != self.Status.DRAFT:
            OldPath.objects.update_or_create(path=before.path, defaults={"article": self})

    @property
    def path(self):
        """Its address as a reader's browser shows it, not percent-encoded."""
        return unquote(self.get_absolute_url())


class Byline(models.Model):
    """What a person did for an article, in the order of the byline."""

    class Role(models.TextChoices):
        TEXT = "text", _("Text")
        MAP = "map", pgettext_lazy("role", "Map")
        PHOTO = "photo", pgettext_lazy("role", "Photo")
        TRANSLATION = "translation", _("Translation")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(
        Author, on_delete=models.PROTECT, related_name="bylines", verbose_name=_("author")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.TEXT)
    place = models.CharField(_("place"), max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author", "role"], name="one_byline_per_role"
            )
        ]

    def __str__(self):
        return f"{self.author} ({self.get_role_display()})"


class OldPath(models.Model):
    """An address where an article used to be, on this site or the one it came from."""

    path = models.CharField(_("old path"), max_length=500, unique=True)
    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="old_paths", verbose_name=_("article")
    )

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")

    def __str__(self):
        return self.path
