"""Questions about phrases out of a WordPress export, and the comments that answered them."""

from django.utils.translation import gettext as _

from articles.wordpress.report import IMPORTED, SKIPPED
from articles.wordpress.text import plain_text, shortened
from comments import prompts, stamps
from comments.models import Comment, InlinePrompt
from comments.models.prompts import QUESTION_LENGTH, QUOTE_LENGTH

# On a comment that answered a question: the row of wpDiscuz's table of questions.
META = "wpdiscuz_feedback_form_id"


class ExportedQuestions:
    """The questions of one post. `keys` are the names of the old table's rows, where known."""

    def __init__(self, article, item, asked, keys, report):
        self.article, self.item, self.report = article, item, report
        self.asked = {each.key: each for each in asked if each.words}
        self.keys = keys
        for each in asked:
            if not each.words:
                self._problem("question", each.key, _("is about no words: left out"))

    def keep(self):
        """Ask them here as well."""
        for each in self.asked.values():
            facts = _words(each) | _surroundings(each)
            prompt = prompts.keep(InlinePrompt(article=self.article, **facts))
            self.report.count("question", IMPORTED)
            if prompt.lost_at:
                self._problem("question", each.key, _("its phrase is not in one piece of the text"))
            elif prompt.quote != each.words:
                what = _("its phrase was shortened to “%(phrase)s”") % {"phrase": prompt.quote}
                self._problem("question", each.key, what)

    def link(self, found):
        """Say of new comments ({key: primary key}) which question they answer."""
        answers = self._answers(found)
        for key, number in answers.items():
            prompt = self._prompt(number, is_only_one=len(set(answers.values())) == 1)
            if prompt:
                Comment.objects.filter(pk=found[key]).update(prompt=prompt)
            else:
                self.report.count("answer", SKIPPED, _("the question is not known"))
                what = _("answered a question about a phrase; the file does not say which")
                self._problem("comment", key, what)
        if answers:
            stamps.prompts_changed(self.article.pk)

    def _answers(self, found):
        """{key of a comment: number of the question}"""
        said = {each.get("id"): each.get("meta", {}).get(META, "") for each in self.item.comments}
        return {key: said[key] for key in found if said.get(key, "0") not in {"", "0"}}

    def _prompt(self, number, *, is_only_one):
        """What was asked under this number; without the old table, only if there is one question."""
        each = self.asked.get(self.keys.get(number))
        if each is None and is_only_one and len(self.asked) == 1 and number not in self.keys:
            [each] = self.asked.values()
        if each is None:
            return None
        kept = InlinePrompt.objects.filter(article=self.article, **_words(each))[:2]
        return kept[0] if len(kept) == 1 else None

    def _problem(self, kind, key, what):
        title = f"{plain_text(self.item['title'])} ({self.item.id})"
        self.report.problem(kind, key, title, what)


def _words(asked):
    quote = asked.phrase.quote if asked.phrase else shortened(asked.words, QUOTE_LENGTH)
    return {"question": shortened(asked.question, QUESTION_LENGTH), "quote": quote}


def _surroundings(asked):
    place = asked.phrase
    return {"prefix": place.prefix, "suffix": place.suffix} if place else {}
