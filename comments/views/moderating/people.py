"""A person as moderators see them: in the drawer beside the queue, or on a page."""

from functools import partial

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from comments import persons, sanctions
from comments.drawers import TABS, Drawer
from comments.models import Comment, Guest, Note, Sanction
from comments.person_forms import NoteForm, SanctionForm, deletable, may_have_notes
from comments.views.answers import SeeOther
from comments.views.moderating.answers import back

NO_NOTES = _("This guest gave no address: there is nothing to keep a note with.")


@require_safe
def person_of(request, pk):
    """Who wrote a comment."""
    return _show(request, _drawer("comment", pk))


@require_safe
def member(request, pk):
    return _show(request, _drawer("member", pk))


@require_safe
def guest(request, pk):
    return _show(request, _drawer("guest", pk))


@require_POST
def sanction(request, kind, pk):
    """Take a step of the ladder."""
    drawer = _drawer(kind, pk)
    form = SanctionForm(request.POST, person=drawer.person)
    if form.is_valid():
        try:
            form.impose(request.user)
        except sanctions.NotAllowed as refusal:
            form.add_error(None, refusal.sentence)
    if form.errors:
        return _show(request, drawer, sanction_form=form, status=422)
    return SeeOther(f"{drawer.path}?show=account")


@require_POST
def lift(request, pk):
    """End a sanction before its time."""
    imposed = get_object_or_404(Sanction.objects.select_related("member", "guest"), pk=pk)
    if not sanctions.may_lift(imposed, by=request.user):
        raise PermissionDenied
    sanctions.lift(imposed, request.user)
    return back(request)


@require_POST
def note(request, kind, pk):
    """Tell the other moderators something about a person."""
    drawer = _drawer(kind, pk)
    form = NoteForm(request.POST)
    if not may_have_notes(drawer.person):
        form.add_error(None, NO_NOTES)
    if not form.is_valid():
        return _show(request, drawer, show="notes", note_form=form, status=422)
    form.save(drawer.person, request.user)
    return SeeOther(f"{drawer.path}?show=notes")


@require_POST
def delete_note(request, pk):
    get_object_or_404(deletable(Note.objects.all(), request.user), pk=pk).delete()
    return back(request)


def _drawer(kind, pk):
    find = {"comment": _person_of_comment, "member": _person_of_member, "guest": _person_of_guest}
    if kind not in find:
        raise Http404
    return find[kind](pk)


def _person_of_comment(pk):
    written = Comment.objects.exclude(status=Comment.Status.ERASED).select_related("author")
    found = persons.person_of(get_object_or_404(written, pk=pk))
    return (
        Drawer("member", found.member.pk, found) if found.member else Drawer("comment", pk, found)
    )


def _person_of_member(pk):
    found = get_object_or_404(get_user_model(), pk=pk)
    return Drawer("member", pk, persons.Person(member=found, name=found.public_name))


def _person_of_guest(pk):
    found = get_object_or_404(Guest, pk=pk)
    return Drawer("guest", pk, persons.Person(guest=found, email=found.email))


def _show(request, drawer, *, show="", status=200, **forms):
    """The drawer alone for htmx, else a page around it."""
    asked = show or request.GET.get("show")
    show = asked if asked in TABS else "comments"
    context = {"drawer": drawer, "person": drawer.person, "show": show, "tabs": TABS}
    context |= _SHOWN[show](request, drawer) | _ladder(request, drawer) | forms
    name = "_drawer.html" if request.htmx else "person.html"
    return render(request, f"comments/moderation/{name}", context, status=status)


def _ladder(request, drawer):
    """The form for the next step, or why there is none."""
    kind = Sanction.Kind.WARNING if drawer.person.is_confirmed else Sanction.Kind.SUSPENSION
    if refusal := sanctions.why_not(drawer.person, kind, by=request.user):
        return {"why_no_sanction": refusal}
    return {"sanction_form": SanctionForm(person=drawer.person)}


def _comments(request, drawer, *, rejected=False):
    found, older = drawer.page_of_comments(request.GET.get("after"), rejected=rejected)
    return {"comments": found, "older": older}


def _reports(request, drawer):
    found, older = drawer.page_of_reports(request.GET.get("after"))
    return {"reports": found, "older": older}


def _account(request, drawer):
    return {"history": drawer.history(), "is_confirmed": drawer.has_confirmed_address()}


def _notes(request, drawer):
    notes = drawer.notes()
    mine = deletable(Note.objects.filter(pk__in=[note.pk for note in notes]), request.user)
    shown = {"notes": notes, "deletable": set(mine.values_list("pk", flat=True))}
    return shown | ({"note_form": NoteForm()} if may_have_notes(drawer.person) else {})


_SHOWN = {
    "comments": _comments,
    "rejected": partial(_comments, rejected=True),
    "reports": _reports,
    "account": _account,
    "notes": _notes,
}
