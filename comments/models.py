"""What readers write and how they judge it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from mptt.models import MPTTModel, TreeForeignKey

from articles.models import Article
from comments.tree import COUNTERS, WIDTH_BY_LEVEL, SlottedTreeManager, SlottedTreeMixin


class Discussion(models.Model):
    """The comment side of one article: how many are visible, and whether it takes more.

    A row of its own, locked last, so that editing an article never waits for a comment.
    """

    article = models.OneToOneField(
        Article, primary_key=True, on_delete=models.CASCADE, related_name="discussion"
    )
    visible = models.IntegerField(_("visible comments"), default=0, editable=False)
    is_open = models.BooleanField(_("open for comments"), default=True)

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")

    def __str__(self):
        return str(self.article)


class Comment(SlottedTreeMixin, MPTTModel):
    """One contribution to the discussion of an article.

    Tree columns and counters are written by comments/tree.py, votes by comments/votes.py, and by
    nobody else: a stale `save()` can't touch them.
    """

    class Status(models.IntegerChoices):
        PENDING = 0, _("Waiting")
        VISIBLE = 1, _("Visible")
        SPAM = 2, _("Spam")
        REMOVED = 3, _("Removed by a moderator")
        ERASED = 4, _("Deleted by its author")

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, db_index=False, related_name="comments"
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
    name = models.CharField(_("name"), max_length=50)
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
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)

    up = models.IntegerField(default=0, editable=False)
    down = models.IntegerField(default=0, editable=False)
    score = models.IntegerField(default=0, editable=False)
    replies = models.IntegerField(default=0, editable=False)
    total = models.IntegerField(default=0, editable=False)

    objects = SlottedTreeManager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [("moderate_comment", _("Can hide and restore comments"))]
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
                fields=["parent", "-score", "-created_at", "-id"],
                condition=Q(parent__isnull=False),
                name="comment_replies_by_score",
            ),
            models.Index(fields=["author", "-created_at"], name="comment_by_member"),
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
        return f"{self.name}, {self.created_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self):
        return reverse("comments:comment", args=[self.pk])

    @property
    def is_visible(self):
        return self.status == self.Status.VISIBLE


class Vote(models.Model):
    """How one reader judges one comment. Written by comments/votes.py alone."""

    pk = models.CompositePrimaryKey("comment_id", "voter")
    comment = models.ForeignKey(
        Comment, on_delete=models.DO_NOTHING, db_index=False, db_constraint=False, related_name="+"
    )
    voter = models.UUIDField()
    value = models.SmallIntegerField()
    previous = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gte=-1, value__lte=1), name="vote_is_up_down_or_nothing"
            )
        ]


class Decision(models.Model):
    """What a moderator did to a comment, when and why. Only ever added to."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="decisions")
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="decisions"
    )
    old_status = models.SmallIntegerField(choices=Comment.Status)
    new_status = models.SmallIntegerField(choices=Comment.Status)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_at = models.DateTimeField(_("decided"), default=timezone.now)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_at", "-pk"]

    def __str__(self):
        return f"{self.get_old_status_display()} → {self.get_new_status_display()}"


# mptt adds two indexes of its own; UNIQUE(tree_id, lft) answers all they would.
Comment._meta.indexes = [i for i in Comment._meta.indexes if i.fields != ["tree_id", "lft"]]
