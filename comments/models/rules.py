"""What is looked for in comments, and how strictly."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Section
from comments.models.findings import Finding


class WordList(models.Model):
    """Words and phrases that make a comment wait, or refuse it: plain ones, one per line."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    action = models.CharField(
        _("then"), max_length=10, choices=Finding.Outcome, default=Finding.Outcome.HOLD
    )
    entries = models.TextField(_("words"), blank=True)
    is_on = models.BooleanField(_("in use"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("word list")
        verbose_name_plural = _("word lists")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Profile(models.TextChoices):
    """How much waits for a moderator (rules.py)."""

    OPEN = "open", _("Open: only what a rule objects to")
    BALANCED = "balanced", _("Balanced: newcomers wait too")
    STRICT = "strict", _("Strict: everything waits")


class SectionRules(models.Model):
    """How the discussions of a section are looked after, unless an article says otherwise."""

    section = models.OneToOneField(
        Section,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("section"),
    )
    profile = models.CharField(_("profile"), max_length=10, choices=Profile, blank=True)
    closes_after_days = models.PositiveSmallIntegerField(
        _("closes after days"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("rules of a section")
        verbose_name_plural = _("rules of sections")

    def __str__(self):
        return str(self.section)
