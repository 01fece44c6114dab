"""Deletes an account with all that was written from it: for staff, and for who asks by letter."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from donations.erasing import CannotErase
from newsportal import account_data


class Command(BaseCommand):
    help = "Delete an account, its comments and its votes for good."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account with the name {username}.")
        try:
            account_data.erase(user)
        except CannotErase as error:
            raise CommandError("A monthly gift could not be ended at the provider.") from error
        self.stdout.write(f"The account {username} and all that was written from it are deleted.")
