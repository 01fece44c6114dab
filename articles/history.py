"""What readers may know of the earlier editions of an article."""

from dataclasses import dataclass, field

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.diffs import content_diff
from articles.models import Article, Revision
from articles.shared import shared_page

# What is written for readers; the address and where an article is filed are not.
TOLD_FIELDS = ("headline", "standfirst", "body", "lead_image", "lead_caption")
PER_PAGE = 20


@dataclass
class Edition:
    """One edition beside the one before it, as readers may see it."""

    number: int
    published_at: object
    is_first: bool
    is_withheld: bool
    diffs: list = field(default_factory=list)
    corrections: list = field(default_factory=list)


class BeforeForm(forms.Form):
    before = forms.IntegerField(min_value=1, max_value=2**31 - 1, required=False)


@shared_page
@require_safe
def changes(request, slug):
    """The editions of an article, newest first, each compared with the one before."""
    request.depends_on("articles")
    article = get_object_or_404(Article.objects.readable().select_related("section"), slug=slug)
    request.depends_on(f"article:{article.pk}")
    form = BeforeForm(request.GET)
    if not form.is_valid():
        raise Http404
    editions, older = editions_of(article, before=form.cleaned_data["before"])
    context = {"article": article, "section": article.section, "editions": editions, "older": older}
    return render(request, "articles/changes.html", context)


def editions_of(article, *, before=None):
    """A page of editions, newest first, and the number that the next page ends before."""
    public = Revision.objects.filter(article=article, published_at__lte=timezone.now())
    public = public.filter(edition__isnull=False).order_by("-edition")
    found = list((public.filter(edition__lt=before) if before else public)[: PER_PAGE + 1])
    told = _corrections_by_edition(article, list(public.values_list("pk", "published_at")))
    shown = [_edition(revision, _compared_with(public, revision)) for revision in found[:PER_PAGE]]
    for edition, revision in zip(shown, found, strict=False):
        edition.corrections = told.get(revision.pk, [])
    return shown, found[PER_PAGE - 1].edition if len(found) > PER_PAGE else None


def _compared_with(public, revision):
    """The edition before it; what was withheld in between stays out of both sides."""
    if revision.is_withheld:
        return None
    return public.filter(edition__lt=revision.edition, is_withheld=False).first()


def _edition(revision, former):
    diffs = content_diff(former.content, revision.content, TOLD_FIELDS) if former else []
    is_first = revision.edition == 1
    is_withheld = revision.is_withheld or not (former or is_first)
    return Edition(revision.edition, revision.published_at, is_first, is_withheld, diffs)


def _corrections_by_edition(article, editions):
    """Each correction at the edition it came with, else at the one that readers then saw."""
    keys, found = {pk for pk, _at in editions}, {}
    for correction in article.corrections.all():
        its_own = correction.revision_id if correction.revision_id in keys else None
        earlier = (pk for pk, at in editions if at <= correction.made_at)
        found.setdefault(its_own or next(earlier, None), []).append(correction)
    return found
