"""The page of a statement: its lines, what each may be, and the form around them."""

from django.core.paginator import Paginator
from django.template.response import TemplateResponse

from donations import matching
from donations.admin.looking import amount_of
from donations.forms.statements import LinesForm
from donations.models import StatementLine

LINES_SHOWN = 100
Status = StatementLine.Status
# What the page shows, and what can be done with it.
TABS = {"new": {"book", "set_aside"}, "ignored": {"take_up"}, "done": set()}
WITHIN = {
    "new": [Status.NEW],
    "ignored": [Status.IGNORED],
    "done": [Status.BOOKED, Status.PROPOSED],
}


def lines_page(model_admin, request, statement, form=None, status=200):
    """Those of one state, a page at a time, in the same few queries however many there are."""
    tab = request.GET.get("state")
    tab = tab if tab in TABS else "new"
    found = statement.lines.filter(status__in=WITHIN[tab]).select_related("entry", "payment")
    found = found.order_by("-booked_on", "-pk")
    page = Paginator(found, LINES_SHOWN).get_page(request.GET.get("p"))
    page.object_list = list(page.object_list)
    _suggest(page.object_list, form, ticks_sure="sure" in request.GET)
    counts = {name: statement.lines.filter(status__in=WITHIN[name]).count() for name in TABS}
    known = model_admin.admin_site.each_context(request) | {
        "title": str(statement),
        "opts": model_admin.opts,
        "statement": statement,
        "page": page,
        "tab": tab,
        "counts": counts,
        "doings": TABS[tab] if request.user.has_perm("donations.change_statementline") else set(),
        "form": form or LinesForm(statement=statement),
        "has_sure": any(line.known.is_sure for line in page.object_list),
    }
    template = "admin/donations/statement/lines.html"
    return TemplateResponse(request, template, known, status=status)


def _suggest(lines, form, *, ticks_sure):
    """Give each line its suggestions, or what was typed when the form comes back."""
    known = matching.suggest(lines)
    ticked = set(form.data.getlist("line")) if form else set()
    for line in lines:
        line.known = known[line.pk]
        line.amount = amount_of(line, line.amount_cents)
        announced = line.known.announced
        line.announced = announced and amount_of(announced, announced.total_cents)
        line.code = form.data.get(f"code-{line.pk}", "") if form else line.known.code
        line.is_ticked = str(line.pk) in ticked or (ticks_sure and line.known.is_sure)
        line.is_refused = bool(form) and line.pk in form.refused
