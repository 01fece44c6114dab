"""Entries that wait for a second person: who proposed one does not confirm it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations import booking
from donations.admin.looking import LookAdmin, amount_of
from donations.forms.entries import DecisionForm
from donations.models import Proposal


@admin.register(Proposal)
class ProposalAdmin(LookAdmin):
    list_display = ["proposed_at", "amount", "kind", "method", "status", "proposed_by"]
    list_display += ["decided_by"]
    list_filter = ["status", "kind", "method"]
    list_select_related = ["proposed_by", "decided_by"]
    search_fields = ["provider_ref", "note", "donor_name"]

    @admin.display(description=gettext_lazy("amount"), ordering="amount_cents")
    def amount(self, proposal):
        return amount_of(proposal, proposal.amount_cents)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """All of an entry that waits, and the two answers to it."""
        proposal = self.get_object(request, object_id)
        if proposal is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, proposal):
            raise PermissionDenied
        if request.method != "POST":
            return self._page(request, proposal, DecisionForm())
        if not request.user.has_perm("donations.change_proposal"):
            raise PermissionDenied
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self._page(request, proposal, form, status=422)
        self._decide(request, proposal, **form.cleaned_data)
        return redirect("admin:donations_proposal_change", proposal.pk)

    def _decide(self, request, proposal, do, answer):
        try:
            if do == "confirm":
                entry = booking.confirm(proposal, request.user)
                said = _("Booked: %(entry)s") % {"entry": entry}
            else:
                booking.decline(proposal, request.user, answer)
                said = _("Declined. Nothing was booked.")
        except booking.AlreadyDecided:
            messages.warning(request, _("Somebody has decided already."))
        except booking.PaymentDiffers:
            text = _("Its payment was paid already, or less of it is left: decline this entry.")
            messages.error(request, text)
        else:
            self.log_change(request, proposal, said)
            messages.success(request, said)

    def _page(self, request, proposal, form, status=200):
        mine = proposal.proposed_by_id == request.user.pk
        may = request.user.has_perm("donations.change_proposal")
        waits = proposal.status == Proposal.Status.WAITING
        known = self.admin_site.each_context(request) | {
            "title": str(proposal),
            "opts": self.opts,
            "proposal": proposal,
            "amount": self.amount(proposal),
            "form": form,
            "may_confirm": may and waits and not mine and proposal.proposed_by_id,
            "may_decline": may and waits,
            "is_mine": mine and waits,
        }
        template = "admin/donations/proposal/change_form.html"
        return TemplateResponse(request, template, known, status=status)
