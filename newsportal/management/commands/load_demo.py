from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsportal.demo import loading, people


class Command(BaseCommand):
    help = "Fill an empty database with an invented newsroom, to look around on localhost."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty", action="store_true", help="Say nothing when there is something already."
        )

    def handle(self, *, if_empty, **options):
        if not settings.IS_DEMO_ALLOWED:
            raise CommandError("The demo's passwords are public: load it on localhost only.")
        if loading.is_empty():
            loading.load()
            self._invite()
        elif not if_empty:
            self.stdout.write("The database is not empty. Nothing was changed.")

    def _invite(self):
        self.stdout.write(f"The demo newsroom is ready at {settings.SITE_URL}/")
        names = ", ".join(people.logins())
        self.stdout.write(f"Sign in as {names} with the password {people.PASSWORD}.")
