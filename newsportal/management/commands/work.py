"""manage.py work: what waits in the background, and every minute what is due."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsportal import background


class Command(BaseCommand):
    help = "Does background tasks and, every minute, the jobs of tick. Run one or more of it."

    def add_arguments(self, parser):
        parser.add_argument("--no-tick", action="store_true", help="leave the jobs of tick to cron")
        parser.add_argument(
            "--beside", type=int, metavar="PID", help="only while this process runs"
        )

    def handle(self, *, no_tick=False, beside=None, **options):
        if "immediate" in settings.TASKS["default"]["BACKEND"]:
            raise CommandError("Tasks run at once here (TASKS=immediate): nothing ever waits.")
        if beside:
            background.stay_until_parent_goes(beside)
        background.work(ticks=not no_tick)
