"""Where a picture stands: in articles as they are, and in changes that wait for publication."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from articles.models import Article


@dataclass(frozen=True)
class Use:
    """A place of a picture in an article."""

    article: Article
    position: int | None

    @property
    def place(self):
        """Where in the article, in words; changes that wait have no numbered places yet."""
        if self.position is None:
            return _("in changes that wait")
        return _("in the text") if self.position else _("at the top")

    @property
    def state(self):
        return _("Scheduled") if self.article.is_scheduled else self.article.get_status_display()


def uses(image, user):
    """Every place in an article this person may view, the newest article first."""
    seen = Article.objects.visible_to(user).newest()
    placed = image.placements.filter(article__in=seen.order_by()).select_related("article")
    found = [Use(placement.article, placement.position) for placement in placed]
    known = {use.article.pk for use in found}
    waiting = seen.filter(_pending_shows(image)).exclude(pk__in=known)
    return found + [Use(article, None) for article in waiting]


def is_used(image):
    """True when any article needs it, whoever may view that."""
    return image.placements.exists() or Article.objects.filter(_pending_shows(image)).exists()


def _pending_shows(image):
    figure = f'data-file="{image.pk}"'
    return Q(pending__content__lead_image=image.pk) | Q(pending__content__body__icontains=figure)
