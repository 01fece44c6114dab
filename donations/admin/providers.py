"""The switch of each provider, how it stands, and what staff can decide about it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import re_path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from donations.admin.decisions import DECISIONS, decide, offered
from donations.admin.glances import PERIODS, glances
from donations.models import Provider
from donations.providers import GATEWAYS


@admin.register(Provider)
class ProviderAdmin(admin.ModelAdmin):
    """The list shows each at a glance; the form holds the notice prepared for bad days."""

    list_display = ["name", "is_on"]
    fields = ["name", "notice"]
    readonly_fields = ["name"]

    def get_queryset(self, request):
        """Those that are still there: a provider may leave the code, its row stays."""
        return super().get_queryset(request).filter(name__in=[each.name for each in GATEWAYS])

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, row, form, change):
        """Only what was changed: the breaker goes on meanwhile."""
        row.save(update_fields=form.changed_data)

    def get_urls(self):
        page = re_path(
            rf"^(?P<pk>[0-9]{{1,9}})/(?P<name>{'|'.join(DECISIONS)})/\Z",
            self.admin_site.admin_view(self.decide_view),
            name="donations_provider_decide",
        )
        return [page, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        about = {"glances": glances(self.get_queryset(request)), "periods": PERIODS}
        about["may_decide"] = self.has_change_permission(request)
        return super().changelist_view(request, about | (extra_context or {}))

    def decide_view(self, request, pk, name):
        """Asks first, then does it. What is done already is not done again."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        if name not in offered(row):
            messages.info(request, _("Nothing was changed: it is so already."))
            return _back()
        decision = DECISIONS[name]
        sent = request.POST if request.method == "POST" else None
        form = decision.form(sent, initial={"notice": row.notice})
        if form.is_valid():
            self._decide(request, row, name, form.cleaned_data.get("notice", ""))
            return _back()
        return self._ask(request, row, decision, form)

    @transaction.atomic
    def _decide(self, request, row, name, notice):
        row = Provider.objects.select_for_update(no_key=True).get(pk=row.pk)
        if name in offered(row):
            told = decide(row, name, notice)
            self.log_change(request, row, str(DECISIONS[name].done))
            messages.success(request, _told(told) if name == "tell" else DECISIONS[name].done)

    def _ask(self, request, row, decision, form):
        context = self.admin_site.each_context(request) | {
            "title": decision.label,
            "opts": self.opts,
            "row": row,
            "decision": decision,
            "form": form,
        }
        status = 422 if form.errors else 200
        return render(request, "admin/donations/provider/decide.html", context, status=status)


def _told(count):
    return ngettext("%(count)d donor was told.", "%(count)d donors were told.", count) % {
        "count": count
    }


def _back():
    return HttpResponseRedirect(reverse("admin:donations_provider_changelist"))
