"""The form of an article, which does more than its model says."""

from itertools import chain, count

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles import writing
from articles.admin.addresses import AddressForm
from articles.admin.keys import PlainKeysMixin
from articles.admin.planning import PlanForm
from articles.contents import LINKS, TEXTS
from articles.models import Article
from articles.placing import picture_keys

LONGEST_STEM = 190
MOST_PICTURES = 500
CHANGED_MEANWHILE = _("Somebody else saved this article while you were editing.")


class ArticleForm(PlainKeysMixin, AddressForm, PlanForm):
    """The content of an article, and the version its writer started from. Saves nothing itself."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    publish_at = forms.SplitDateTimeField(
        label=_("Publish at"), widget=AdminSplitDateTime, required=False
    )
    # Why the verb that was asked for with the save is refused; set by the admin.
    refusal = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        article, shown = self.instance, getattr(self.instance, "shown", None)
        if shown:
            self.initial["topics"] = shown["topics"]
        if article.pk:
            self.initial["version"] = getattr(article, "shown_version", article.version)
            self.initial["publish_at"] = article.published_at if article.is_scheduled else None
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if "topics" in self.fields:
            # No cross that takes away all at once: it would stand in a list without being an item.
            self.fields["topics"].widget.widget.is_required = True

    def clean_slug(self):
        """Made of the headline when it is left empty."""
        slug = self.cleaned_data["slug"]
        return slug or free_slug(self.cleaned_data.get("headline", ""), self.instance.pk)

    def clean_body(self):
        """No more pictures than a page can show; each has a number in the table of places."""
        body = self.cleaned_data["body"]
        if len(picture_keys(body)) > MOST_PICTURES:
            said = _("A text can show %(count)d pictures at most.")
            raise forms.ValidationError(said, params={"count": MOST_PICTURES})
        return body

    def clean(self):
        cleaned = super().clean()
        if self.refusal:
            self.add_error(None, self.refusal)
        elif self.instance.pk:
            self._check_version()
        return cleaned

    def _check_version(self):
        """The admin saves in one transaction: the lock holds until this version is written."""
        current = writing.locked(self.instance)
        if current.version != self.cleaned_data.get("version"):
            raise writing.Conflict(current)

    def content(self, bylines):
        """What was written, as `writing.write` takes it."""
        sent = self.cleaned_data
        content = {name: sent[name] for name in TEXTS}
        content |= {name: sent[name].pk if sent[name] else None for name in LINKS}
        return content | {"topics": [topic.pk for topic in sent["topics"]], "bylines": bylines}


def free_slug(headline, pk=None):
    """An address out of a headline that no other article has."""
    stem = slugify(headline, allow_unicode=True)[:LONGEST_STEM].strip("-") or "article"
    others = Article.objects.exclude(pk=pk).filter(slug__startswith=stem)
    taken = set(others.values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in count(2))
    return next(slug for slug in chain([stem], numbered) if slug not in taken)
