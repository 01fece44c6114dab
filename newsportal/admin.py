"""Accounts in the admin: for superusers, since no group has a right to them."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django_tasks_db.admin import DBTaskResult

from newsportal.admin_mail import outgoing
from newsportal.models import User

__all__ = ["outgoing"]

admin.site.register(User, UserAdmin)

# What the queue did stands in the log; what waits for it, on the rows themselves.
admin.site.unregister(DBTaskResult)
