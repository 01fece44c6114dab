"""What the admin shows and nobody writes by hand."""

from django.contrib import admin


class ReadOnly:
    """Looked at, never written by hand: verbs of the models write it, or the queue's pages."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class LookAdmin(ReadOnly, admin.ModelAdmin):
    """A list to search and to filter; counting all of it would cost more than it tells."""

    show_full_result_count = False
    list_per_page = 50
