"""How campaigns and their ledger are read and added to; nothing here changes what is booked."""

from django.db import models, transaction
from django.db.models import Count, F, FilteredRelation, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from donations.stamp import move_stamp

LATEST_GIFTS = 8
# What the goal is measured by. Fees, and what donors add to cover them, are told apart.
COUNTS = ("gift", "refund", "dispute", "adjustment")


class LedgerIsAppendOnly(Exception):
    """Somebody tried to change or delete what is booked."""


def refuse(*args, **kwargs):
    raise LedgerIsAppendOnly("An entry can't be changed or deleted: reverse it.")


class CampaignQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def with_month(self, start, end):
        """Adds the month's goal, what was raised net, and how many gifts still stand."""
        goals = self.model.goals.rel.related_model.objects.filter(campaign=OuterRef("pk"))
        booked = Q(
            entries__currency=F("currency"),
            entries__booked_at__gte=start,
            entries__booked_at__lt=end,
        )
        counts = Q(booked__kind__in=COUNTS)
        gift = Q(booked__kind="gift", booked__reversal=None) & ~Q(
            booked__payment__status="returned"
        )
        return self.annotate(
            booked=FilteredRelation("entries", condition=booked),
            goal_cents=Subquery(goals.for_month(start.date()).values("amount_cents")[:1]),
            raised_cents=Coalesce(Sum("booked__amount_cents", filter=counts), 0),
            gifts=Count("booked", filter=gift),
        )


class MonthlyGoalQuerySet(models.QuerySet):
    def for_month(self, first_day):
        """The goals that apply to a month, the one that counts first."""
        lasting = Q(only_this_month=False, month__lte=first_day)
        return self.filter(lasting | Q(month=first_day)).order_by("-month", "-only_this_month")


class LedgerEntryQuerySet(models.QuerySet):
    update = bulk_update = delete = refuse

    def gifts(self):
        """Gifts that still stand: not taken back since."""
        return self.filter(kind=self.model.Kind.GIFT, reversal=None)

    def booked_within(self, start, end):
        return self.filter(booked_at__gte=start, booked_at__lt=end)

    def of_active_campaign(self):
        return self.filter(campaign__is_active=True, currency=F("campaign__currency"))

    def latest_gifts(self, now):
        """The few newest gifts."""
        return self.gifts().filter(booked_at__lte=now).order_by("-booked_at", "-pk")[:LATEST_GIFTS]

    def by_method(self):
        """For each method its currency, what came in and what went back."""
        came, went = Q(amount_cents__gt=0), Q(amount_cents__lt=0)
        return (
            self.order_by("method")
            .values_list("method", "currency")
            .annotate(
                given=Coalesce(Sum("amount_cents", filter=came), 0),
                returned=Coalesce(Sum("amount_cents", filter=went), 0),
            )
        )

    def withdraw_names(self):
        """Take donors' names and words away, as they may ask; the money stays booked."""
        count = super().update(donor_name="", message="", is_public=False)
        move_stamp()
        return count


class ClosedMonthQuerySet(models.QuerySet):
    def of(self, campaign, moment):
        """The closed month of a campaign that a moment lies in, if it is closed."""
        return self.filter(campaign=campaign, start_at__lte=moment, end_at__gt=moment)


class LedgerEntryManager(models.Manager.from_queryset(LedgerEntryQuerySet)):
    @transaction.atomic
    def book(self, *, campaign, amount_cents, provider="manual", provider_ref="", **fields):
        """Store a movement of money, once per reference however often it is told.

        `booked_at` is when it happened. What is learned after its month was closed counts now.
        """
        campaign.lock()  # months close under this lock
        if provider_ref:
            known = self.filter(provider=provider, provider_ref=provider_ref).first()
            if known:
                return known
        happened = fields.pop("booked_at", None) or timezone.now()
        if campaign.closed_months.of(campaign, happened).exists():
            fields |= {"booked_at": timezone.now(), "occurred_at": happened}
        else:
            fields["booked_at"] = happened
        return self.create(
            campaign=campaign,
            currency=fields.pop("currency", campaign.currency),
            amount_cents=amount_cents,
            provider=provider,
            provider_ref=provider_ref,
            **fields,
        )
