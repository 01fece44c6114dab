"""Whom moderators know: guests by address, what was imposed on people, and notes about them."""

from django.contrib import admin

from comments.admin.looking import LookAdmin
from comments.models import Guest, Note, Sanction


@admin.register(Guest)
class GuestAdmin(LookAdmin):
    list_display = ["email", "created_at", "confirmed_at"]
    list_filter = ["confirmed_at"]
    search_fields = ["email"]
    fields = readonly_fields = ["email", "created_at", "confirmed_at"]


@admin.register(Sanction)
class SanctionAdmin(LookAdmin):
    list_display = [
        "imposed_at",
        "kind",
        "code",
        "member",
        "guest",
        "until",
        "moderator",
        "lifted_at",
    ]
    list_filter = ["kind", "code", "imposed_at"]
    list_select_related = ["member", "guest", "moderator"]
    search_fields = ["member__username", "=guest__email", "text"]
    exclude = ["network"]


@admin.register(Note)
class NoteAdmin(LookAdmin):
    list_display = ["noted_at", "member", "guest", "text", "moderator"]
    list_select_related = ["member", "guest", "moderator"]
    search_fields = ["member__username", "=guest__email", "text"]
