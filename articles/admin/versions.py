"""The versions of an article: listed, compared, restored, labelled, kept from readers."""

from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from articles import rights, telling, writing
from articles.admin.text import no_control_characters
from articles.diffs import changed_labels, content_diff
from articles.models import Article

PER_PAGE = 30
IN_THE_FORM = 5
EVENTS = 50
# Versions to choose from, to compare with.
OFFERED = 200
LARGEST = 2**31 - 1


class CompareForm(forms.Form):
    """Which version, the newest if none; and which one it is beside, else the one before it."""

    version = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)
    beside = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)


class LabelForm(forms.Form):
    label = forms.CharField(
        label=gettext_lazy("Label"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("A version with a label is never deleted."),
        validators=[no_control_characters],
    )


class SeenForm(forms.Form):
    """The version of the article that its editor looked at."""

    seen = forms.IntegerField(min_value=0, max_value=LARGEST)


def urls(model_admin):
    views = {
        "versions": versions,
        "version": version,
        "restore": restore,
        "label": label,
        "withhold": withhold,
    }
    return [
        path(
            f"<int:pk>/{noun}/",
            model_admin.admin_site.admin_view(partial(view, model_admin=model_admin)),
            name=f"articles_article_{noun}",
        )
        for noun, view in views.items()
    ]


def context(model_admin, request, article):
    """What the article's form shows of its past."""
    if article is None or not article.pk or not rights.may_see_drafts(request.user, article):
        return {"past": None}
    may_correct = article.is_readable and rights.may_publish(request.user, article)
    newest = article.revisions.select_related("by")[: IN_THE_FORM + 1]
    past = {
        "rows": rows_of(article, newest)[:IN_THE_FORM],
        "corrections": article.corrections.all()[:IN_THE_FORM],
        "may_correct": may_correct,
    }
    return {"past": past}


def rows_of(article, revisions):
    """Each version with what changed since the one before it in the list."""
    revisions = list(revisions)
    rows = []
    for revision, former in zip(revisions, [*revisions[1:], None], strict=False):
        revision.changed = changed_labels(former.content, revision.content) if former else []
        revision.is_pending = revision.pk == article.pending_id
        rows.append(revision)
    return rows


@require_safe
def versions(request, pk, model_admin):
    """All versions, newest first, and the article's log."""
    article = seen_article(request, pk)
    revisions = article.revisions.select_related("by", "restores")
    page = Paginator(revisions, PER_PAGE).get_page(request.GET.get("p"))
    following = revisions[page.end_index() : page.end_index() + 1]
    shown = rows_of(article, [*page.object_list, *following])[: len(page.object_list)]
    events = article.events.select_related("by", "revision")[:EVENTS]
    about = {"page": page, "rows": shown, "events": events, "title": _("Versions and log")}
    return answer(model_admin, request, article, "versions", about)


@require_safe
def version(request, pk, model_admin):
    """One version beside another; beside the one before it when none is named."""
    article = seen_article(request, pk)
    form = CompareForm(request.GET)
    if not form.is_valid():
        raise Http404
    asked = form.cleaned_data
    number = asked["version"]
    found = article.revisions.filter(version=number) if number is not None else article.revisions
    chosen = found.select_related("by", "restores").first()
    if chosen is None:
        raise Http404
    other = None
    if asked["beside"] is not None:
        other = get_object_or_404(article.revisions, version=asked["beside"])
    return show(model_admin, request, article, chosen, other)


def show(model_admin, request, article, chosen, other=None, *, status=200, **about):
    """The page of a version; `about` may bring the form of a label that was refused."""
    other = other or article.revisions.filter(version__lt=chosen.version).first()
    user = request.user
    facts = {
        "chosen": chosen,
        "other": other,
        "others": article.revisions.exclude(pk=chosen.pk).defer("content")[:OFFERED],
        "diffs": content_diff(other.content, chosen.content) if other else [],
        "label_form": LabelForm(initial={"label": chosen.label}),
        "may_restore": rights.may_edit(user, article),
        "may_label": rights.may_edit(user, article),
        "may_withhold": bool(chosen.edition) and rights.may_publish(user, article),
        "title": _("Version %(number)s") % {"number": chosen.version},
    }
    return answer(model_admin, request, article, "version", facts | about, status=status)


@require_POST
def restore(request, pk, model_admin):
    """Go on from an earlier version: it becomes the newest, and nothing in between is lost."""
    article, chosen = _posted(request, pk, rights.may_edit)
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        made = bring_back(article, chosen, by=request.user, seen=form.cleaned_data["seen"])
    except writing.Conflict as conflict:
        said = _("Somebody changed the article meanwhile. Look again, then restore.")
        messages.error(request, said)
        return show(model_admin, request, conflict.article, chosen, status=409)
    if made is None:
        messages.info(request, _("The article already says what this version says."))
    else:
        said = _("Version %(number)s is restored as the newest version.")
        messages.success(request, said % {"number": chosen.version})
    return redirect("admin:articles_article_change", article.pk)


def bring_back(article, revision, *, by, seen):
    """Write a revision's content as the newest version, at today's address if its own is taken."""
    content, others = dict(revision.content), Article.objects.exclude(pk=article.pk)
    if others.filter(slug=content["slug"]).exists():
        content["slug"] = article.slug
    about = {"by": by, "seen": seen, "origin": "form", "restores": revision}
    note = _("Version %(number)s") % {"number": revision.version}
    return writing.write(article, content, action="restored", note=note, **about)


@require_POST
def label(request, pk, model_admin):
    """Give a version a name to find it by; an empty one takes it away."""
    article, chosen = _posted(request, pk, rights.may_edit)
    form = LabelForm(request.POST)
    if not form.is_valid():
        return show(model_admin, request, article, chosen, label_form=form, status=422)
    chosen.label = form.cleaned_data["label"]
    chosen.save(update_fields=["label"])
    messages.success(request, _("The label is saved."))
    return redirect(page_of(article, chosen))


@require_POST
def withhold(request, pk, model_admin):
    """Keep an edition out of what readers see of the past, or show it there again."""
    article, chosen = _posted(request, pk, rights.may_publish)
    is_withheld = request.POST.get("withhold") == "yes"
    telling.withhold(article, chosen, is_withheld, by=request.user, origin="form")
    hidden, shown = _("Readers no longer see this change."), _("Readers see this change again.")
    messages.success(request, hidden if is_withheld else shown)
    return redirect(page_of(article, chosen))


def _posted(request, pk, may):
    """The article and the version that a form is about, for those who may send it."""
    article = seen_article(request, pk)
    if not may(request.user, article):
        raise PermissionDenied
    form = CompareForm(request.POST)
    if not form.is_valid() or form.cleaned_data["version"] is None:
        raise Http404
    return article, get_object_or_404(article.revisions, version=form.cleaned_data["version"])


def seen_article(request, pk):
    """The article, for those who may read what readers don't."""
    article = get_object_or_404(Article.objects.select_related("section", "pending"), pk=pk)
    if not rights.may_see_drafts(request.user, article):
        raise PermissionDenied
    return article


def history(model_admin, request, object_id):
    """Django's address of an article's history leads to ours."""
    article = model_admin.get_object(request, object_id)
    if article is None:
        raise Http404
    if not rights.may_see_drafts(request.user, article):
        raise PermissionDenied
    return redirect("admin:articles_article_versions", article.pk)


def page_of(article, revision):
    address = reverse("admin:articles_article_version", args=[article.pk])
    return f"{address}?version={revision.version}"


def answer(model_admin, request, article, name, facts, *, status=200):
    known = model_admin.admin_site.each_context(request) | {
        "opts": Article._meta,
        "article": article,
        "has_view_permission": True,
    }
    template = f"admin/articles/article/{name}.html"
    return render(request, template, known | facts, status=status)
