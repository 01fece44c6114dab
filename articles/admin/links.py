"""Links that show an article to somebody outside before it is out: made, listed, revoked."""

from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from articles import rights
from articles.admin.text import no_control_characters
from articles.models import Article, ShareLink
from articles.presentation import absolute

DAYS = (1, 7, 30)
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def days_in_words():
    return [
        (days, ngettext("%(days)d day", "%(days)d days", days) % {"days": days}) for days in DAYS
    ]


class ShareLinkForm(forms.Form):
    """For whom, how long, and whether the link follows the article."""

    name = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=100,
        help_text=gettext_lazy("To tell the links apart. Only the newsroom sees it."),
        validators=[no_control_characters],
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Works for"), choices=days_in_words, coerce=int, initial=7
    )
    is_pinned = forms.TypedChoiceField(
        label=gettext_lazy("Shows"),
        choices=[
            ("", gettext_lazy("Always the newest version")),
            ("1", gettext_lazy("This version, whatever is changed later")),
        ],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )


def urls(model_admin):
    view = model_admin.admin_site.admin_view
    listed = view(GET_OR_POST(partial(links, model_admin)))
    ended = view(require_POST(partial(revoke, model_admin)))
    return [
        path("<int:pk>/links/", listed, name="articles_article_links"),
        path("<int:pk>/links/<int:link>/revoke/", ended, name="articles_article_revoke"),
    ]


def context(model_admin, request, article):
    """For the article's form: whether it can be previewed, and how many links open it now."""
    user = request.user
    known = {"may_preview": article is None or rights.may_see_drafts(user, article)}
    if article is None or not rights.may_share(user, article):
        return known
    usable = [link for link in article.share_links.all() if link.is_usable]
    return known | {"may_share": True, "usable_links": len(usable)}


def links(model_admin, request, pk):
    """The links of an article; a new one shows its address once, in the answer to its form."""
    article = _article(request, pk)
    form = ShareLinkForm(request.POST if request.method == "POST" else None)
    address, is_wrong = "", form.is_bound and not form.is_valid()
    if form.is_bound and not is_wrong:
        address = _made(article, form.cleaned_data, request.user)
        form = ShareLinkForm()
    parts = {
        "title": _("Preview links"),
        "subtitle": str(article),
        "opts": Article._meta,
        "article": article,
        "form": form,
        "links": article.share_links.select_related("by", "revision"),
        "address": address,
    }
    page = model_admin.admin_site.each_context(request) | parts
    status = 422 if is_wrong else 200
    return render(request, "admin/articles/article/links.html", page, status=status)


def _made(article, chosen, user):
    """The address of a new link."""
    newest = article.revisions.first() if chosen["is_pinned"] else None
    _link, token = ShareLink.objects.make(
        article, days=chosen["days"], by=user, name=chosen["name"], revision=newest
    )
    return absolute(reverse("articles:preview", args=[token]))


def revoke(model_admin, request, pk, link):
    article = _article(request, pk)
    get_object_or_404(article.share_links, pk=link).revoke(by=request.user)
    messages.success(
        request, _("The link is revoked: whoever opens it sees that nothing is there.")
    )
    return redirect("admin:articles_article_links", pk)


def _article(request, pk):
    """404 for what this person may not know about, 403 for what they may not share."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    if not rights.may_share(request.user, article):
        raise PermissionDenied
    return article
