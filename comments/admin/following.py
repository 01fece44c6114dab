"""Who follows what: to look at, to search and to end. Nobody is added here: people ask themselves."""

from operator import attrgetter

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments import subscribing
from comments.admin.looking import LookAdmin
from comments.models import Subscriber, Subscription

ENDED_AT_ONCE = 500
PERSON = ("=subscriber__guest__email", "=subscriber__user__email", "=subscriber__user__username")


class WhoFilter(admin.SimpleListFilter):
    title = _("who")
    parameter_name = "who"

    def lookups(self, request, model_admin):
        return [("members", _("Members")), ("guests", _("Guests"))]

    def queryset(self, request, queryset):
        known = {"members": Q(user__isnull=False), "guests": Q(guest__isnull=False)}
        return queryset.filter(known.get(self.value(), Q()))


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("active", _("In force")),
            ("unconfirmed", _("Not confirmed")),
            ("ended", _("Ended")),
            ("stopped", _("Its subscriber takes no mail")),
        ]

    def queryset(self, request, queryset):
        known = {
            "unconfirmed": Q(confirmed_at=None, ended_at=None),
            "ended": Q(ended_at__isnull=False),
            "stopped": Q(ended_at=None, subscriber__stopped_at__isnull=False),
        }
        if self.value() == "active":
            return queryset.active()
        return queryset.filter(known.get(self.value(), Q()))


class CountingList(ChangeList):
    """Says of each row how many subscriptions in force go with it, in one statement a page."""

    def get_results(self, request):
        super().get_results(request)
        name, key_of = self.model_admin.counted_by
        rows = list(self.result_list)
        active = Subscription.objects.active().filter(**{f"{name}__in": set(map(key_of, rows))})
        counted = dict(active.order_by().values_list(name).annotate(Count("pk")))
        for row in rows:
            row.in_force = counted.get(key_of(row), 0)
        self.result_list = rows


class CountingAdmin(LookAdmin):
    def get_changelist(self, request, **kwargs):
        return CountingList


@admin.register(Subscriber)
class SubscriberAdmin(CountingAdmin):
    counted_by = ("subscriber", attrgetter("pk"))
    list_display = ["__str__", "followed", "answers_level", "stopped_at", "stopped_why"]
    list_filter = [WhoFilter, "stopped_why", "answers_level"]
    list_select_related = ["user", "guest"]
    search_fields = ["=guest__email", "=user__email", "=user__username"]
    ordering = ["-pk"]
    fields = readonly_fields = [
        *("user", "guest", "language", "answers_level", "desk_level"),
        *("stopped_at", "stopped_why", "created_at"),
    ]

    @admin.display(description=_("follows"))
    def followed(self, subscriber):
        address = reverse("admin:comments_subscription_changelist")
        link = '<a href="{}?subscriber={}">{}</a>'
        return format_html(link, address, subscriber.pk, subscriber.in_force)


@admin.register(Subscription)
class SubscriptionAdmin(CountingAdmin):
    counted_by = ("article", attrgetter("article_id"))
    list_display = [
        *("article", "in_all", "kind", "subscriber", "level"),
        *("created_at", "confirmed_at", "ended_at"),
    ]
    list_filter = [StateFilter, "kind", "level"]
    list_select_related = ["article", "subscriber__user", "subscriber__guest"]
    search_fields = [*PERSON, "article__headline"]
    ordering = ["-pk"]
    fields = readonly_fields = [
        *("subscriber", "article", "kind", "comment", "level"),
        *("created_at", "confirmed_at", "ended_at"),
    ]
    actions = ["end"]

    def has_end_permission(self, request):
        return request.user.has_perm("comments.change_subscription")

    @admin.display(description=_("on this article"))
    def in_all(self, subscription):
        address = reverse("admin:comments_subscription_changelist")
        link = '<a href="{}?article={}">{}</a>'
        return format_html(link, address, subscription.article_id, subscription.in_force)

    @admin.action(description=_("End the chosen subscriptions"), permissions=["end"])
    def end(self, request, queryset):
        """For who asks the newsroom to; what was ended by whom stands in each one's history."""
        ended = 0
        while some := list(queryset.filter(ended_at=None)[:ENDED_AT_ONCE]):
            ended += subscribing.end(some)
            note = [{"changed": {"fields": ["ended"]}}]
            LogEntry.objects.log_actions(request.user.pk, some, CHANGE, change_message=note)
        text = ngettext("%(n)s subscription ended.", "%(n)s subscriptions ended.", ended)
        self.message_user(request, text % {"n": ended}, messages.SUCCESS)
