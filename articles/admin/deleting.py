"""Deleting articles: never what readers had in front of them; the log keeps what was deleted."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles import publishing, writing


class DeletingMixin:
    """Refuses on the page that asks, for one article and for several."""

    def get_deleted_objects(self, objs, request):
        deleted, counts, _lacking, protected = super().get_deleted_objects(objs, request)
        text = _("“%(headline)s”: readers have seen it. Unpublish it instead.")
        seen = [article for article in objs if publishing.was_ever_public(article)]
        protected = [*protected, *(text % {"headline": article.headline} for article in seen)]
        # What hangs on a draft goes with it.
        return deleted, counts, set(), protected

    @transaction.atomic
    def delete_model(self, request, obj):
        article = writing.locked(obj)
        if not publishing.was_ever_public(article):
            writing.record(article, "deleted", by=request.user, origin="form")
            article.delete()

    def delete_queryset(self, request, queryset):
        for article in queryset.order_by("pk"):
            self.delete_model(request, article)
