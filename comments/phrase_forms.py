"""Which words of an article a reader means."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.phrases import CONTEXT_LENGTH, Phrase, Phrases
from articles.plain_text import normal
from comments.forms import TypedField
from comments.models import InlinePrompt
from comments.models.prompts import QUOTE_LENGTH

QUOTE_MIN_LENGTH = 3
# What is longer is not even looked for.
TYPED_MAX_LENGTH = 4 * QUOTE_LENGTH


class PhraseForm(forms.Form):
    """A phrase, typed or selected (js/mark-phrase.js), and what it stands between."""

    quote = TypedField(
        label=_("Phrase"),
        help_text=_("Some words of the article, exactly as they stand there."),
        max_length=TYPED_MAX_LENGTH,
        error_messages={"required": _("Copy the words you mean from the article.")},
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    prefix = TypedField(required=False, strip=False, widget=forms.HiddenInput)
    suffix = TypedField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, article, *args, **kwargs):
        super().__init__(*args, auto_id="phrase-%s", label_suffix="", **kwargs)
        self.article = article

    def clean_quote(self):
        quote = normal(self.cleaned_data["quote"])
        if not QUOTE_MIN_LENGTH <= len(quote) <= QUOTE_LENGTH:
            raise forms.ValidationError(
                _("A phrase has %(least)s to %(most)s characters."),
                params={"least": QUOTE_MIN_LENGTH, "most": QUOTE_LENGTH},
                code="length",
            )
        return quote

    def clean_prefix(self):
        return _one_line(self.cleaned_data["prefix"][-TYPED_MAX_LENGTH:])[-CONTEXT_LENGTH:]

    def clean_suffix(self):
        return _one_line(self.cleaned_data["suffix"][:TYPED_MAX_LENGTH])[:CONTEXT_LENGTH]

    def clean(self):
        if "quote" in self.cleaned_data:
            self.cleaned_data["phrase"] = self._found(Phrase(**self.cleaned_data))

    def marked(self):
        """The phrase as a question without words, not stored."""
        return InlinePrompt(article=self.article, **self.cleaned_data["phrase"]._asdict())

    def _found(self, phrase):
        phrases = Phrases(self.article.body)
        if found := phrases.anchored(phrase):
            return found
        if phrases.everywhere(phrase.quote):
            self.add_error("quote", _("These words are there more than once. Take some more."))
        else:
            self.add_error("quote", _("The article does not have these words in one paragraph."))
        return None


def _one_line(text):
    return re.sub(r"\s+", " ", text)
