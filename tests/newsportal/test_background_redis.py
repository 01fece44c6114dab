"""Background tasks on Redis: only what is committed is done, and a worker's death loses nothing."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from django.db import transaction
from django_tasks import task
from redis import Redis

from newsportal import background, environment, redis_tasks
from tests import redis_server

done = []


@task()
def note(word):
    done.append(word)


@task()
def write_slowly(path):
    with open(path, "x") as file:
        file.write("begun")
        file.flush()
        time.sleep(0.5)
        file.write(", done")


@pytest.fixture(scope="module")
def server():
    with redis_server.running() as address:
        yield address


@pytest.fixture
def on_redis(server, settings, monkeypatch):
    monkeypatch.setenv("REDIS_URL", server)
    settings.RQ_QUEUES = environment.task_queues()
    settings.TASKS = {"default": {"BACKEND": "newsportal.redis_tasks.RedisBackend"}}
    done.clear()
    yield
    Redis.from_url(server).flushall()


def a_worker():
    facts = {"job_class": redis_tasks.Job, "worker_class": redis_tasks.Worker}
    return redis_tasks.get_worker(**facts, serializer="rq.serializers.JSONSerializer")


def do_all():
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    a_worker().work(burst=True, logging_level="WARNING")
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.mark.django_db(transaction=True)
def test_a_task_is_done_once_its_transaction_is_committed(on_redis):
    with transaction.atomic():
        note.enqueue("committed")
        do_all()
        assert done == []
    do_all()
    assert done == ["committed"]


@pytest.mark.django_db(transaction=True)
def test_a_task_of_a_transaction_that_is_rolled_back_is_never_done(on_redis):
    with suppress(ZeroDivisionError), transaction.atomic():
        note.enqueue("rolled back")
        1 / 0  # noqa: B018
    do_all()
    assert done == []


@pytest.mark.django_db(transaction=True)
def test_a_task_that_fails_stops_nobody(on_redis):
    note.enqueue("one", "too many")
    note.enqueue("next")
    do_all()
    assert done == ["next"]


@pytest.mark.django_db(transaction=True)
def test_a_task_whose_worker_died_is_done_by_another(on_redis, caplog):
    note.enqueue("taken up")
    dead = a_worker()
    job, _queue = dead.dequeue_job_and_maintain_ttl(1)
    execution = dead.prepare_execution(job)
    dead.prepare_job_execution(job, remove_from_intermediate_queue=True)
    assert execution
    registry = dead.queues[0].started_job_registry
    registry.cleanup(time.time() + environment.TASK_SECONDS + 100)
    do_all()
    assert done == ["taken up"]


@pytest.mark.django_db(transaction=True)
def test_while_redis_is_away_nobody_is_refused(on_redis, settings, caplog):
    settings.RQ_QUEUES = {"default": {"URL": "redis://127.0.0.1:1/0"}}
    note.enqueue("lost")
    assert "waits for the next tick" in caplog.text


def test_what_waits_on_redis_is_text_that_can_run_nothing(on_redis, db):
    queue = a_worker().queues[0]
    assert queue.serializer.dumps({"args": [1]}) == b'{"args": [1]}'


@pytest.mark.once
def test_a_worker_that_is_told_to_stop_ends_what_it_began(on_redis, server, tmp_path, db):
    path = tmp_path / "written"
    redis_tasks.RedisBackend("default", {})._enqueue(write_slowly, [str(path)], {})
    variables = os.environ | {"TASKS": "redis", "REDIS_URL": server}
    command = [sys.executable, "manage.py", "work", "--no-tick"]
    with subprocess.Popen(command, env=variables) as worker:
        try:
            end = time.monotonic() + 60
            while not path.exists() and time.monotonic() < end:
                time.sleep(0.05)
            worker.terminate()
            assert worker.wait(timeout=30) == 0
        finally:
            worker.kill()
    assert path.read_text() == "begun, done"


def test_the_worker_waits_for_a_redis_that_is_away(settings, monkeypatch, caplog):
    settings.TASKS = {"default": {"BACKEND": "newsportal.redis_tasks.RedisBackend"}}
    answers = iter([redis_tasks.RedisError("away"), False, True])

    def work(name):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(redis_tasks, "work", work)
    monkeypatch.setattr(background, "RESTART_SECONDS", 0)
    background.work(ticks=False)
    assert list(answers) == []
    assert "away" in caplog.text
