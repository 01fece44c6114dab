"""How campaigns and their ledger are read and added to; nothing here changes what is booked."""

from django.db import models, transaction
from django.db.models import Count, ExpressionWrapper, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from donations.clock import month_before
from donations.stamp import move_stamp

LATEST_GIFTS = 8
# What the goal is measured by. Fees, and what donors add to cover them, are told apart.
COUNTS = ("gift", "refund", "dispute", "adjustment")
# A gift that was not taken back since.
STANDING = Q(kind="gift", reversal=None) & ~Q(payment__status="returned")


class LedgerIsAppendOnly(Exception):
    """Somebody tried to change or delete what is booked."""


def refuse(*args, **kwargs):
    raise LedgerIsAppendOnly("An entry can't be changed or deleted: reverse it.")


class CampaignQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def with_month(self, start, end):
        """Adds the month's goal, what was raised net, and how many gifts still stand.

        The month begins where the one before was closed: the site's zone may have changed since.
        """
        before = self._related("closed_months").filter(month=month_before(start).date())
        begins_at = Coalesce(Subquery(before.values("end_at")[:1]), Value(start))
        booked = self._related("entries").filter(
            currency=OuterRef("currency"), booked_at__gte=OuterRef("begins_at"), booked_at__lt=end
        )
        goals = self._related("goals").for_month(start.date())
        return self.annotate(
            begins_at=begins_at,
            goal_cents=Subquery(goals.values("amount_cents")[:1]),
            raised_cents=_one(booked.counting(), Sum("amount_cents")),
            gifts=_one(booked.gifts(), Count("pk")),
        )

    def with_expected(self, since, until):
        """Adds what monthly donors are still to give by then."""
        pledges = self._related("pledges").filter(
            currency=OuterRef("currency"),
            status="active",
            is_test=False,
            next_charge_at__gte=since,
            next_charge_at__lt=until,
        )
        return self.annotate(expected_cents=_one(pledges, Sum("amount_cents")))

    def _related(self, name):
        model = getattr(self.model, name).rel.related_model
        return model.objects.filter(campaign=OuterRef("pk"))


def _one(rows, aggregate):
    """A number over all rows of a subquery; 0 without any."""
    grouped = rows.order_by().values("campaign").annotate(number=aggregate)
    return Coalesce(Subquery(grouped.values("number")), 0)


class MonthlyGoalQuerySet(models.QuerySet):
    def for_month(self, first_day):
        """The goals that apply to a month, the one that counts first."""
        lasting = Q(only_this_month=False, month__lte=first_day)
        return self.filter(lasting | Q(month=first_day)).order_by("-month", "-only_this_month")


class LedgerEntryQuerySet(models.QuerySet):
    update = bulk_update = delete = refuse

    def counting(self):
        """What the goal is measured by."""
        return self.filter(kind__in=COUNTS)

    def gifts(self):
        """Gifts that still stand: not taken back since."""
        return self.filter(STANDING)

    def with_standing(self):
        """Adds whether a gift still stands."""
        return self.annotate(stands=ExpressionWrapper(STANDING, models.BooleanField()))

    def after(self, entry):
        """What follows an entry where the newest come first."""
        at_once = Q(booked_at=entry.booked_at, pk__lt=entry.pk)
        return self.filter(at_once | Q(booked_at__lt=entry.booked_at))

    def booked_within(self, start, end):
        return self.filter(booked_at__gte=start, booked_at__lt=end)

    def of_active_campaign(self):
        return self.filter(campaign__is_active=True, currency=F("campaign__currency"))

    def latest_gifts(self, now):
        """The few newest gifts."""
        return self.gifts().filter(booked_at__lte=now).order_by("-booked_at", "-pk")[:LATEST_GIFTS]

    def sums(self):
        """(currency, method, kind, sum) of all that is among these."""
        named = self.order_by().values_list("currency", "method", "kind")
        return named.annotate(sum=Sum("amount_cents"))

    def of_earlier_months(self, start, zone):
        """(currency, month, sum) of what counts here but is about a month before `start`."""
        gift = self.model.objects.filter(payment=OuterRef("payment"), kind="gift")
        about = Coalesce(
            "occurred_at", "reverses__booked_at", Subquery(gift.values("booked_at")[:1])
        )
        earlier = self.counting().annotate(about=about).filter(about__lt=start)
        months = earlier.annotate(about_month=TruncMonth("about", tzinfo=zone)).order_by()
        named = months.values_list("currency", "about_month")
        return named.annotate(sum=Sum("amount_cents")).order_by("currency", "about_month")

    def show_names(self, **words):
        """Show what a donor said, once staff have read it; the money is as it was booked."""
        count = super().update(is_public=True, **words)
        move_stamp()
        return count

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
