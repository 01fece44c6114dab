"""What comments said before they were edited."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment


class Revision(models.Model):
    """An earlier text of a comment. Public once somebody had voted on it or answered it."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="revisions")
    text = models.TextField(_("text"))
    body_html = models.TextField(editable=False)
    written_at = models.DateTimeField(_("written"))
    replaced_at = models.DateTimeField(_("replaced"), default=timezone.now)
    is_public = models.BooleanField(_("public"), default=False)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-replaced_at", "-pk"]

    def __str__(self):
        return f"{self.written_at:%Y-%m-%d %H:%M}"
