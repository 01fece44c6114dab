"""What was decided, by whom, and what readers and authors said to it. All of it only to look at."""

from django.contrib import admin

from comments.admin.looking import LookAdmin
from comments.models import Appeal, Claim, Decision, Finding, LegalCase, Report


@admin.register(Decision)
class DecisionAdmin(LookAdmin):
    """The log: only ever added to, also by those who may do everything."""

    list_display = ["decided_at", "action", "code", "rule", "moderator", "comment_id", "reason"]
    list_filter = ["action", "code", "decided_at"]
    list_select_related = ["moderator"]
    search_fields = ["=comment__id", "moderator__username", "rule", "reason"]
    fields = [
        "comment",
        "action",
        "moderator",
        "old_status",
        "new_status",
        "code",
        "reason",
        "rule",
        "act",
        "undoes",
        "waited_seconds",
        "decided_at",
    ]
    readonly_fields = fields


@admin.register(Finding)
class FindingAdmin(LookAdmin):
    list_display = ["found_at", "rule", "outcome", "comment_id", "evidence"]
    list_filter = ["outcome", "found_at"]
    search_fields = ["=comment__id", "rule"]
    ordering = ["-pk"]


@admin.register(Report)
class ReportAdmin(LookAdmin):
    list_display = ["reported_at", "code", "state", "comment_id", "member", "text"]
    list_filter = ["state", "code", "reported_at"]
    list_select_related = ["member"]
    search_fields = ["=comment__id", "member__username", "text"]
    exclude = ["reporter", "address", "network"]


@admin.register(Appeal)
class AppealAdmin(LookAdmin):
    list_display = ["appealed_at", "state", "comment_id", "against", "judge", "text"]
    list_filter = ["state", "appealed_at"]
    list_select_related = ["against", "judge"]
    search_fields = ["=comment__id", "text", "answer"]


@admin.register(LegalCase)
class LegalCaseAdmin(LookAdmin):
    list_display = ["reference", "opened_at", "state", "outcome", "law", "handler"]
    list_filter = ["state", "outcome", "opened_at"]
    list_select_related = ["handler"]
    search_fields = ["=reference", "=comment__id", "law", "name", "email"]


@admin.register(Claim)
class ClaimAdmin(LookAdmin):
    list_display = ["comment_id", "moderator", "claimed_at"]
    list_select_related = ["moderator"]
    search_fields = ["=comment__id", "moderator__username"]
