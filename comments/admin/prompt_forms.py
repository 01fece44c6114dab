"""Which phrase of a text is meant: picked, typed, or chosen among the places where it stands."""

from unicodedata import normalize
from zlib import crc32

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.text import no_control_characters
from articles.contents import working_content
from articles.phrases import Phrase, Phrases
from articles.plain_text import EDGE, normal
from comments.models import InlinePrompt
from comments.models.prompts import QUOTE_LENGTH

MOST_PLACES = 10
NOT_THERE = gettext_lazy(
    "The text does not hold this phrase. It is looked for as it is written, in whole words, within "
    "one paragraph, heading, item or cell; not in captions and link cards."
)
TOO_OFTEN = gettext_lazy("It is there very often: take more words.")
ALL_ALIKE = gettext_lazy("It is there more than once, between the same words: take more of them.")
SOME_ALIKE = gettext_lazy("Places between the same words are left out: take more of them.")


class PlaceField(forms.ChoiceField):
    def validate(self, value):
        """A place of another phrase, or of a text that changed meanwhile, is none."""


class PlaceForm(forms.ModelForm):
    """For a question that has one; another place can be chosen when it lost its own."""

    article = None
    place = PlaceField(
        label=gettext_lazy("Place"), required=False, widget=forms.RadioSelect(attrs={"dir": "auto"})
    )

    class Meta:
        model = InlinePrompt
        fields = ["question", "is_open"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "question" in self.fields:
            self.fields["question"].required = bool(self.instance.question) or not self.instance.pk
        self.phrases = Phrases(working_content(self.article)["body"])
        self.places = {}
        if "place" in self.fields:
            self._offer(self.asked_quote())

    def asked_quote(self):
        """The phrase that may stand in several places; none while its own is certain."""
        return "" if self.phrases.find(self.instance.phrase) else self.instance.quote

    def _offer(self, quote):
        found = self.phrases.everywhere(quote)
        if 1 < len(found) <= MOST_PLACES:
            known = [phrase for phrase in found if self.phrases.find(phrase)]
            self.places = {f"{crc32(repr(phrase).encode()):x}": phrase for phrase in known}
        place = self.fields["place"]
        place.choices = [(key, _line(each)) for key, each in self.places.items()]
        if not self.places:
            place.widget = forms.HiddenInput()
        elif len(self.places) < len(found):
            place.help_text = SOME_ALIKE

    def clean(self):
        cleaned = super().clean()
        if phrase := self.places.get(cleaned.get("place")):
            self.instance.prefix, self.instance.suffix = phrase.prefix, phrase.suffix
        return cleaned


class AskForm(PlaceForm):
    """`prefix` and `suffix` come from js/admin/pick-phrase.js; who types can do without."""

    quote = forms.CharField(
        label=gettext_lazy("Phrase"),
        max_length=QUOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 40, "dir": "auto"}),
        validators=[no_control_characters],
        help_text=gettext_lazy("Select it in the text, or type it as it is written there."),
    )
    prefix = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    suffix = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    class Meta(PlaceForm.Meta):
        fields = ["quote", "prefix", "suffix", "question", "is_open"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.instance.article = self.article

    def asked_quote(self):
        return normal(self.data.get("quote", ""))[:QUOTE_LENGTH]

    def clean(self):
        cleaned = forms.ModelForm.clean(self)
        if "quote" in cleaned:
            phrase = self._meant(cleaned)
            cleaned |= {"quote": phrase.quote, "prefix": phrase.prefix, "suffix": phrase.suffix}
        return cleaned

    def _meant(self, cleaned):
        """The phrase that was chosen, picked or typed, with what surrounds it in the text."""
        quote = normal(cleaned["quote"])
        sides = (_side(cleaned.get("prefix", "")), _side(cleaned.get("suffix", "")))
        found = self.places.get(cleaned.get("place"))
        found = found or self.phrases.anchored(Phrase(quote, *sides))
        found = found or self.phrases.anchored(Phrase(quote))
        if not found:
            raise ValidationError({"quote": self._why_not(quote)})
        return found

    def _why_not(self, quote):
        number = len(self.phrases.everywhere(quote))
        if not number:
            return NOT_THERE
        if number > MOST_PLACES:
            return TOO_OFTEN
        if not self.places:
            return ALL_ALIKE
        text = ngettext(
            "It is there %(number)d time. Choose the place below.",
            "It is there %(number)d times. Choose the place below.",
            number,
        )
        return text % {"number": number}


def _side(text):
    """What a browser says stood beside a phrase."""
    parts = normalize("NFC", text).split()
    joined = " ".join(parts)
    before, after = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' * (before and bool(parts))}{joined}{' ' * after}"


def _line(phrase):
    """A place in its surroundings; what stands in other blocks is parted by strokes."""
    before, after = (side.strip(EDGE).replace(EDGE, " / ") for side in phrase[1:])
    return format_html("… {}<mark>{}</mark>{} …", before, phrase.quote, after)
