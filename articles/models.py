"""What the newsroom publishes: sections, topics, people, partners, maps and articles."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.body import ArticleBodyField
from articles.images import master_name, masters
from articles.querysets import ArticleQuerySet


class Label(models.Model):
    """A name with a page of its own."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=120, unique=True, allow_unicode=True)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse(f"articles:{self._meta.model_name}", args=[self.slug])


class Section(Label):
    """The one place of the site where an article belongs."""

    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "name"]


class Topic(Label):
    """Something articles of any section are about."""

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]


class Author(Label):
    """A person named in bylines; with an account they speak in comments as the author."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("account"),
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]


class Partner(Label):
    """An organisation that provided articles."""

    site_url = models.URLField(_("website"), blank=True)
    attribution = models.CharField(
        _("attribution"),
        max_length=300,
        blank=True,
        help_text=_("Replaces the standard sentence. {partner} and {site} stand for the names."),
    )
    is_exclusive = models.BooleanField(_("exclusively for us"), default=False)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name"]

    def attribution_sentence(self, site_name):
        """The sentence under the article that says who provided it."""
        if self.attribution:
            sentence = self.attribution
            return sentence.replace("{partner}", self.name).replace("{site}", site_name)
        names = {"partner": self.name, "site": site_name}
        if self.is_exclusive:
            return _("This article was provided by %(partner)s exclusively for %(site)s.") % names
        return _("This article was provided by %(partner)s.") % names


class MapImage(models.Model):
    """A map, photo, drawing or chart with its rights; the file as uploaded stays private."""

    class Kind(models.TextChoices):
        MAP = "map", pgettext_lazy("kind of image", "Map")
        PHOTO = "photo", pgettext_lazy("kind of image", "Photo")
        DRAWING = "drawing", pgettext_lazy("kind of image", "Drawing")
        CHART = "chart", pgettext_lazy("kind of image", "Chart")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MAP)
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(_("file"), storage=masters, upload_to=master_name, max_length=200)
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        help_text=_("What the picture shows, for readers who can't see it."),
    )
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=200)
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("source address"), blank=True)
    licence = models.CharField(_("licence"), max_length=100)
    licence_url = models.URLField(_("licence address"), blank=True)
    valid_at = models.DateTimeField(_("as of"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    # Facts about the served files, written by articles/images.py when a file arrives.
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    full = models.CharField(max_length=200, editable=False, blank=True)
    full_bytes = models.PositiveBigIntegerField(editable=False, default=0)
    renditions = models.JSONField(editable=False, default=list, blank=True)

    class Meta:
        verbose_name = _("map or picture")
        verbose_name_plural = _("maps and pictures")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("articles:map", args=[self.pk])


class LegendRow(models.Model):
    """One line of a map's legend: what a colour or pattern means."""

    class Pattern(models.TextChoices):
        FILL = "fill", _("area")
        HATCH = "hatch", _("hatched area")
        LINE = "line", _("line")
        DASH = "dash", _("dashed line")
        POINT = "point", _("point")

    image = models.ForeignKey(MapImage, on_delete=models.CASCADE, related_name="legend")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    colour = models.CharField(_("colour"), max_length=7, default="#a3125f")
    pattern = models.CharField(_("pattern"), max_length=10, choices=Pattern, default=Pattern.FILL)
    label = models.CharField(_("label"), max_length=100)
    meaning = models.CharField(_("meaning"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("legend row")
        verbose_name_plural = _("legend")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(colour__regex=r"^#[0-9a-fA-F]{6}$"), name="legend_colour_is_hex"
            )
        ]

    def __str__(self):
        return self.label


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

    def get_absolute_url(self):
        return reverse("articles:article", args=[self.slug])

    @property
    def is_public(self):
        """True when readers can see it now."""
        is_due = self.published_at is not None and self.published_at <= timezone.now()
        return self.status == self.Status.PUBLISHED and is_due

    @property
    def is_scheduled(self):
        """True when the clock alone will publish it."""
        return self.status == self.Status.PUBLISHED and not self.is_public

    def publish(self, at=None):
        """Make it visible at a moment (default: now). Publishing again keeps the first time."""
        self.status = self.Status.PUBLISHED
        self.published_at = at or self.published_at or timezone.now()
        self.save(update_fields=["status", "published_at", "saved_at"])

    def withdraw(self):
        """Take it away from readers; the text stays with the newsroom."""
        self.status = self.Status.WITHDRAWN
        self.save(update_fields=["status", "saved_at"])


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
            models.UniqueConstraint(fields=["article", "author", "role"], name="one_byline_per_role")
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
