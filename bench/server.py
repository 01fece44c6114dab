"""The production server with one worker, and a browser's one kept connection to it."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

COMMAND = [sys.executable, "-m", "gunicorn", "newsportal.wsgi", "--worker-class", "gthread"]
COMMAND += ["--threads", "8", "--keep-alive", "60", "--no-control-socket", "--log-level", "error"]


class Server:
    """Serves on a free port for as long as the block lasts.

    `cookie` goes with each request; `database` is another one of the same database server.
    """

    def __init__(self, *, cookie="", database=""):
        self.fields = f"Cookie: {cookie}\r\n" if cookie else ""
        self.database = database

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.host = f"127.0.0.1:{self.port}"
        surroundings = os.environ | {"PORT": str(self.port), "DATABASE_URL": self._url()}
        self.process = subprocess.Popen([*COMMAND, "--bind", self.host], env=surroundings)
        self._wait()
        return self

    def __exit__(self, *failure):
        self.process.terminate()
        self.process.wait(20)

    def _url(self):
        url = os.environ["DATABASE_URL"]
        return f"{url.rpartition('/')[0]}/{self.database}" if self.database else url

    def _wait(self):
        for _ in range(100):
            try:
                self.connection = socket.create_connection(("127.0.0.1", self.port), 10)
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the server did not start")

    def get(self, path, number=1):
        """Ask for a page that many times; the size of its body."""
        for _ in range(number):
            size, _head = self._ask(path, b"200")
        return size

    def location(self, path):
        """Where a redirect leads."""
        _size, head = self._ask(path, b"302")
        return head[b"location"].decode().partition("#")[0]

    def _ask(self, path, status):
        asked = f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\n{self.fields}\r\n"
        self.connection.sendall(asked.encode())
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._receive()
        head, body = received.split(b"\r\n\r\n", 1)
        first, *fields = head.split(b"\r\n")
        if first.split()[1] != status:
            raise RuntimeError(f"{path}: {head.decode(errors='replace')}")
        fields = dict(field.split(b": ", 1) for field in fields)
        fields = {name.lower(): value for name, value in fields.items()}
        self._read_on(int(fields[b"content-length"]) - len(body))
        return int(fields[b"content-length"]), fields

    def _read_on(self, left):
        while left:
            left -= len(self._receive())

    def _receive(self):
        part = self.connection.recv(1 << 20)
        if not part:
            raise RuntimeError("the server hung up")
        return part

    def timed(self, path):
        """The seconds of one request."""
        started = time.perf_counter()
        self.get(path)
        return time.perf_counter() - started

    def memory(self):
        """The most that its worker has held, in bytes."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        [worker] = children.read_text().split()
        status = Path(f"/proc/{worker}/status").read_text()
        [line] = [line for line in status.splitlines() if line.startswith("VmHWM")]
        return int(line.split()[1]) * 1024
