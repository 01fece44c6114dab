"""The chief editor gives staff accounts the roles of those who write."""

from functools import partial

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

GIVEN = {
    "Contributor": gettext_lazy("Contributor: writes drafts, publishes nothing"),
    "Author": gettext_lazy("Author: publishes own articles"),
    "Editor": gettext_lazy("Editor: edits, approves and publishes all articles"),
}
CHIEF = "Chief editor"
NONE = gettext_lazy("No role in the newsroom")
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def urls(model_admin):
    view = model_admin.admin_site.admin_view(GET_OR_POST(partial(roles, model_admin)))
    return [path("roles/", view, name="articles_article_roles")]


def people_for(user):
    """Staff whose role this person may change: not themselves, no chief, no administrator."""
    staff = get_user_model().objects.filter(is_staff=True, is_active=True, is_superuser=False)
    others = staff.exclude(Q(pk=user.pk) | Q(groups__name=CHIEF))
    return others.prefetch_related("groups").order_by("username")


class RoleForm(forms.Form):
    """One account and its role among those that the chief may give."""

    person = forms.ModelChoiceField(queryset=None)
    role = forms.ChoiceField(choices=[("", NONE), *GIVEN.items()], required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_for(user)


def roles(model_admin, request):
    """The staff with their roles; one form for each account."""
    if not request.user.has_perm("articles.assign_roles"):
        raise PermissionDenied
    form = RoleForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        give(form.cleaned_data["person"], form.cleaned_data["role"], by=request.user)
        said = _("%(person)s: %(role)s.") % {
            "person": form.cleaned_data["person"],
            "role": form.cleaned_data["role"] or NONE,
        }
        messages.success(request, said)
        return redirect("admin:articles_article_roles")
    people = [(person, role_of(person)) for person in people_for(request.user)]
    parts = {"title": _("Roles of the staff"), "people": people, "form": form}
    parts |= {"choices": form.fields["role"].choices, "opts": model_admin.opts}
    page = model_admin.admin_site.each_context(request) | parts
    template = "admin/articles/article/roles.html"
    return render(request, template, page, status=422 if form.is_bound else 200)


def role_of(person):
    """The widest of the roles given here, or none."""
    names = {group.name for group in person.groups.all()}
    return next((name for name in reversed(GIVEN) if name in names), "")


@transaction.atomic
def give(person, role, *, by):
    """This role in place of the others given here; what else the account is stays."""
    person = get_user_model().objects.select_for_update().get(pk=person.pk)
    before = role_of(person)
    if before == role:
        return
    person.groups.remove(*Group.objects.filter(name__in=GIVEN))
    if role:
        person.groups.add(Group.objects.get(name=role))
    note = f"{before or '-'} → {role or '-'}"
    LogEntry.objects.log_actions(by.pk, [person], CHANGE, change_message=note, single_object=True)
