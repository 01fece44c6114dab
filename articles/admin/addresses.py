"""Asks once before an article takes another address than readers know, or one that leads elsewhere."""

from django import forms
from django.core.validators import slug_unicode_re
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, OldPath


class AddressForm(forms.ModelForm):
    """The part of the article form that is about its address."""

    is_move_meant = forms.BooleanField(
        label=gettext_lazy("Take this address; old links of this article will lead to it"),
        required=False,
    )

    def clean(self):
        cleaned = super().clean()
        slug = self.cleaned_data.get("slug")
        if slug and slug != self.initial.get("slug") and not self.cleaned_data["is_move_meant"]:
            for warning in warnings(self.instance, slug):
                self.add_error("slug", forms.ValidationError(warning, code="move"))
        return cleaned


def warnings(article, slug):
    """What somebody should know before an article takes this address."""
    if article.pk and article.was_public:
        yield _(
            "Readers know this article by its present address. Nothing is saved yet: if the "
            "address shall change, tick the box below and save again."
        )
    path = Article(slug=slug).path
    taken = OldPath.objects.filter(path=path).exclude(article=article.pk).first()
    if taken:
        said = _(
            "Old links to “%(headline)s” lead to this address. Once this article is out they will "
            "lead to it instead. If that is meant, tick the box below and save again."
        )
        yield said % {"headline": taken.article}


def with_question(fieldsets, request, article):
    """The box stands below the address once somebody sends one that needs asking."""
    sent = request.POST.get("slug", "")
    if not slug_unicode_re.match(sent) or (article and sent == article.slug):
        return fieldsets
    if not any(warnings(article or Article(), sent)):
        return fieldsets
    return [
        (title, options | {"fields": list(_with_box(options["fields"]))})
        for title, options in fieldsets
    ]


def _with_box(fields):
    for field in fields:
        yield field
        if field == "slug":
            yield "is_move_meant"
