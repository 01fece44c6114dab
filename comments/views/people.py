"""The members behind the names: what they said, and not reading them."""

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.views import redirect_to_login
from django.db.models import Exists
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles.shared import shared_page
from comments import cursors
from comments.models import Comment, Ignored
from comments.readers import reader_of
from comments.views.answers import SeeOther, public_comments

COMMENTS_PER_PAGE = 20


class IgnoreForm(forms.Form):
    value = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=int)
    is_on_list = forms.BooleanField(required=False)


@shared_page
@require_safe
def person(request, username):
    """A member, and what they said where everybody can read it, newest first."""
    shown = get_object_or_404(_members(), username=username)
    request.depends_on("articles")
    request.depends_on(f"person:{shown.pk}")
    said = public_comments().visible().filter(author=shown)
    comments, older = page_of(said, request.GET.get("after"))
    context = {"person": shown, "comments": comments, "older": older, "total": said.count()}
    return render(request, "comments/people/person.html", context | _seen_by(request, shown))


@shared_page
@require_safe
def person_by_number(request, pk):
    """The way from a comment to its writer's page; who never wrote is not found by counting up."""
    said = Comment.objects.visible().filter(author=pk).order_by()
    return redirect("comments:person", get_object_or_404(_members(), Exists(said), pk=pk).username)


@require_POST
def ignore(request, username):
    """Say whether this member wants to read that one."""
    other = get_object_or_404(_members(), username=username)
    page = reverse("comments:person", args=[other.username])
    member = reader_of(request).user
    if member is None:
        return redirect_to_login(page)
    form = IgnoreForm(request.POST)
    if not form.is_valid() or other == member:
        return HttpResponseBadRequest()

    Ignored.objects.set(member, other, is_ignored=bool(form.cleaned_data["value"]))
    return SeeOther(
        reverse("comments:mine") + "#ignored" if form.cleaned_data["is_on_list"] else page
    )


def page_of(comments, after):
    """Some comments, newest first, and the cursor of those before them ("" when there are none)."""
    newest = cursors.past(cursors.in_order(comments, "newest"), "newest", after)
    found = list(newest[: COMMENTS_PER_PAGE + 1])
    shown = found[:COMMENTS_PER_PAGE]
    return shown, cursors.cursor_after(shown[-1], "newest") if len(found) > len(shown) else ""


def _members():
    return get_user_model().objects.filter(is_active=True)


def _seen_by(request, shown):
    """What a member sees besides: whether they ignore this person."""
    viewer = reader_of(request).user
    ignored = viewer and Ignored.objects.filter(member=viewer, person=shown).exists()
    return {"viewer": viewer, "is_self": viewer == shown, "is_ignored": bool(ignored)}
