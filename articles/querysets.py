"""What readers and staff may find, and the one query that an article page needs."""

from django.db import models
from django.db.models.functions import JSONObject
from django.utils import timezone

from articles.json_rows import JsonRows


class ArticleQuerySet(models.QuerySet):
    """Articles; `published` is a question to the clock, so nothing has to run at publishing time."""

    def published(self, at=None):
        """Articles a reader may see at a moment (default: now)."""
        return self.filter(status=self.model.Status.PUBLISHED, published_at__lte=at or timezone.now())

    def visible_to(self, user):
        """What this person may open: staff with the right see drafts too."""
        return self if user.has_perm("articles.view_draft") else self.published()

    def newest(self):
        """Newest first; the key makes the order total."""
        return self.order_by("-published_at", "-pk")

    def for_cards(self):
        """Everything a teaser on a list page shows, in one statement."""
        return self.select_related("section", "lead_image").defer("body")

    def for_page(self):
        """Everything an article page shows of the article itself, in one statement.

        Adds `byline_rows` [{name, slug, role, place}], `topic_rows` [{name, slug}] and
        `legend_rows` [{colour, pattern, label, meaning}] as lists in their order.
        """
        outer = models.OuterRef("pk")
        bylines = self.model.authors.through.objects.filter(article=outer).order_by("position", "pk")
        topics = self.model.topics.through.objects.filter(article=outer).order_by("topic__name")
        legend = self.model.lead_image.field.related_model.legend.rel.related_model.objects.filter(
            image=models.OuterRef("lead_image")
        ).order_by("position", "pk")
        return self.select_related("section", "partner", "lead_image").annotate(
            byline_rows=JsonRows(
                bylines.values(
                    row=JSONObject(name="author__name", slug="author__slug", role="role", place="place")
                )
            ),
            topic_rows=JsonRows(
                topics.values(row=JSONObject(name="topic__name", slug="topic__slug"))
            ),
            legend_rows=JsonRows(
                legend.values(
                    row=JSONObject(colour="colour", pattern="pattern", label="label", meaning="meaning")
                )
            ),
        )
