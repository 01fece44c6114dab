"""The pages on which a statement comes in."""

import logging

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from donations import bank_csv, statements
from donations.bank import Unreadable
from donations.forms.statements import ColumnsForm, UploadForm
from donations.models import Campaign, Evidence, Statement

TEMPLATES = "admin/donations/statement/"
logger = logging.getLogger(__name__)


def upload(model_admin, request):
    """Takes a file; asks on a page of its own what the file leaves open."""
    form = UploadForm(*_sent(request), initial=_usual())
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            return _take(model_admin, request, content, file.name, form.answers)
        except bank_csv.NeedsAnswer as question:
            kept = statements.keep(content, file.name, request.user)
            messages.info(request, str(question))
            return redirect(_columns_address(kept, form.cleaned_data["account"]))
        except Unreadable as error:
            form.add_error("file", str(error))
        except OSError:
            logger.exception("a statement can't be stored")
            form.add_error("file", _("The file can’t be stored now. Try again later."))
    known = {"form": form, "title": _("Import a bank statement")}
    return _page(model_admin, request, "upload", known)


def ask_columns(model_admin, request, pk):
    """Which column of an uploaded table is what."""
    kept = get_object_or_404(Evidence, pk=pk, statement=None, file__endswith=".csv")
    with kept.file.open("rb") as file:
        content = file.read()
    rows, guess = bank_csv.preview(content)
    usual = _usual()
    usual["account"] = request.GET.get("account", "")[:80] or usual["account"]
    form = ColumnsForm(_sent(request)[0], rows=rows, known=guess, initial=usual)
    if form.is_bound and form.is_valid():
        try:
            return _take(model_admin, request, content, kept.name, form.answers)
        except bank_csv.NeedsAnswer as question:
            form.add_error("day_order", str(question))
        except Unreadable as error:
            form.add_error(None, str(error))
    known = {"form": form, "rows": rows, "title": _("Which column is what?"), "kept": kept}
    return _page(model_admin, request, "columns", known)


def _take(model_admin, request, content, name, answers):
    """Import it and show its lines; a file that came before leads to what became of it."""
    try:
        taken = statements.take_in(content, name, by=request.user, **answers)
    except statements.AlreadyImported as known:
        messages.warning(request, _("This file was imported before. Nothing was changed."))
        return _to_lines(known.statement)
    model_admin.log_addition(request, taken.statement, [{"added": {}}])
    counted = {"new": taken.new, "known": taken.known}
    messages.success(
        request, _("Imported. New lines: %(new)d. Known from before: %(known)d.") % counted
    )
    return _to_lines(taken.statement)


def _to_lines(statement):
    return redirect("admin:donations_statement_change", statement.pk)


def _columns_address(kept, account):
    address = reverse("admin:donations_statement_columns", args=[kept.pk])
    return f"{address}?{urlencode({'account': account})}" if account else address


def _usual():
    """The campaign there is, and the account of the last statement."""
    last = Statement.objects.exclude(account="").first()
    return {"campaign": Campaign.objects.active().first(), "account": last.account if last else ""}


def _sent(request):
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _page(model_admin, request, name, known):
    context = model_admin.admin_site.each_context(request) | {"opts": model_admin.opts} | known
    status = 422 if known["form"].errors else 200
    return TemplateResponse(request, f"{TEMPLATES}{name}.html", context, status=status)
