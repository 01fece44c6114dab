"""Background work: what waits is done, and nothing stays behind when a process dies."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from articles.tasks import ask_for_files
from newsportal.background import forget_tasks, recover_tasks
from newsportal.environment import task_backend
from newsportal.tasks import deliver_mails

PARENT = """
import os, subprocess, sys, time
command = [sys.executable, "manage.py", "work", "--no-tick", "--beside", str(os.getpid())]
print(subprocess.Popen(command).pid, flush=True)
time.sleep(60)
"""


def make_task(status, *, hours_ago):
    then = timezone.now() - timedelta(hours=hours_ago)
    return DBTaskResult.objects.create(
        status=status,
        started_at=then,
        finished_at=then,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="nowhere",
        backend_name="default",
        run_after=get_date_max(),
        exception_class_path="",
        traceback="",
    )


@pytest.mark.parametrize(("hours_ago", "status"), [(2, "READY"), (0.5, "RUNNING")])
def test_a_task_whose_worker_died_waits_again(db, hours_ago, status):
    task = make_task("RUNNING", hours_ago=hours_ago)
    recover_tasks()
    task.refresh_from_db()
    assert task.status == status


def test_results_are_forgotten_after_a_week_and_waiting_tasks_never(db):
    make_task("SUCCESSFUL", hours_ago=8 * 24)
    kept = {make_task("SUCCESSFUL", hours_ago=24).pk, make_task("READY", hours_ago=30 * 24).pk}
    assert forget_tasks() == 1
    assert {task.pk for task in DBTaskResult.objects.all()} == kept


def test_mail_goes_before_pictures_that_were_asked_for_earlier(db, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    ask_for_files(7)
    deliver_mails.enqueue()
    names = [task.task_path.rpartition(".")[2] for task in DBTaskResult.objects.ready()]
    assert names == ["deliver_mails", "make_files"]


def test_tasks_wait_in_the_database_unless_debugging():
    assert "Database" in task_backend(debug=False)
    assert "immediate" in task_backend(debug=True)


def test_nobody_waits_for_work_that_is_done_at_once():
    with pytest.raises(CommandError, match="TASKS"):
        call_command("work")


def test_the_worker_ends_when_the_server_is_killed():
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE) as server:
        worker = int(server.stdout.readline())
        assert is_running(worker)
        server.kill()
    end = time.monotonic() + 30
    while is_running(worker):
        assert time.monotonic() < end, os.kill(worker, signal.SIGKILL)
        time.sleep(0.1)


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")  # a zombie only waits for its new parent
    return not status.exists() or status.read_text().rpartition(") ")[2][0] != "Z"
