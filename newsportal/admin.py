"""Accounts in the admin: for superusers, since no group has a right to them."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from newsportal.models import User

admin.site.register(User, UserAdmin)
