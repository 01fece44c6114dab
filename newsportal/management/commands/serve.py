"""Brings the site up to date and serves it with the production server."""

import hashlib
import io
import os
import socket
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from newsportal.demo import loading, people
from newsportal.environment import LOCAL_NAMES, LOCAL_SECRET_KEY

# Threads share one page cache and one pool of connections; a worker is one processor's worth.
THREADS = 8


class Command(BaseCommand):
    help = "Migrate, collect static files when they changed, then serve with gunicorn."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--workers", type=int, default=1, help="more than one needs REDIS_URL")
        parser.add_argument("--demo", action="store_true", help="fill an empty site with the demo")
        parser.add_argument("--no-work", action="store_true", help="manage.py work runs elsewhere")

    def handle(self, *, host, port, workers, demo=False, no_work=False, **options):
        refuse_open_door(host)
        refuse_separate_memories(workers)
        refuse_taken_port(host, port)
        call_command("migrate", verbosity=0)
        self.check(databases=["default"])
        self._collect_static()
        if demo:
            if loading.is_empty():
                self._say("Drawing the demo newsroom, half a minute ...")
            call_command("load_demo", if_empty=True, stdout=io.StringIO())
            self._name_demo_logins()
        self.stdout.write(f"\n  {settings.SITE_NAME} is at {settings.SITE_URL}/\n")
        self.stdout.write("  Stop it with Ctrl+C.\n\n")
        self.stdout.flush()
        if not no_work:
            start_background_work()
        os.execv(
            sys.executable, [sys.executable, "-m", "gunicorn", *arguments(host, port, workers)]
        )

    def _collect_static(self):
        """Run collectstatic when any source file changed since the last time."""
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        wanted = static_fingerprint()
        if not stamp.exists() or stamp.read_text() != wanted:
            self._say("Preparing styles and scripts ...")
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            stamp.write_text(wanted)

    def _say(self, line):
        """What takes its time is announced, so that nobody thinks it hangs."""
        self.stdout.write(line)
        self.stdout.flush()

    def _name_demo_logins(self):
        if accounts := people.with_demo_password():
            names = ", ".join(user.username for user in accounts)
            self.stdout.write(
                f"\n  Demo logins: {names}. The password of each is {people.PASSWORD}."
            )


def start_background_work():
    """Start what does the background tasks; it ends with the server, which keeps this process's id."""
    beside = ["work", "--beside", str(os.getpid())]
    subprocess.Popen([sys.executable, *sys.argv[:1], *beside], start_new_session=True)


def refuse_open_door(host):
    """A key and passwords that everybody knows are for this machine alone."""
    is_known = settings.IS_DEMO_ALLOWED or settings.SECRET_KEY == LOCAL_SECRET_KEY
    if is_known and host not in LOCAL_NAMES:
        raise CommandError(
            f"Others could reach {host}, and this site has the key and the passwords of the demo: "
            "set SITE_URL, SECRET_KEY and DEBUG=0 first."
        )


def refuse_separate_memories(workers):
    """Each worker would count the limits and outdate the shared pages for itself alone."""
    if workers > 1 and "LocMemCache" in settings.CACHES["default"]["BACKEND"]:
        raise CommandError("More than one worker needs a cache they share: set REDIS_URL first.")


def refuse_taken_port(host, port):
    """Say at once, in words, that something else listens there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} can't be used ({error.strerror}). Choose another: make run PORT={port + 1}"
            ) from error


def static_fingerprint():
    """A hash over name, size and time of every static file."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = os.stat(storage.path(name))
            digest.update(f"{name}:{status.st_size}:{status.st_mtime_ns};".encode())
    return digest.hexdigest()


def arguments(host, port, workers):
    """What gunicorn is told."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    shared_memory = ["--worker-tmp-dir", "/dev/shm"] if os.path.isdir("/dev/shm") else []  # noqa: S108
    return [
        "newsportal.wsgi",
        "--bind",
        address,
        "--workers",
        str(workers),
        "--worker-class",
        "gthread",
        "--threads",
        str(THREADS),
        "--max-requests",
        "50000",
        "--max-requests-jitter",
        "5000",
        "--no-control-socket",
        # Proxies are Django's business (TRUSTED_PROXIES). Left alone, gunicorn takes SCRIPT_NAME
        # and the scheme from any request that comes through a local proxy.
        "--forwarded-allow-ips",
        "",
        "--forwarder-headers",
        "",
        *shared_memory,
    ]
