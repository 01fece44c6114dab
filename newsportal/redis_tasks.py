"""Background tasks on Redis, for many servers: they wait there, and the jobs of tick stay the net.

A task only wakes what finds its work in the database: what Redis loses is done by the next tick.
"""

import logging

from django.db import close_old_connections, transaction
from django.utils import timezone
from django_rq import get_worker
from django_rq.queues import DjangoRQ
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id
from django_tasks_rq import Job, RQBackend
from redis.exceptions import RedisError
from rq.exceptions import StopRequested
from rq.job import Retry
from rq.worker import SimpleWorker

# As long as results wait in the database (background.py).
KEPT_SECONDS = 7 * 24 * 3600

logger = logging.getLogger(__name__)


class RedisBackend(RQBackend):
    """Enqueues what is committed, never what is rolled back; Redis away delays, it refuses nobody."""

    def enqueue(self, task, args, kwargs):
        self.validate_task(task)
        transaction.on_commit(lambda: self._enqueue(task, args, kwargs))
        never = dict.fromkeys(("started_at", "finished_at", "last_attempted_at"))
        return TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            args=list(args),
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
            **never,
        )

    def check(self, **kwargs):
        """The pages of django_rq, which its own check asks for, are none of ours."""
        return []

    def _enqueue(self, task, args, kwargs):
        try:
            super().enqueue(task, args, kwargs)
        except RedisError as error:
            logger.warning("%s waits for the next tick: %s", task.name, type(error).__name__)


class Queue(DjangoRQ):
    """A job whose worker died is done by another one; what failed is forgotten after some days."""

    def create_job(self, *args, **kwargs):
        kept = {"retry": Retry(max=1), "failure_ttl": KEPT_SECONDS}
        return super().create_job(*args, **kept | kwargs)


class Worker(SimpleWorker):
    """Does one task after the other in this process, and what it has begun before it stops."""

    is_stopped = False

    def request_stop(self, signum, frame):
        self.is_stopped = True
        super().request_stop(signum, frame)

    def execute_job(self, job, queue):
        close_old_connections()
        super().execute_job(job, queue)
        close_old_connections()


def work(name):
    """Do tasks until told to stop (true), or until Redis went away for long (false)."""
    facts = {"job_class": Job, "worker_class": Worker, "name": name}
    worker = get_worker(**facts, serializer="rq.serializers.JSONSerializer")
    try:
        worker.work(logging_level="WARNING")
    except StopRequested:
        return True
    return worker.is_stopped
