"""Questions about a phrase of an article."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.phrases import Phrase, Phrases
from articles.plain_text import EDGE

QUOTE_LENGTH, CONTEXT_LENGTH, QUESTION_LENGTH = 400, 64, 300


class InlinePromptManager(models.Manager):
    def marking(self, marked):
        """What a reader marked, stored; or what is asked of the very same place already.

        Called under the lock of the discussion; None when the text has changed meanwhile.
        """
        bodies = Article.objects.filter(pk=marked.article_id).values_list("body", flat=True)
        phrases = Phrases(bodies.get())
        span = phrases.find(marked.phrase)
        if span is None:
            return None
        for known in self.filter(article=marked.article_id):
            if phrases.find(known.phrase) == span:
                return known
        marked.save(force_insert=True)
        return marked


class InlinePrompt(models.Model):
    """A phrase of an article that readers are asked about, or that one of them marked.

    It stands apart from the text: quote, and what was before and after it, find the place
    (articles/phrases.py). Where they don't any more, the quote alone is shown: what was answered
    stays answered.
    """

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="prompts", verbose_name=_("article")
    )
    quote = models.CharField(_("phrase"), max_length=QUOTE_LENGTH)
    prefix = models.CharField(_("text before it"), max_length=CONTEXT_LENGTH, blank=True)
    suffix = models.CharField(_("text after it"), max_length=CONTEXT_LENGTH, blank=True)
    # Blank: a reader marked the phrase, and what they said of it is the first answer.
    question = models.CharField(_("question"), max_length=QUESTION_LENGTH, blank=True)
    is_open = models.BooleanField(_("takes answers"), default=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    created_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    # Since when the text does not hold the phrase, or not certainly.
    lost_at = models.DateTimeField(_("text changed"), null=True, blank=True, editable=False)

    objects = InlinePromptManager()

    class Meta:
        verbose_name = _("inline question")
        verbose_name_plural = _("inline questions")
        ordering = ["article", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(quote=""), name="a_question_has_its_phrase")
        ]

    def __str__(self):
        return self.question or self.quote

    @property
    def phrase(self):
        return Phrase(self.quote, self.prefix, self.suffix)

    @property
    def before(self):
        """The words that stand before the phrase in its block, as far as they are kept."""
        _above, edge, words = self.prefix.rpartition(EDGE)
        return words if edge else "…" + words.partition(" ")[2]

    @property
    def after(self):
        words, edge, _below = self.suffix.partition(EDGE)
        return words if edge else words.rpartition(" ")[0] + "…"

    @property
    def takes_answers(self):
        """Nobody closed it, and its phrase is still there."""
        return self.is_open and self.lost_at is None
