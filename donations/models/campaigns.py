"""What readers give for, and the goal of each month."""

from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from donations.models.shown import CURRENCIES, ShownToReaders
from donations.querysets import CampaignQuerySet, MonthlyGoalQuerySet


class Campaign(ShownToReaders):
    """What readers give for. One is active; its goal may change from any month on."""

    name = models.CharField(
        _("name"), max_length=80, help_text=_("{month} stands for the name of the current month.")
    )
    headline = models.CharField(_("headline"), max_length=160, blank=True)
    appeal = models.TextField(_("appeal"), blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, default="USD")
    is_active = models.BooleanField(_("active"), default=True)
    is_paused = models.BooleanField(
        _("paused"), default=False, help_text=_("Stops asking: only the support page shows it.")
    )
    shows_expected = models.BooleanField(
        _("show what is expected"),
        default=False,
        help_text=_("Draws what monthly donors are still to give this month as a hatched part."),
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.UniqueConstraint(
                fields=["is_active"],
                condition=Q(is_active=True),
                name="one_active_campaign",
                violation_error_message=_("Another campaign is active: switch it off first."),
            )
        ]

    def __str__(self):
        return self.name.replace("{month}", "…")

    def lock(self):
        """Until the transaction ends, nobody else books for this campaign or closes a month."""
        Campaign.objects.select_for_update(no_key=True).only("pk").get(pk=self.pk)


class MonthlyGoal(ShownToReaders):
    """The goal of a month and of every later month, until another row says otherwise."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="goals", verbose_name=_("campaign")
    )
    month = models.DateField(_("from month"), help_text=_("Any day of the month will do."))
    amount_cents = models.BigIntegerField(_("amount in minor units"))
    only_this_month = models.BooleanField(_("only this month"), default=False)

    objects = MonthlyGoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("monthly goal")
        verbose_name_plural = _("monthly goals")
        ordering = ["-month", "-only_this_month"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "month", "only_this_month"], name="one_goal_per_month"
            ),
            models.CheckConstraint(condition=Q(amount_cents__gte=100), name="goal_is_a_whole_unit"),
            models.CheckConstraint(condition=Q(month__day=1), name="goal_month_is_first_day"),
        ]

    def __str__(self):
        return date_format(self.month, "F Y")


class Cost(ShownToReaders):
    """A line of what the goal pays for, as readers see it beside the form."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="costs", verbose_name=_("campaign")
    )
    label = models.CharField(_("what for"), max_length=80)
    amount_cents = models.BigIntegerField(_("amount in minor units"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("cost")
        verbose_name_plural = _("costs")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="cost_is_positive")
        ]

    def __str__(self):
        return self.label
