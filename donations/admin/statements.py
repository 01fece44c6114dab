"""Bank statements: how they come in, and what becomes of their lines."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from donations import statements
from donations.admin import statement_files
from donations.admin.looking import LookAdmin
from donations.admin.statement_lines import lines_page
from donations.forms.statements import LinesForm
from donations.models import Proposal, Statement

CHANGE = "donations.change_statementline"


class HasNewLines(admin.SimpleListFilter):
    title = gettext_lazy("new lines")
    parameter_name = "new"

    def lookups(self, request, model_admin):
        return [("1", _("With new lines"))]

    def queryset(self, request, statements):
        return statements.filter(new__gt=0) if self.value() == "1" else statements


@admin.register(Statement)
class StatementAdmin(LookAdmin):
    list_display = ["__str__", "imported_at", "imported_by", "format", "account", "new", "total"]
    list_filter = [HasNewLines, "format", "campaign"]
    list_select_related = ["evidence", "imported_by"]
    search_fields = ["evidence__name", "lines__payer", "lines__text", "lines__ref"]

    def get_queryset(self, request):
        counted = super().get_queryset(request)
        waiting = Q(lines__status="new")
        return counted.annotate(new=Count("lines", filter=waiting), total=Count("lines"))

    @admin.display(description=gettext_lazy("new lines"))
    def new(self, statement):
        return statement.new

    @admin.display(description=gettext_lazy("lines"))
    def total(self, statement):
        return statement.total

    def get_urls(self):
        view = self.admin_site.admin_view(self.columns_view)
        name = "donations_statement_columns"
        return [path("<int:pk>/columns/", view, name=name), *super().get_urls()]

    def has_add_permission(self, request, obj=None):
        return request.user.has_perm("donations.add_statement")

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return statement_files.upload(self, request)

    def columns_view(self, request, pk):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return statement_files.ask_columns(self, request, pk)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The lines of a statement, and what can be done with those that are ticked."""
        statement = self.get_object(request, object_id)
        if statement is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, statement):
            raise PermissionDenied
        if request.method != "POST":
            return lines_page(self, request, statement)
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        form = LinesForm(request.POST, statement=statement)
        if not form.is_valid():
            return lines_page(self, request, statement, form, status=422)
        DOINGS[form.cleaned_data["do"]](request, form)
        return HttpResponseRedirect(request.get_full_path())


def book(request, form):
    """Each line by itself: one that can't be booked holds up no other."""
    entered = []
    for line in form.cleaned_data["line"]:
        try:
            payment = form.payments.get(line.pk)
            entered.append(statements.book(line, request.user, payment))
        except statements.CannotBook as refusal:
            about = {"line": f"{line.booked_on}, {line.payer}", "why": refusal}
            messages.error(request, _("%(line)s: %(why)s") % about)
    proposed = sum(isinstance(each, Proposal) for each in entered)
    _say(
        request,
        len(entered) - proposed,
        lambda n: ngettext("%(count)d line booked.", "%(count)d lines booked.", n),
    )
    _say(
        request,
        proposed,
        lambda n: ngettext(
            "%(count)d line waits for a second person.",
            "%(count)d lines wait for a second person.",
            n,
        ),
    )


def set_aside(request, form):
    _say(
        request,
        statements.set_aside(form.cleaned_data["line"]),
        lambda n: ngettext("%(count)d line set aside.", "%(count)d lines set aside.", n),
    )


def take_up(request, form):
    _say(
        request,
        statements.take_up(form.cleaned_data["line"]),
        lambda n: ngettext("%(count)d line waits again.", "%(count)d lines wait again.", n),
    )


def _say(request, count, sentence):
    if count:
        messages.success(request, sentence(count) % {"count": count})


DOINGS = {"book": book, "set_aside": set_aside, "take_up": take_up}
