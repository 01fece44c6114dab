"""What moderators look for in a queue, as the address says it: article, section, author, reason, rule, text."""

from urllib.parse import urlencode

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models import Article, Section
from comments.grounds import RULES
from comments.models import Comment, Decision, Finding, Report
from comments.reasons import Reason

WORDS_MAX = 100
ARTICLES_MAX = 100


class SieveForm(forms.Form):
    """All by GET and all optional; what makes no sense is left out."""

    q = forms.CharField(label=_("Text, name or e-mail"), max_length=WORDS_MAX, required=False)
    article = forms.CharField(label=_("Article"), max_length=WORDS_MAX, required=False)
    section = forms.ChoiceField(label=_("Section"), required=False)
    author = forms.CharField(label=_("Author"), max_length=WORDS_MAX, required=False)
    reason = forms.ChoiceField(label=_("Reason"), required=False)
    rule = forms.ChoiceField(label=_("Rule"), required=False)
    moderator = forms.CharField(
        label=pgettext_lazy("person", "Decided by"), max_length=WORDS_MAX, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        sections = Section.objects.values_list("slug", "name")
        for name, choices in (
            ("section", sections),
            ("reason", Reason.choices),
            ("rule", RULES.items()),
        ):
            self.fields[name].choices = [("", _("All")), *choices]
        for name in ("article", "author", "moderator"):
            self.fields[name].widget.attrs["dir"] = "auto"


class Sieve:
    """The filters of one request, and the addresses of pages with other ones."""

    def __init__(self, asked, queue):
        self.form, self.queue = SieveForm(asked), queue
        self.form.is_valid()
        cleaned = self.form.cleaned_data
        self.chosen = {name: value for name, value in cleaned.items() if value}

    def __bool__(self):
        return bool(self.chosen)

    def through(self, comments):
        for name, value in self.chosen.items():
            comments = comments.filter(_CONDITIONS[name](value, self.queue))
        return comments

    def address(self, **changes):
        asked = {"queue": self.queue.name, **self.chosen, **changes}
        return "?" + urlencode({name: value for name, value in asked.items() if value})

    @property
    def spam_address(self):
        return self.address(reason=Reason.SPAM.value)

    @property
    def more_fields(self):
        """All but the words looked for, which have their own place."""
        return [field for field in self.form if field.name != "q"]

    @property
    def has_errors(self):
        """True when one of them makes no sense, and is left out."""
        return any(field.errors for field in self.more_fields)

    def chips(self):
        """(name of a filter, its value in words, the address without it)."""
        for name, value in self.chosen.items():
            yield self.form.fields[name].label, self._words(name, value), self.address(**{name: ""})

    def _words(self, name, value):
        if name == "article" and (article := _numbered(value)):
            return (
                Article.objects.filter(pk=article).values_list("headline", flat=True).first()
                or value
            )
        return dict(getattr(self.form.fields[name], "choices", ())).get(value, value)


def _text(value, queue):
    said = Q(text__icontains=value) | Q(name__icontains=value)
    return said | Q(email__iexact=value)


def _article(value, queue):
    if number := _numbered(value):
        return Q(article=number)
    found = Article.objects.newest()
    for word in value.split():
        found = found.filter(headline__icontains=word)
    return Q(article__in=list(found.values_list("pk", flat=True)[:ARTICLES_MAX]))


def _numbered(value):
    """The number an article was asked by; 0 for words."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0


def _section(value, queue):
    return Q(article__in=Article.objects.filter(section__slug=value).order_by().values("pk"))


def _author(value, queue):
    members = get_user_model().objects.filter(Q(username__iexact=value) | Q(email__iexact=value))
    found = list(members.values_list("pk", flat=True)[:ARTICLES_MAX])
    return Q(author__in=found) | Q(name__icontains=value) | Q(email__iexact=value)


def _reason(value, queue):
    """Of the rejected, why they were; of others, what readers reported them for."""
    if queue.name == "rejected":
        if value == Reason.SPAM:
            return Q(status=Comment.Status.SPAM)
        return Exists(_rejections().filter(code=value))
    reports = Report.objects.filter(comment=OuterRef("pk"), code=value)
    return Exists(reports.filter(state="open") if queue.name == "reported" else reports)


def _rejections():
    return Decision.objects.standing().filter(comment=OuterRef("pk"), action="reject")


def _rule(value, queue):
    found = Finding.objects.filter(comment=OuterRef("pk"), rule=value)
    decided = Decision.objects.filter(comment=OuterRef("pk"), rule=value)
    return Exists(found) | Exists(decided)


def _moderator(value, queue):
    decided = Decision.objects.standing().filter(comment=OuterRef("pk"))
    return Exists(decided.filter(moderator__username__iexact=value))


_CONDITIONS = {
    "q": _text,
    "article": _article,
    "section": _section,
    "author": _author,
    "reason": _reason,
    "rule": _rule,
    "moderator": _moderator,
}
