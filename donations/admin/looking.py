"""What staff look at and nobody writes by hand: providers tell it, verbs change it."""

from django.contrib import admin

from donations.money import money


class LookAdmin(admin.ModelAdmin):
    """A list to search and to filter; counting all of it would cost more than it tells."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def amount_of(row, cents):
    """An amount of this row, to the cent, in its currency."""
    return money(cents, row.currency, exact=True)
