"""What readers and staff may find, and the one query that an article page needs."""

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from articles.figures import figure_rows
from articles.json_rows import JsonRows
from articles.maps.querysets import FILED_AT

RELATED_CANDIDATES = 40
CARD = (
    *("headline", "slug", "kicker", "standfirst", "language", "published_at", "updated_at"),
    *("section__name", "section__slug"),
    *(
        f"lead_image__{name}"
        for name in (
            *("kind", "title", "alt", "is_decorative", "width", "height"),
            *("full", "share", "fallback", "renditions"),
            *("creator", "credit", "copyright_notice", "licence_url", "acquire_url"),
            *("valid_at", "made_on", "west", "south", "east", "north"),
            *(f"area__{name}" for name in ("name", "west", "south", "east", "north")),
        )
    ),
)


class ArticleQuerySet(models.QuerySet):
    """Articles; `published` is a question to the clock, so nothing has to run at publishing time."""

    def published(self, at=None):
        """Articles a reader may see at a moment (default: now)."""
        return self.filter(
            status=self.model.Status.PUBLISHED, published_at__lte=at or timezone.now()
        )

    def readable(self, at=None):
        """Articles a reader may open: the published, and the retracted under their notice."""
        seen = (self.model.Status.PUBLISHED, self.model.Status.RETRACTED)
        return self.filter(status__in=seen, published_at__lte=at or timezone.now())

    def visible_to(self, user):
        """What this person may open: staff with the right see all, others their own drafts too."""
        if user.has_perm("articles.view_draft"):
            return self
        if user.has_perm("articles.view_article"):
            return self.filter(Q(pk__in=self.model.objects.readable()) | self._of(user))
        return self.readable()

    def owned_by(self, user):
        """What this person started or is in the byline of."""
        return self.filter(self._of(user))

    def _of(self, user):
        signed = self.model.authors.through.objects.filter(author__user=user)
        return Q(owner=user) | Q(pk__in=signed.values("article"))

    def newest(self):
        """Newest first; the key makes the order total."""
        return self.order_by("-published_at", "-pk")

    def older_than(self, published_at, pk):
        """What follows an article in `newest`, without counting what came before."""
        tie = Q(published_at=published_at, pk__gte=pk)
        return self.filter(published_at__lte=published_at).exclude(tie)

    def about(self, label):
        """The articles of a section, topic, author or partner, each once."""
        name = label._meta.model_name
        if name == "author":  # may stand in one byline twice: text and map
            return self.filter(pk__in=label.bylines.values("article"))
        return self.filter(**{"topics" if name == "topic" else name: label})

    def related_to(self, article, topic_slugs):
        """What to read next: most topics in common first, then the same section, newest first.

        Chosen among the newest of both, so that an old site answers as fast as a young one.
        """
        others = self.published().exclude(pk=article.pk).newest()
        if not topic_slugs:
            return others.filter(section=article.section_id).for_cards()
        by_topic = others.filter(topics__slug__in=topic_slugs)[:RELATED_CANDIDATES]
        by_section = others.filter(section=article.section_id)[:RELATED_CANDIDATES]
        candidates = Q(pk__in=by_topic.values("pk")) | Q(pk__in=by_section.values("pk"))
        shared = Count("topics", filter=Q(topics__slug__in=topic_slugs))
        return (
            self.filter(candidates)
            .for_cards()
            .annotate(shared_topics=shared)
            .order_by("-shared_topics", "-published_at", "-pk")
        )

    def for_cards(self):
        """Everything a teaser on a list page shows, in one statement."""
        return self.select_related("section", "lead_image__area").only(*CARD)

    def for_feed(self):
        """Everything a feed says of an article, in one statement."""
        return self.select_related("section").defer("body").with_bylines().with_topics()

    def for_sitemap(self):
        """The address and the last change readers know of; one table, no body."""
        changed_at = Coalesce("updated_at", "published_at")
        return self.only("slug").annotate(changed_at=changed_at).order_by("pk")

    def for_page(self, at=None):
        """Everything an article page shows of the article itself, in one statement."""
        related = self.select_related("section", "partner", "lead_image__area").with_newer_maps(at)
        return related.with_bylines().with_topics().with_legend().with_corrections().with_figures()

    def with_bylines(self):
        """Adds `byline_rows`, a list of {name, slug, role, place, account} in their order."""
        bylines = self.model.authors.through.objects.filter(article=OuterRef("pk"))
        row = JSONObject(
            name="author__name",
            slug="author__slug",
            role="role",
            place="place",
            account="author__user",
        )
        return self.annotate(
            byline_rows=JsonRows(bylines.order_by("position", "pk").values(row=row))
        )

    def with_topics(self):
        """Adds `topic_rows`, a list of {name, slug} by name."""
        topics = self.model.topics.through.objects.filter(article=OuterRef("pk"))
        row = JSONObject(name="topic__name", slug="topic__slug")
        return self.annotate(topic_rows=JsonRows(topics.order_by("topic__name").values(row=row)))

    def with_legend(self):
        """Adds `legend_rows`, a list of {colour, pattern, label, meaning}: its set's, then its own."""
        rows = self.model.lead_image.field.related_model.legend.rel.related_model.objects
        own, shared = OuterRef("lead_image"), OuterRef("lead_image__legend_set")
        legend = rows.filter(Q(image=own) | Q(legend_set=shared))
        legend = legend.order_by(F("image").asc(nulls_first=True), "position", "pk")
        row = JSONObject(colour="colour", pattern="pattern", label="label", meaning="meaning")
        return self.annotate(legend_rows=JsonRows(legend.values(row=row)))

    def with_figures(self):
        """Adds `figure_rows`: what is needed to show the pictures in the text (articles/figures.py)."""
        placements = self.model.placements.rel.related_model.objects
        return self.annotate(figure_rows=figure_rows(placements.filter(article=OuterRef("pk"))))

    def with_newer_maps(self, at=None):
        """Adds `newer_rows`, a list of {image, pk, at}: pictures it shows, with the latest map
        of their series that readers can see, and the moment that one is filed under.
        """
        placed = self.model.placements.rel.related_model.objects.filter(article=OuterRef("pk"))
        maps = self.model.lead_image.field.related_model.objects
        series, itself = OuterRef("image__series"), OuterRef("image")
        latest = maps.latest_of_series(series, itself=itself, at=at)
        shown = placed.filter(image__series__isnull=False).alias(
            latest=Subquery(latest.values("pk")[:1])
        )
        row = JSONObject(image="image", pk="latest", at=Subquery(latest.values_list(FILED_AT)[:1]))
        newer = shown.exclude(latest=F("image")).order_by("position")
        return self.annotate(newer_rows=JsonRows(newer.values(row=row)))

    def with_corrections(self):
        """Adds `correction_rows`, newest first, and `last_edition`, the number readers see."""
        corrections = self.model.corrections.rel.related_model.objects
        revisions = self.model.revisions.rel.related_model.objects
        row = JSONObject(
            **{name: name for name in ("id", "kind", "text", "place", "thanks", "made_at")}
        )
        told = corrections.filter(article=OuterRef("pk")).order_by("-made_at", "-pk")
        editions = revisions.filter(article=OuterRef("pk"), edition__isnull=False)
        return self.annotate(
            correction_rows=JsonRows(told.values(row=row)),
            last_edition=Subquery(editions.order_by("-edition").values("edition")[:1]),
        )
