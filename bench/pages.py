"""Reading: the article page against a bare view under the same server and middleware."""

import os
import socket
import subprocess
import sys
import time

from bench import discussions
from bench.rounds import at_least, at_most, in_turn, ratio

ROUNDS = 9
REQUESTS = 150
MISSES = 25
MISS_COMMENTS = 120


def measure():
    """Throughput of copies (cache hits) and the time of rendering (cache misses)."""
    articles = {n: discussions.make(n) for n in (16, MISS_COMMENTS, 1000)}
    with Server() as server:
        paths = {n: article.get_absolute_url() for n, article in articles.items()}
        hits = in_turn(
            {
                "hello": lambda: server.get("/bench/hello/", REQUESTS),
                "16": lambda: server.get(paths[16], REQUESTS),
                "1000": lambda: server.get(paths[1000], REQUESTS),
            },
            rounds=ROUNDS,
        )
        misses = {n: server.misses(path, after="/bench/change/") for n, path in paths.items()}
        cold = server.misses(paths[MISS_COMMENTS], after="/bench/forget/")
        hello = server.seconds("/bench/hello/", MISSES * 4)
    return {
        "article with 16 comments, cached: throughput / bare view": at_least(
            1 / ratio(hits, "16", "hello"), 0.5
        ),
        "article with 1,000 comments, cached: throughput / bare view": at_least(
            1 / ratio(hits, "1000", "hello"), 0.5
        ),
        "article with 120 comments, rendered after a change: time / bare view": at_most(
            misses[MISS_COMMENTS] / hello, 12
        ),
        "article with 120 comments, rendered with empty caches: time / bare view": at_most(
            cold / hello, 12
        ),
        "article rendered, 1,000 comments / 120 comments": at_most(
            misses[1000] / misses[MISS_COMMENTS], 1.5
        ),
    }


class Server:
    """The production server with one worker, on a free port, for as long as the block lasts."""

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "newsportal.wsgi", "--worker-class", "gthread"]
        command += ["--bind", f"127.0.0.1:{self.port}", "--threads", "8", "--no-control-socket"]
        self.process = subprocess.Popen(
            [*command, "--log-level", "error"], env=os.environ | {"PORT": str(self.port)}
        )
        self._wait()
        return self

    def __exit__(self, *failure):
        self.process.terminate()
        self.process.wait(20)

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
        """Ask for a page that many times over one kept connection; the size of its body."""
        host = f"127.0.0.1:{self.port}"
        asked = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
        for _ in range(number):
            self.connection.sendall(asked)
            size = self._read()
        return size

    def _read(self):
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._receive()
        head, body = received.split(b"\r\n\r\n", 1)
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode(errors="replace"))
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        size, left = int(fields[b"content-length"]), int(fields[b"content-length"]) - len(body)
        while left:
            left -= len(self._receive())
        return size

    def _receive(self):
        part = self.connection.recv(1 << 20)
        if not part:
            raise RuntimeError("the server hung up")
        return part

    def seconds(self, path, number):
        """The median time of one request."""
        taken = [self._timed(path) for _ in range(number)]
        return sorted(taken)[len(taken) // 2]

    def misses(self, path, *, after):
        """The median time of one request when something has just happened to the cache."""
        taken = []
        for _ in range(MISSES):
            self.get(after)
            taken.append(self._timed(path))
        return sorted(taken)[len(taken) // 2]

    def _timed(self, path):
        started = time.perf_counter()
        self.get(path)
        return time.perf_counter() - started
