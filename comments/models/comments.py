"""What readers write."""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from mptt.models import MPTTModel, TreeForeignKey

from articles.models import Article
from comments import casting, counters, editing, stamps, wilson
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
    def is_editable(self):
        """Its writer may change what waits and what is visible, not what was taken away."""
        return self.status in (self.Status.PENDING, self.Status.VISIBLE)

    @property
    def version(self):
        """Names the text as it is, so that an edit made from another one is noticed."""
        return self.edited_at.isoformat() if self.edited_at else "first"

    def cast_vote(self, voter, value, origin=None):
        """Set a reader's vote (-1, 0 or 1); casting it twice changes nothing."""
        return casting.cast(self, voter, value, origin)

    def feature(self):
        """Show it above the discussion as well; False when it was so, or readers can't see it."""
        return self._pick(timezone.now(), status=self.Status.VISIBLE, featured_at=None)

    def unfeature(self):
        return self._pick(None, featured_at__isnull=False)

    def hide(self, *, by, reason=""):
        """Leave a tombstone in its place; replies stay."""
        return self._decide(self.Status.REMOVED, by=by, reason=reason)

    def restore(self, *, by, reason=""):
        """Show it again, or for the first time when it waited."""
        return self._decide(self.Status.VISIBLE, by=by, reason=reason)

    def mark_spam(self, *, by, reason=""):
        return self._decide(self.Status.SPAM, by=by, reason=reason)

    @transaction.atomic
    def erase(self):
        """Forget text and writer for good, as its author asked; replies stay."""
        blank = dict.fromkeys(("text", "body_html", "name", "email"), "")
        blank |= {"reader": None, "author": None, "is_official": False, "featured_at": None}
        is_erased = self._decide(self.Status.ERASED, by=None, **blank)
        editing.forget_texts(self)
        return is_erased

    def edit_text(self, new_text, *, version=None, status=None):
        """Replace the text and keep the earlier one; False when nothing changed (editing.py)."""
        return editing.replace_text(self, new_text, version=version, status=status)

    @transaction.atomic
    def _decide(self, status, *, by, reason="", **blanked):
        """Change the status with its trace; False when it was so already."""
        author_id = self.author_id
        old = counters.change_status(self, status, **blanked)
        if old is None:
            return False
        self.refresh_from_db(fields=["status", "shown_at", *blanked])
        self.decisions.create(moderator=by, old_status=old, new_status=status, reason=reason)
        stamps.discussion_changed(self.article_id, author_id)
        return True

    @transaction.atomic
    def _pick(self, moment, **when):
        if not Comment.objects.filter(pk=self.pk, **when).update(featured_at=moment):
            return False
        self.featured_at = moment
        stamps.discussion_changed(self.article_id, self.author_id)
        return True


# mptt adds two indexes of its own; UNIQUE(tree_id, lft) answers all they would.
Comment._meta.indexes = [i for i in Comment._meta.indexes if i.fields != ["tree_id", "lft"]]
