"""The questions about phrases of an article, and where its text holds them."""

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles import writing
from articles.marks import Mark
from articles.phrases import Phrases
from comments import stamps
from comments.models import Comment, InlinePrompt

ANSWERS = Comment.objects.filter(prompt=OuterRef("pk"), status=Comment.Status.VISIBLE)
NUMBER = ANSWERS.order_by().values("prompt").annotate(number=Count("pk")).values("number")


def with_numbers(prompts):
    """Questions with `answers_number`, the answers that readers can see."""
    return prompts.annotate(answers_number=Coalesce(Subquery(NUMBER), 0))


def prompts_of(article):
    """The article's questions with `answers_number` and `is_lost`, read once for an object."""
    if not hasattr(article, "prompt_rows"):
        asked = with_numbers(InlinePrompt.objects.filter(article=article))
        article.prompt_rows = list(asked)
        phrases = Phrases(article.body) if article.prompt_rows else None
        for prompt in article.prompt_rows:
            prompt.is_lost = phrases.find(prompt.phrase) is None
    return article.prompt_rows


def shown_prompts(article):
    """Those that readers know of: what one of them marked shows once an answer, their own, does."""
    return [each for each in prompts_of(article) if each.question or each.answers_number]


def marks_of(article, after=None):
    """A mark for each question that has its place; `after(prompt)` is the HTML that follows it."""
    return [
        Mark(prompt.pk, prompt.phrase, after(prompt) if after else "")
        for prompt in shown_prompts(article)
        if not prompt.is_lost
    ]


def numbers_of(article):
    """For the newsroom: questions, those without their phrase, those that waiting changes lose."""
    known = list(InlinePrompt.objects.filter(article=article))
    there = [prompt for prompt in known if prompt.lost_at is None]
    leaving = []
    if there and article.pending:
        phrases = Phrases(article.pending.content["body"])
        leaving = [prompt for prompt in there if not phrases.find(prompt.phrase)]
    return {"asked": len(known), "lost": len(known) - len(there), "leaving": len(leaving)}


@transaction.atomic
def keep(prompt):
    """Save a question in its place in the text that readers see, or as one without."""
    text = writing.locked(prompt.article).body
    put_in_place(prompt, Phrases(text))
    prompt.save()
    stamps.prompts_changed(prompt.article_id)
    return prompt


def anchor(article, **_sent):
    """Note for each question whether its phrase is in the text, and what surrounds it now.

    Called in the transaction that changes the text (articles.signals.text_changed). Pages find the
    phrases anew: a text that was changed in another way marks no wrong place.
    """
    prompts = list(InlinePrompt.objects.filter(article=article))
    phrases = Phrases(article.body) if prompts else None
    changed = [prompt for prompt in prompts if put_in_place(prompt, phrases)]
    if changed:
        InlinePrompt.objects.bulk_update(changed, ["prefix", "suffix", "lost_at"])
        stamps.prompts_changed(article.pk)


def put_in_place(prompt, phrases):
    """True when something changed for it."""
    before = (*prompt.phrase, prompt.lost_at)
    if found := phrases.kept(prompt.phrase):
        prompt.prefix, prompt.suffix, prompt.lost_at = found.prefix, found.suffix, None
    elif prompt.lost_at is None:
        prompt.lost_at = timezone.now()
    return (*prompt.phrase, prompt.lost_at) != before
