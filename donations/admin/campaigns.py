"""The campaign, its goals, and the ways to give."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from donations.forms.costs import CostForm
from donations.forms.goals import GoalForm, this_month
from donations.models import Campaign, Cost, MonthlyGoal, Way
from donations.money import money


class CostInline(admin.StackedInline):
    """What the goal pays for, as readers see it beside the form."""

    model = Cost
    form = CostForm
    fields = [("label", "amount_cents", "position")]
    extra = 1


@admin.register(Campaign)
class CampaignAdmin(admin.ModelAdmin):
    inlines = [CostInline]
    list_display = ["name", "currency", "is_active", "is_paused"]

    def get_readonly_fields(self, request, obj=None):
        """Gifts in another currency don't count: it stays once there are any."""
        return ["currency"] if obj and obj.entries.exists() else []


@admin.register(MonthlyGoal)
class MonthlyGoalAdmin(admin.ModelAdmin):
    form = GoalForm
    list_display = ["__str__", "campaign", "amount", "only_this_month"]
    list_select_related = ["campaign"]

    @admin.display(description=_("amount"))
    def amount(self, goal):
        return money(goal.amount_cents, goal.campaign.currency)

    def get_changeform_initial_data(self, request):
        known = {"month": this_month(), "campaign": Campaign.objects.active().first()}
        return known | super().get_changeform_initial_data(request)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _is_open(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and _is_open(obj)


def _is_open(goal):
    return goal is None or goal.month >= this_month()


@admin.register(Way)
class WayAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "position", "is_active"]
