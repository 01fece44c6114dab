"""What readers write."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from mptt.models import MPTTModel, TreeForeignKey

from articles.models import Article
from comments import casting, deciding, editing, wilson
from comments.managers import CommentManager
from comments.tree import WIDTH_BY_LEVEL, SlottedTreeMixin


class Comment(SlottedTreeMixin, MPTTModel):
    """One contribution to the discussion of an article.

    Comments come to be through `Comment.objects.post()`. Tree columns are written by tree.py,
    counters and statuses by counters.py, scores by casting.py and votes.py, and by nobody else: a stale
    `save()` can't touch them.
    """

    class Status(models.IntegerChoices):
        PENDING = 0, _("Waiting")
        VISIBLE = 1, _("Visible")
        SPAM = 2, _("Spam")
        REMOVED = 3, _("Removed by a moderator")
        ERASED = 4, _("Deleted by its author")

    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        db_index=False,
        related_name="comments",
        verbose_name=_("article"),
    )
    parent = TreeForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="children",
        db_index=False,
    )
    # Whom the reader answered, when that comment was too deep or full to be the parent.
    reply_to = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    # The root this root goes on from, once that one was full.
    continues = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    tree_id = models.BigIntegerField(editable=False)
    lft = models.BigIntegerField(editable=False)
    rght = models.BigIntegerField(editable=False)
    level = models.SmallIntegerField(editable=False)
    slots = models.IntegerField(default=0, editable=False)

    # The phrase of the article it answers about.
    prompt = models.ForeignKey(
        "comments.InlinePrompt",
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        db_index=False,
        related_name="answers",
        verbose_name=_("phrase"),
    )

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="comments",
        verbose_name=_("member"),
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=50)
    email = models.EmailField(_("e-mail"), blank=True)
    # Keyed hash of the reader's account or cookie (readers.py): whose comment this is.
    reader = models.UUIDField(null=True, editable=False)
    # The same submission sent twice carries the same key.
    submission = models.UUIDField(default=uuid.uuid4, editable=False)

    status = models.SmallIntegerField(_("status"), choices=Status, default=Status.VISIBLE)
    listed = models.BooleanField(default=True, editable=False)
    text = models.TextField(_("text"))
    body_html = models.TextField(editable=False)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    # When readers could first see it.
    shown_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)
    # Staff choose for each comment whether they speak for the newsroom.
    is_official = models.BooleanField(_("speaks for the newsroom"), default=False)
    featured_at = models.DateTimeField(_("featured"), null=True, blank=True, editable=False)
    # Since when it waits for a moderator, held or reported; and when it was last decided about.
    queued_at = models.DateTimeField(_("waiting since"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    open_reports = models.IntegerField(_("open reports"), default=0, db_default=0, editable=False)
    # Of the first comment of a thread: the open reports in all of it, and since when it is closed.
    heat = models.IntegerField(default=0, db_default=0, editable=False)
    closed_at = models.DateTimeField(_("thread closed"), null=True, blank=True, editable=False)

    up = models.IntegerField(_("votes for"), default=0, editable=False)
    down = models.IntegerField(_("votes against"), default=0, editable=False)
    score = models.IntegerField(default=0, editable=False)
    best = models.GeneratedField(
        expression=wilson.lower_bound(F("up"), F("down")),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    replies = models.IntegerField(default=0, editable=False)
    total = models.IntegerField(default=0, editable=False)

    objects = CommentManager()
    # True on what post() returns when that very submission had arrived before.
    is_repeat = False

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [
            ("moderate_comment", _("Can hide and restore comments")),
            ("feature_comment", _("Can feature comments")),
        ]
        indexes = [
            models.Index(
                fields=["article", "-created_at", "-id"],
                condition=Q(parent__isnull=True, listed=True),
                name="comment_roots_by_time",
            ),
            models.Index(
                fields=["article", "-score", "-created_at", "-id"],
                condition=Q(parent__isnull=True, listed=True),
                name="comment_roots_by_score",
            ),
            models.Index(
                fields=["article", "-best", "-score", "-created_at", "-id"],
                condition=Q(parent__isnull=True, listed=True),
                name="comment_roots_by_best",
            ),
            models.Index(
                fields=["parent", "-score", "-created_at", "-id"],
                condition=Q(parent__isnull=False),
                name="comment_replies_by_score",
            ),
            models.Index(fields=["author", "-created_at"], name="comment_by_member"),
            models.Index(fields=["created_at"], name="comment_by_time"),
            models.Index(
                fields=["-created_at", "article"],
                condition=Q(status=1),
                name="comment_visible_by_time",
            ),
            models.Index(
                fields=["article", "-shown_at", "-id"],
                condition=Q(status=1),
                name="comment_visible_by_article",
            ),
            models.Index(
                fields=["reader", "-created_at"],
                condition=Q(reader__isnull=False),
                name="comment_by_reader",
            ),
            models.Index(Lower("email"), condition=~Q(email=""), name="comment_by_address"),
            models.Index(
                fields=["article", "tree_id"],
                condition=Q(is_official=True, status=1),
                name="comment_official",
            ),
            models.Index(
                fields=["article"],
                condition=Q(featured_at__isnull=False),
                name="comment_featured",
            ),
            models.Index(
                fields=["article", "-created_at", "-id"],
                condition=Q(prompt__isnull=False, status=1),
                name="comment_inline",
            ),
            models.Index(
                fields=["prompt", "-created_at", "-id"],
                condition=Q(prompt__isnull=False),
                name="comment_by_prompt",
            ),
            # The moderators' queues, in their order.
            models.Index(
                fields=["queued_at", "id"],
                condition=Q(status__in=[0, 1], open_reports__gt=0),
                name="comment_reported",
            ),
            models.Index(
                fields=["queued_at", "id"],
                condition=Q(status=0, open_reports=0),
                name="comment_pending",
            ),
            models.Index(
                fields=["created_at", "id"],
                condition=Q(status=1, decided_at=None, open_reports=0),
                name="comment_unmoderated",
            ),
            models.Index(
                fields=["-decided_at", "-id"],
                condition=Q(status=1, decided_at__isnull=False, open_reports=0),
                name="comment_approved",
            ),
            models.Index(
                fields=["-decided_at", "-id"],
                condition=Q(status__in=[2, 3]),
                name="comment_rejected",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["tree_id", "lft"], name="one_comment_per_slot"),
            models.UniqueConstraint(fields=["submission"], name="one_comment_per_submission"),
            models.CheckConstraint(
                condition=Q(rght=F("lft") + WIDTH_BY_LEVEL - 1), name="comment_width_fits_level"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, level=0) | Q(parent__isnull=False, level__gt=0),
                name="only_roots_have_no_parent",
            ),
        ]

    def __str__(self):
        """Without the name: the admin's history keeps this when the comment is long erased."""
        return f"{self.pk}, {self.created_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self):
        return reverse("comments:comment", args=[self.pk])

    @property
    def is_visible(self):
        return self.status == self.Status.VISIBLE

    @property
    def is_by_supporter(self):
        """True while its writer wants the Supporter badge beside it."""
        return self.author and self.author.shows_supporter_badge

    @property
    def is_editable(self):
        """Its writer may change what waits and what is visible, not what was taken away."""
        return self.status in (self.Status.PENDING, self.Status.VISIBLE)

    @property
    def is_rejected(self):
        return self.status in (self.Status.SPAM, self.Status.REMOVED)

    @property
    def version(self):
        """Names the text as it is, so that an edit made from another one is noticed."""
        return self.edited_at.isoformat() if self.edited_at else "first"

    def cast_vote(self, voter, value, origin=None):
        """Set a reader's vote (-1, 0 or 1); casting it twice changes nothing."""
        return casting.cast(self, voter, value, origin)

    def approve(self, *, by, **about):
        """Show it, again or for the first time; reports of it are dismissed."""
        return deciding.decide(self, "approve", by=by, **about)

    def reject(self, *, by, code, reason="", **about):
        """Leave a tombstone in its place; replies stay, reports of it are upheld."""
        return deciding.decide(self, "reject", by=by, code=code, reason=reason, **about)

    def hold(self, *, by=None, **about):
        """Take it from readers until a moderator has looked."""
        return deciding.decide(self, "hold", by=by, **about)

    def feature(self, *, by=None, **about):
        """Show it above the discussion as well; None when it was so, or readers can't see it."""
        return deciding.decide(self, "feature", by=by, **about)

    def unfeature(self, *, by=None, **about):
        return deciding.decide(self, "unfeature", by=by, **about)

    def close_thread(self, *, by, **about):
        """Of the first comment of a thread: let it take no more replies."""
        return deciding.decide(self, "close", by=by, **about)

    def open_thread(self, *, by, **about):
        return deciding.decide(self, "open", by=by, **about)

    def erase(self):
        """Forget text and writer for good, as its author asked; replies stay."""
        return deciding.erase(self)

    def edit_text(self, new_text, *, version=None, **found):
        """Replace the text and keep the earlier one; False when nothing changed (editing.py)."""
        return editing.replace_text(self, new_text, version=version, **found)


# mptt adds two indexes of its own; UNIQUE(tree_id, lft) answers all they would.
Comment._meta.indexes = [i for i in Comment._meta.indexes if i.fields != ["tree_id", "lft"]]
