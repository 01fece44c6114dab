"""The real page of what stands in the form, saved or not, and of earlier versions."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from articles import rights
from articles.admin.sent import sent_content
from articles.contents import working_content
from articles.models import Article
from articles.previews import unlisted
from articles.showing import as_page, new_page

LONGEST_VERSION = 9
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def urls(model_admin):
    view = model_admin.admin_site.admin_view
    new = view(require_POST(unlisted(partial(preview_new, model_admin))))
    saved = view(GET_OR_POST(unlisted(partial(preview, model_admin))))
    return [
        path("add/preview/", new, name="articles_article_preview_new"),
        path("<int:pk>/preview/", saved, name="articles_article_preview"),
    ]


def preview_new(model_admin, request):
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    context = {"article": new_page(sent_content(request.POST, request.user)), "preview": "form"}
    return render(request, "articles/preview.html", context)


def preview(model_admin, request, pk):
    """POST: what was sent. GET: the newest version, or the one `?version=` names."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    found = Article.objects.for_page().select_related("pending").visible_to(request.user)
    article = get_object_or_404(found, pk=pk)
    if not rights.may_see_drafts(request.user, article):
        raise Http404
    version = request.GET.get("version", "")
    if request.method == "POST":
        kind, content = "form", sent_content(request.POST, request.user)
    elif version:
        kind, content = "version", _version(article, version)
    else:
        kind, content = "form", working_content(article)
    context = {"article": as_page(article, content), "preview": kind, "version": version}
    return render(request, "articles/preview.html", context)


def _version(article, number):
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_VERSION):
        raise Http404
    return get_object_or_404(article.revisions, version=int(number)).content
