"""What a comment about a phrase of the article shows of it: its first words, and the way back."""

import re

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.prompts import prompts_of

WORDS, CHARACTERS = 20, 160
# Lines of the template, not spaces of its words.
BETWEEN = re.compile(r"\n\s*")


def mark_quotes(rows, article):
    """Say of each row which phrase it is about, and whether the text still has it."""
    if not any(row.prompt_id for row in rows):
        return
    known = {prompt.pk: prompt for prompt in prompts_of(article)}
    for row in rows:
        if prompt := known.get(row.prompt_id):
            row.quote, row.is_quote_lost = first_words(prompt.quote), prompt.is_lost


def quote_line(comment):
    """The same line for a comment on a page of its own; nothing for one about the whole article."""
    if not comment.prompt_id:
        return ""
    prompt, is_lost = comment.prompt, comment.prompt.lost_at is not None
    address = f"{comment.article.get_absolute_url()}#ask-{prompt.pk}"
    if is_lost:
        address = reverse("comments:prompt", args=[prompt.pk])
    return quote_link(first_words(prompt.quote), address, is_lost=is_lost)


def quote_link(quote, address, *, is_lost):
    sentence = _("On the phrase “{quote}”")
    if is_lost:
        sentence = _("On the phrase “{quote}”, the text has changed since")
    words = format_html(sentence, quote=format_html("<bdi>{}</bdi>", quote))
    return format_html('<a href="{}">{}</a>', address, words)


def first_words(quote):
    return Truncator(Truncator(quote).words(WORDS, truncate="…")).chars(CHARACTERS)


def prompt_button(prompt):
    """What stands after a marked phrase; in running text, so without a space of its own."""
    html = render_to_string("comments/prompts/_mark.html", {"prompt": prompt})
    return mark_safe(BETWEEN.sub("", html.strip()))  # noqa: S308 - a template made it


def button_name(prompt):
    """What the button of a phrase does, as it is read out."""
    number = prompt.answers_number
    if not number:
        return _("Question about this phrase, no answers yet")
    if not prompt.question:
        words = ngettext(
            "%(number)s comment on this phrase", "%(number)s comments on this phrase", number
        )
        return words % {"number": number}
    words = ngettext(
        "Question about this phrase, %(number)s answer",
        "Question about this phrase, %(number)s answers",
        number,
    )
    return words % {"number": number}
