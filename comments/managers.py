"""How comments are found and how they come to be."""

from uuid import uuid4

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from comments import counters, stamps, text
from comments import findings as kept_findings
from comments.members import members_in
from comments.tree import SlottedQuerySet, SlottedTreeManager


class DiscussionClosed(Exception):
    """The article takes no more comments."""


class PromptClosed(DiscussionClosed):
    """The question about a phrase takes no more answers, or the phrase is gone."""


class CommentQuerySet(SlottedQuerySet):
    def visible(self):
        """Comments whose text readers may see."""
        return self.filter(status=self.model.Status.VISIBLE)

    def listed(self):
        """Visible comments, and tombstones of others that have replies."""
        return self.filter(listed=True)

    def pending(self):
        """Comments that wait for a moderator."""
        return self.filter(status=self.model.Status.PENDING)

    def newest(self):
        return self.order_by("-created_at", "-pk")


class CommentManager(SlottedTreeManager.from_queryset(CommentQuerySet)):
    def post(
        self,
        *,
        article,
        text,
        name,
        submission=None,
        parent=None,
        findings=(),
        code="",
        trace=None,
        is_news=True,
        **fields,
    ):
        """Add a comment, once per submission: a repeat gets the first one, marked `is_repeat`.

        A parent that is too deep or full hands over to an ancestor, a full thread to a new one;
        `reply_to` then keeps whom the reader answered. Fields: author, email, reader, status...
        Unsaved findings of the pipeline (with the reason's `code`) and trace are stored with it.
        Followers are told of what `is_news`.
        """
        if parent and parent.article_id != article.pk:
            raise ValueError("The parent belongs to another article.")
        comment = self._compose(text, article=article, name=name, parent=parent, **fields)
        if comment.status == comment.Status.PENDING:
            comment.queued_at = comment.created_at
        comment.submission = submission or uuid4()
        try:
            self._store(comment, findings, code, trace, is_news)
        except IntegrityError:
            comment = self.using(connection.alias).filter(submission=comment.submission).first()
            if comment is None:
                raise
            comment.is_repeat = True
        return comment

    @transaction.atomic
    def _store(self, comment, findings, code, trace, is_news):
        if comment.prompt:
            comment.prompt = self._open_prompt(comment.prompt)
        comment.save(force_insert=True)
        if not comment.is_welcome:
            raise DiscussionClosed
        kept_findings.keep(comment, findings, code=code)
        if trace:
            trace.comment = comment
            trace.save(force_insert=True, using=connection.alias)
        if is_news and comment.is_visible:
            _announce(comment)
        stamps.comment_changed(comment)

    def _open_prompt(self, prompt):
        """The question it answers, kept until it is stored; what a reader has just marked is new."""
        prompts = type(prompt)._default_manager.db_manager(connection.alias)
        if prompt.pk is None:
            counters.count_in_discussion(prompt.article_id, 0)  # takes its lock
            prompt = prompts.marking(prompt)
        else:
            prompt = prompts.select_for_update(no_key=True).filter(pk=prompt.pk).first()
        if prompt is None or not prompt.is_open:
            raise PromptClosed
        return prompt

    def _compose(self, raw, *, created_at=None, **fields):
        cleaned = text.clean_text(raw)
        return self.model(
            text=cleaned,
            body_html=text.render(cleaned, members_in(cleaned)),
            created_at=created_at or timezone.now(),
            **fields,
        )


def _announce(comment):
    """Announcing needs the models, which need this module."""
    from comments import announcing

    announcing.announce(comment)
