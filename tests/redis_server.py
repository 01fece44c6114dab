"""A Redis on a free port of this machine, in a thread of the tests: fakeredis, and what it lacks."""

import threading
from contextlib import contextmanager

from fakeredis import TcpFakeServer
from fakeredis._clients._tcp_server import TCPFakeRequestHandler
from fakeredis._commands import command
from fakeredis._socket import FakeSocket


@command(name="INFO", fixed=(), repeat=(bytes,))
def info(self, *sections):
    return b"redis_version:8.0.0\r\n"


FakeSocket.info = info


class Handler(TCPFakeRequestHandler):
    """Names its clients as Redis does; fakeredis shows the Python of it, which redis-py can't read."""

    def setup(self):
        super().setup()
        self.current_client.get_socket()._client_info.update(addr="127.0.0.1:0", laddr="::1:0")


@contextmanager
def running():
    """Its address, as long as it runs."""
    server = TcpFakeServer(("127.0.0.1", 0))
    server.RequestHandlerClass = Handler
    server.daemon_threads, server.block_on_close = True, False
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"redis://127.0.0.1:{server.server_address[1]}/0"
    server.shutdown()
    server.server_close()
