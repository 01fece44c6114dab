"""The article: its text, its state, and the verbs that change the state."""

from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles import publishing
from articles.body import ArticleBodyField
from articles.figures import figures_of
from articles.models.addresses import OldPath
from articles.models.labels import Author, Partner, Section, Topic
from articles.models.maps import MapImage
from articles.placing import place_pictures
from articles.querysets import ArticleQuerySet
from articles.stamps import move_stamps


class Article(models.Model):
    """A piece of reporting, usually around a map."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")
        UNPUBLISHED = "unpublished", _("Unpublished")
        RETRACTED = "retracted", _("Retracted")

    # Readers saw it, as far as its time has come.
    SEEN = (Status.PUBLISHED, Status.UNPUBLISHED, Status.RETRACTED)

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
        Author, through="articles.Byline", related_name="articles", verbose_name=_("authors")
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
    # Instead of what the picture itself says, here.
    lead_alt = models.CharField(_("alternative text here"), max_length=300, blank=True)
    lead_caption = models.TextField(_("caption here"), blank=True)
    # Published in the future is scheduled: the clock alone shows it. See publishing.py for the verbs.
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(
        _("publish at"), null=True, blank=True, help_text=_("In the future: scheduled.")
    )
    embargo_until = models.DateTimeField(
        _("embargo until"),
        null=True,
        blank=True,
        help_text=_("Before it nothing can publish the article or show it to outsiders."),
    )
    is_gone = models.BooleanField(
        _("gone for good"), default=False, help_text=_("Answers 410 instead of 404.")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("started by"),
    )
    # Grows with every change of text or state; a save that started from another one is refused.
    version = models.PositiveIntegerField(default=0, editable=False)
    # What was written since publication and no reader has seen yet.
    pending = models.ForeignKey(
        "articles.Revision", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
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
            ("edit_others", _("Can edit articles that others started")),
            ("approve_article", _("Can approve articles and send them back")),
            ("publish_own", _("Can publish and schedule own articles")),
            ("publish_article", _("Can publish and schedule articles")),
            ("unpublish_article", _("Can unpublish articles")),
            ("retract_article", _("Can retract articles")),
            ("lift_embargo", _("Can lift or shorten an embargo")),
            ("assign_roles", _("Can give staff the roles of those who write")),
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
            models.CheckConstraint(
                condition=Q(embargo_until__isnull=True)
                | Q(published_at__isnull=True)
                | Q(published_at__gte=F("embargo_until")),
                name="published_after_embargo",
            ),
        ]

    def __str__(self):
        return self.headline

    @transaction.atomic
    def save(self, *args, **kwargs):
        is_new = self._state.adding
        if not is_new:
            self._keep_old_path()
        super().save(*args, **kwargs)
        written = kwargs.get("update_fields")
        if written is None or {"body", "lead_image"} & set(written):
            place_pictures(self, is_new=is_new)
        move_stamps("articles", f"article:{self.pk}")

    def get_absolute_url(self):
        return reverse("articles:article", args=[self.slug])

    @transaction.atomic
    def delete(self, *args, **kwargs):
        move_stamps("articles", f"article:{self.pk}")
        return super().delete(*args, **kwargs)

    figures = cached_property(figures_of)

    @property
    def path(self):
        """Its address as a reader's browser shows it, not percent-encoded."""
        return unquote(self.get_absolute_url())

    @property
    def has_own_kicker(self):
        """True when the line above the headline says more than the section does."""
        return self.kicker.strip().casefold() not in {"", self.section.name.casefold()}

    @property
    def is_due(self):
        """True when its time of publication has come."""
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def is_public(self):
        """True when readers find it now."""
        return self.status == self.Status.PUBLISHED and self.is_due

    @property
    def is_readable(self):
        """True when readers can open it now: a retracted one stays where it was."""
        return self.status in {self.Status.PUBLISHED, self.Status.RETRACTED} and self.is_due

    @property
    def is_scheduled(self):
        """True when the clock alone will publish it."""
        return self.status == self.Status.PUBLISHED and not self.is_due

    @property
    def is_retracted(self):
        return self.status == self.Status.RETRACTED

    @property
    def was_public(self):
        """True when readers may know its address."""
        return self.status in self.SEEN and self.is_due

    @property
    def is_embargoed(self):
        """True while nobody outside may see it, whatever else is set."""
        return self.embargo_until is not None and self.embargo_until > timezone.now()

    @property
    def state(self):
        """The status as the clock makes it: a Status value, or "scheduled"."""
        return "scheduled" if self.is_scheduled else self.status

    def clean(self):
        """What no form may let through."""
        super().clean()
        if self.updated_at and self.published_at and self.updated_at < self.published_at:
            raise ValidationError({"updated_at": _("It can't be updated before it is published.")})

    def check_ready(self, at=None):
        """Refuse what may not be published yet, with every reason: ValidationError."""
        publishing.check_ready(self, at)

    # What happens to an article; each verb writes its line of the log. See publishing.py.

    def submit(self, **about):
        """Send it for review."""
        return publishing.submit(self, **about)

    def send_back(self, **about):
        """Back to its writers, with a note."""
        return publishing.send_back(self, **about)

    def take_back(self, **about):
        """Its writers go on with it."""
        return publishing.take_back(self, **about)

    def approve(self, **about):
        """Nothing is missing but publication."""
        return publishing.approve(self, **about)

    def publish(self, at=None, **about):
        """Make it visible at a moment (default: now). Publishing again keeps the first time."""
        return publishing.publish(self, at, **about)

    def unschedule(self, **about):
        """Take it off the schedule; it stays approved."""
        return publishing.unschedule(self, **about)

    def publish_changes(self, **about):
        """Show readers what was changed since; see publishing.publish_changes."""
        return publishing.publish_changes(self, **about)

    def discard_changes(self, **about):
        """Go on from what readers see."""
        return publishing.discard_changes(self, **about)

    def unpublish(self, **about):
        """Take it away from readers; the text stays with the newsroom."""
        return publishing.unpublish(self, **about)

    def retract(self, **about):
        """Declare it wrong as a whole: the page stays, with a notice."""
        return publishing.retract(self, **about)

    def set_embargo(self, until, **about):
        """Put it under embargo, move the embargo, or lift it (None)."""
        return publishing.set_embargo(self, until, **about)

    def feature(self, is_featured, **about):
        """Choose it to lead the front page, or no longer."""
        return publishing.feature(self, is_featured, **about)

    def _keep_old_path(self):
        """Readers' links to an article keep working when its address changes."""
        before = type(self).objects.filter(pk=self.pk).exclude(slug=self.slug).first()
        if before is None:
            return
        self.old_paths.filter(path=self.path).delete()
        if before.was_public:
            OldPath.objects.update_or_create(path=before.path, defaults={"article": self})
