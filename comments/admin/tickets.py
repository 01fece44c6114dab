"""Errors that readers reported in articles, for the editors to answer."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.presentation import moment
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
        "correction",
        "editor",
        "settled_at",
    ]
    readonly_fields = [name for name in fields if name not in ("state", "answer", "correction")]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_form(self, request, obj=None, **kwargs):
        """The notes of its own article, newest first."""
        form = super().get_form(request, obj, **kwargs)
        if obj and "correction" in form.base_fields:
            notes = form.base_fields["correction"]
            notes.queryset = obj.article.corrections.all()
            notes.label_from_instance = _note_in_words
        return form

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A note is chosen here, not made or changed in a window of its own."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "correction":
            field.help_text = _("“Article corrected” beside the comment leads there.")
            for name in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{name}_related", False)
        return field

    def save_model(self, request, obj, form, change):
        tickets.settle(obj, by=request.user)

    @admin.display(description=_("article"))
    def article_link(self, ticket):
        return _link(ticket.article)

    @admin.display(description=_("comment"))
    def comment_link(self, ticket):
        return _link(ticket.comment) if ticket.comment else "–"


def _note_in_words(correction):
    return f"{correction.get_kind_display()}, {moment(correction.made_at)}: {correction.text[:80]}"


def _link(page):
    return format_html('<a href="{}">{}</a>', page.get_absolute_url(), page)
