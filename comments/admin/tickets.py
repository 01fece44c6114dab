"""Errors that readers reported in articles, for the editors to answer."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from comments import tickets
from comments.models import Ticket


@admin.register(Ticket)
class TicketAdmin(admin.ModelAdmin):
    """What the reader said stays as it is; the editors answer it."""

    list_display = ["opened_at", "article", "text", "state", "editor"]
    list_filter = ["state", "opened_at"]
    list_select_related = ["article", "editor"]
    search_fields = ["article__headline", "quote", "text", "answer"]
    show_full_result_count = False
    fields = [
        "article_link",
        "comment_link",
        "quote",
        "text",
        "opened_at",
        "state",
        "answer",
        "editor",
        "settled_at",
    ]
    readonly_fields = [name for name in fields if name not in ("state", "answer")]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        tickets.settle(obj, by=request.user)

    @admin.display(description=_("article"))
    def article_link(self, ticket):
        return _link(ticket.article)

    @admin.display(description=_("comment"))
    def comment_link(self, ticket):
        return _link(ticket.comment) if ticket.comment else "–"


def _link(page):
    return format_html('<a href="{}">{}</a>', page.get_absolute_url(), page)
