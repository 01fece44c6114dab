"""manage.py tick: what has to be done now and then. Repeating it does no harm."""

import logging
import sys

from django.contrib.sessions.backends.db import SessionStore
from django.core.management.base import BaseCommand

from articles.pruning import prune_revisions
from articles.tasks import forget_replaced_files, make_missing_files
from articles.working import forget_presences, forget_working_copies
from comments.announcing import announce_due
from comments.desk_digest import mail_desk
from comments.ledger import keep_months
from comments.mailing import mail_due
from comments.retention import (
    forget_addresses,
    forget_notices,
    forget_subscriptions,
    forget_traces,
)
from donations.erasing import forget_unpaid
from donations.events import forget_events, process_events
from donations.origins import forget_attempts
from donations.reconciling import reconcile_nightly
from newsportal.background import forget_tasks, recover_tasks
from newsportal.outbox import deliver, forget_mails
from newsportal.supporters import take_off_badges

logger = logging.getLogger(__name__)

JOBS = [
    announce_due,
    mail_due,
    mail_desk,
    deliver,
    forget_mails,
    forget_addresses,
    forget_traces,
    forget_subscriptions,
    forget_notices,
    keep_months,
    process_events,
    forget_events,
    forget_attempts,
    prune_revisions,
    recover_tasks,
    forget_tasks,
    make_missing_files,
    forget_replaced_files,
    forget_working_copies,
    forget_presences,
    reconcile_nightly,
    forget_unpaid,
    take_off_badges,
    SessionStore.clear_expired,
]


class Command(BaseCommand):
    help = "Does what has to be done now and then: run it every minute (docs/running.md)."

    def handle(self, **options):
        failed = [job for job in JOBS if not self._done(job)]
        if failed:
            sys.exit(1)

    def _done(self, job):
        """Do one job; the others don't suffer when it fails."""
        try:
            number = job()
        except Exception:
            logger.exception("%s failed", job.__name__)
            return False
        if number:
            self.stdout.write(f"{job.__name__}: {number}")
        return True
