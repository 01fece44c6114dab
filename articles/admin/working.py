"""Unsaved work in the newsroom: autosave, who else is here, and what can be restored."""

from functools import partial

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from articles import checklist, rights, working
from articles.admin.saving import copy_of
from articles.admin.sent import sent_content
from articles.contents import FIELDS, normal, overlay
from articles.diffs import content_diff
from articles.models import Article, WorkingCopy

TEMPLATES = "admin/articles/article"


class SeenForm(forms.Form):
    """The version that a browser has in front of it."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)


def urls(model_admin):
    pages = [
        ("<int:pk>/autosave/", require_POST, autosave, "autosave"),
        ("add/autosave/", require_POST, autosave, "autosave_new"),
        ("<int:pk>/presence/", require_POST, presence, "presence"),
        ("copies/<int:pk>/", require_safe, look_at_copy, "copy"),
        ("copies/<int:pk>/discard/", require_POST, discard_copy, "discard_copy"),
    ]
    guarded = model_admin.admin_site.admin_view
    return [
        path(
            address,
            guarded(never_cache(takes(partial(view, model_admin)))),
            name=f"articles_article_{name}",
        )
        for address, takes, view, name in pages
    ]


def context(model_admin, request, article):
    """What the form says of unsaved work and of others who are here."""
    shown = copy_of(request, article)
    is_unsaved = bool(shown) or request.method == "POST"
    known = {
        "shown_copy": shown,
        "copies": [] if is_unsaved else working.copies_to_offer(request.user, article),
        "collision": getattr(request, "collision", None),
        "is_unsaved": is_unsaved,
    }
    if may_write(model_admin, request, article):
        known["autosave_address"] = _address("autosave", article)
    if article is None:
        return known
    known["presence_address"] = _address("presence", article)
    return known | here(request.user, article, article.version)


def may_write(model_admin, request, article):
    """True for those who may change this article; None: who may start one."""
    if article is None:
        return model_admin.has_add_permission(request)
    return rights.may_edit(request.user, article)


def _address(noun, article):
    name = f"admin:articles_article_{noun}"
    return reverse(name, args=[article.pk]) if article else reverse(f"{name}_new")


def here(user, article, seen):
    """Who else has the article open, and what was done to it after the version that is seen."""
    known = {"others": working.others(user, article), "newer": None}
    if article.version > seen:
        known["newer"] = article.events.select_related("by").order_by("-at", "-pk").first()
        known["is_saved"] = article.revisions.filter(version__gt=seen).exists()
        known["is_mine"] = known["newer"] is not None and known["newer"].by_id == user.pk
    return known


def looked_at(request, pk):
    """An article that this person may see in the newsroom; 404 otherwise."""
    article = get_object_or_404(Article.objects.select_related("pending"), pk=pk)
    if not rights.may_view(request.user, article):
        raise Http404
    return article


def seen_version(request):
    form = SeenForm(request.POST)
    return (form.is_valid() and form.cleaned_data["version"]) or 0


def autosave(model_admin, request, pk=None):
    """Keep the form as it is for its writer alone; neither the article nor its versions change."""
    article = looked_at(request, pk) if pk else None
    if not may_write(model_admin, request, article):
        raise PermissionDenied
    content, names = sent_content(request.POST, request.user), []
    saved_at = working.keep(request.user, article, content, seen_version(request))
    if article:
        working.note_presence(request.user, article)
        names = [other.user.public_name for other in working.others(request.user, article)]
    answer = {"saved_at": saved_at, "others": names, "version": article.version if article else 0}
    return JsonResponse(answer | {"checklist": checklist_of(request, article, content)})


def checklist_of(request, article, content):
    """What the text would still miss as it is being written."""
    written = overlay(article or Article(owner=request.user), content)
    checks = checklist.panel(written, content["bylines"])
    return render_to_string(f"{TEMPLATES}/_checklist.html", {"checks": checks}, request)


def presence(model_admin, request, pk):
    """Note that somebody has the article open, or has left it; answer who else is here."""
    article = looked_at(request, pk)
    if "leave" in request.POST:
        working.leave(request.user, article)
        return HttpResponse(status=204)
    working.note_presence(request.user, article)
    known = here(request.user, article, seen_version(request))
    return HttpResponse(render_to_string(f"{TEMPLATES}/_here.html", known, request))


def own_copy(request, pk):
    """Somebody's own unsaved text; another person's is not there."""
    copies = WorkingCopy.objects.select_related("article", "article__pending")
    return get_object_or_404(copies, pk=pk, user=request.user)


def look_at_copy(model_admin, request, pk):
    """One's own unsaved text as it was sent, also when it can't be saved any more."""
    copy = own_copy(request, pk)
    content = normal(copy.content)
    known = model_admin.admin_site.each_context(request) | {
        "title": _("Your unsaved text"),
        "opts": model_admin.opts,
        "copy": copy,
        "body": content["body"],
        "fields": content_diff({}, content, [name for name in FIELDS if name != "body"]),
        "may_write": may_write(model_admin, request, copy.article),
        "form_address": form_address(request, copy.article),
    }
    return TemplateResponse(request, f"{TEMPLATES}/copy.html", known)


def discard_copy(model_admin, request, pk):
    """Forget one's own unsaved text."""
    copy = own_copy(request, pk)
    copy.delete()
    model_admin.message_user(request, _("Your unsaved text was deleted."))
    return redirect(form_address(request, copy.article))


def form_address(request, article):
    if article is None:
        return reverse("admin:articles_article_add")
    if rights.may_view(request.user, article):
        return reverse("admin:articles_article_change", args=[article.pk])
    return reverse("admin:index")
