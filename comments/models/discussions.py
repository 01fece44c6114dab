"""The comment side of an article."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.models.rules import Profile


class Discussion(models.Model):
    """The comment side of one article: how many are visible, and whether it takes more.

    A row of its own, locked last, so that editing an article never waits for a comment.
    """

    article = models.OneToOneField(
        Article,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="discussion",
        verbose_name=_("article"),
    )
    visible = models.IntegerField(_("visible comments"), default=0, editable=False)
    is_open = models.BooleanField(_("open for comments"), default=True)
    # Blank and empty: as its section says, else as the site does (rules.py).
    profile = models.CharField(
        _("profile"), max_length=10, choices=Profile, blank=True, default="", db_default=""
    )
    closes_after_days = models.PositiveSmallIntegerField(
        _("closes after days"), null=True, blank=True
    )
    slow_seconds = models.PositiveIntegerField(
        _("slow mode: seconds between two comments of a person"), default=0, db_default=0
    )

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")

    def __str__(self):
        return str(self.article)
