"""The comment side of an article."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article


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

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")

    def __str__(self):
        return str(self.article)
