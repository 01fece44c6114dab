"""The pages of the verbs that ask before they do anything, and what is said afterwards."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from articles import checklist, contents, diffs, rights
from articles.admin import verbs
from articles.admin.status import outcome
from articles.admin.verb_forms import PAGES, PublishChangesForm
from articles.writing import Conflict


def urls(model_admin):
    """A page for each verb that asks first."""
    view = model_admin.admin_site.admin_view
    pages = [
        path(
            f"<int:pk>/do/{verb}/",
            view(partial(ask, model_admin, verb=verb)),
            name=f"articles_article_{verb}",
        )
        for verb in PAGES
    ]
    publish = view(partial(publish_changes, model_admin))
    name = "articles_article_publish_changes"
    return [*pages, path("<int:pk>/publish-changes/", publish, name=name)]


def ask(model_admin, request, pk, *, verb):
    """Explains a verb, asks for what it needs, does it."""
    page, article = PAGES[verb], asked_article(model_admin, request, pk, verb)
    form = page.form(sent_to(request), article=article)
    known = {"page": page, "title": page.button, "template": "verb"}
    return answer(model_admin, request, article, verb, form, known)


def publish_changes(model_admin, request, pk):
    """Shows what readers will see differently; asks what they are told of it."""
    article = asked_article(model_admin, request, pk, "publish_changes")
    before, after = contents.content_of(article), contents.working_content(article)
    known = {"title": _("Publish the changes"), "template": "publish_changes"}
    known["diffs"] = diffs.content_diff(before, after)
    known["checks"] = checklist.missing(contents.overlay(article, after), article.published_at)
    form = PublishChangesForm(sent_to(request), article=article)
    return answer(model_admin, request, article, "publish_changes", form, known)


def sent_to(request):
    """What a form is bound to; an empty POST is one too."""
    return request.POST if request.method == "POST" else None


def asked_article(model_admin, request, pk, verb):
    """404 for an article that this person may not see, 403 for what they may not do with it."""
    article = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    if not rights.may(request.user, verb, article):
        raise PermissionDenied
    return article


def answer(model_admin, request, article, verb, form, known):
    """Does the verb, or shows the page with what stands in the way."""
    back = reverse("admin:articles_article_change", args=[article.pk])
    if not verbs.is_offered(request.user, verb, article):
        messages.warning(request, _("That can't be done with the article as it stands now."))
        return HttpResponseRedirect(back)
    if request.method == "POST" and form.is_valid() and is_done(request, article, verb, form):
        model_admin.log_change(request, article, [{"changed": {"fields": ["status"]}}])
        messages.success(request, outcome(article, verb))
        return HttpResponseRedirect(back)
    context = model_admin.admin_site.each_context(request) | known
    context |= {"article": article, "form": form, "opts": model_admin.opts, "back": back}
    template = f"admin/articles/article/{known['template']}.html"
    return TemplateResponse(request, template, context, status=422 if form.errors else 200)


def is_done(request, article, verb, form):
    """True when the verb was done; otherwise the form says why not."""
    try:
        verbs.do_asked(article, verb, request.user, seen=form.seen, origin="form", **form.details)
    except Conflict as conflict:
        form.data = form.data.copy()
        form.data["version"] = conflict.article.version
        form.add_error(None, _("Somebody changed the article meanwhile. Look at it once more."))
        return False
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True
