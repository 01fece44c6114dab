"""Work that waits in the background: tasks from the queue, and the jobs of every minute."""

import logging
import os
import signal
import socket
import threading
import time
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

POLL_SECONDS = 1
TICK_SECONDS = 60
RESTART_SECONDS = 5
# No task of ours takes so long: who ran it is dead.
LOST_AFTER = timedelta(hours=1)
KEPT_FOR = timedelta(days=7)

logger = logging.getLogger(__name__)


def stay_until_parent_goes(parent):
    """Start a process that works, and another when it dies, for as long as `parent` lives.

    Returns in the working process only; the watching one ends in here.
    """
    while os.getppid() == parent:
        watcher, child = os.getpid(), os.fork()
        if child == 0:
            _end_with(watcher)
            return
        _wait_for(child, parent)
        time.sleep(RESTART_SECONDS)
    os._exit(0)


def work(*, ticks=True):
    """Do tasks as they come, and the jobs of `manage.py tick` each minute, until told to stop."""
    if ticks:
        threading.Thread(target=_tick_for_ever, daemon=True).start()
    name = f"{socket.gethostname()[:40]}-{os.getpid()}"
    is_on_redis = "redis" in settings.TASKS[DEFAULT_TASK_BACKEND_ALIAS]["BACKEND"]
    do_tasks = _work_from_redis if is_on_redis else _work_from_database
    do_tasks(name)


def recover_tasks():
    """Tasks whose worker died wait again. Every task of ours may run twice."""
    lost = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - LOST_AFTER)
    return lost.update(status=TaskResultStatus.READY, started_at=None)


def forget_tasks():
    """Results nobody asks for any more."""
    old = timezone.now() - KEPT_FOR
    number, _tables = DBTaskResult.objects.finished().filter(finished_at__lt=old).delete()
    return number


def _work_from_database(name):
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=POLL_SECONDS,
        batch=False,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
    )
    worker.configure_signals()
    while worker.running:
        try:
            worker.run()
        except Exception:  # the database is away: wait for it
            logger.exception("the background worker stumbled")
            time.sleep(RESTART_SECONDS)


def _work_from_redis(name):
    from newsportal import redis_tasks  # its packages are installed where it is used

    is_stopped = False
    while not is_stopped:
        try:
            is_stopped = redis_tasks.work(name)
        except redis_tasks.RedisError as error:
            logger.warning("Redis is away: %s", type(error).__name__)
        if not is_stopped:
            time.sleep(RESTART_SECONDS)


def _tick_for_ever():
    while True:
        started = time.monotonic()
        try:
            call_command("tick", verbosity=0)
        except SystemExit:
            pass  # a job failed, and said so in the log
        except Exception:
            logger.exception("tick failed")
        close_old_connections()
        time.sleep(max(0, TICK_SECONDS - (time.monotonic() - started)))


def _end_with(parent):
    """Stop this process when its parent is gone, however that went."""

    def watch():
        while os.getppid() == parent:
            time.sleep(POLL_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def _wait_for(child, parent):
    """Wait until the child ends, or end it with us when the parent is gone."""
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        if os.getppid() != parent:
            os._exit(0)
        time.sleep(POLL_SECONDS)
