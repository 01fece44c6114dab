"""A real SMTP server on a free port, and the outbox in front of it."""

import asyncio
import logging
import socket
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

OUTBOX = "newsportal.mail_backend.OutboxBackend"
BY_SMTP = "django.core.mail.backends.smtp.EmailBackend"
IN_MEMORY = "django.core.mail.backends.locmem.EmailBackend"
logging.getLogger("mail.log").setLevel(logging.WARNING)


class Silent(SMTP):
    """Takes the connection and never says a word."""

    async def _handle_client(self):
        await asyncio.Event().wait()


class Server(Controller):
    """`messages` are as they came, each with `envelope_to`; a test says how it behaves."""

    def __init__(self):
        super().__init__(self, hostname="127.0.0.1", port=free_port())
        self.messages, self.answer, self.is_silent = [], "250 OK", False
        self.after_message, self.connections = lambda number: None, 0

    def factory(self):
        self.connections += 1
        kind = Silent if self.is_silent else SMTP
        return kind(self.handler, **self.SMTP_kwargs)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content.replace(b"\r\n", b"\n"), policy=default)
        message.envelope_to = envelope.rcpt_tos
        self.messages.append(message)
        self.after_message(len(self.messages))
        return "250 OK"

    def refuse(self, code=550, words="5.1.1 No such mailbox"):
        """Refuse every recipient from now on, until `open()`."""
        self.answer = f"{code} {words}"

    def hang(self):
        """Take connections and say nothing."""
        self.is_silent = True

    def open(self):
        """Take everything, again."""
        self.is_silent, self.answer = False, "250 OK"
        if not self._thread:
            self.loop = asyncio.new_event_loop()
            self.start()

    def close(self):
        if self._thread:
            self.stop()


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def stored_mail(settings):
    """Mails are stored as the site does it; delivered ones stand in `mail.outbox`."""
    settings.EMAIL_BACKEND, settings.MAIL_TRANSPORT = OUTBOX, IN_MEMORY


@pytest.fixture
def smtp_server(settings):
    """Mails are stored, and delivered to this server."""
    settings.EMAIL_BACKEND, settings.MAIL_TRANSPORT = OUTBOX, BY_SMTP
    server = Server()
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = None
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 1
    server.open()
    yield server
    server.close()
