"""Asks a newsroom's own classifier about each comment: a signed POST with a time limit.

MODERATION_WEBHOOK_URL gets JSON, with the headers Newsportal-Timestamp (seconds) and
Newsportal-Signature: "sha256=" and the hexadecimal HMAC-SHA256, under MODERATION_WEBHOOK_SECRET, of the
timestamp, a full stop and the body. It answers {"status": "publish", "hold" or "reject",
"reason": a Reason, "evidence": a few words for moderators}. What can't be asked waits for a moderator.
"""

import hashlib
import hmac
import json
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from socket import SHUT_RDWR
from threading import Thread
from urllib.parse import urlsplit

from django.conf import settings

from articles.presentation import absolute
from comments.outside import Failed, Outside
from comments.pipeline.verdicts import HOLD, REJECT, Verdict
from comments.reasons import Reason

ANSWER_BYTES_MAX = 64 * 1024
EVIDENCE_LENGTH = 300
STATUSES = {"publish": None, "hold": HOLD, "reject": REJECT}
classifier = Outside("external")


def external_phase(submission):
    """Asked about what waits too: it may spare moderators the looking. Not about what programs send."""
    is_by_program = any(verdict.rule == "trap" for verdict in submission.verdicts)
    if not settings.MODERATION_WEBHOOK_URL or is_by_program:
        return None
    try:
        return classifier.ask(_verdict, _facts(submission))
    except Failed as failure:
        return Verdict(HOLD, evidence={"failed": str(failure)})


def signature(timestamp, body):
    message = f"{timestamp}.".encode() + body
    secret = settings.MODERATION_WEBHOOK_SECRET.encode()
    return "sha256=" + hmac.new(secret, message, hashlib.sha256).hexdigest()


def _facts(submission):
    """Nothing by which a person could be found elsewhere: neither e-mail nor address."""
    article, user = submission.article, submission.reader.user
    return {
        "text": submission.text,
        "language": article.language,
        "article": absolute(article.get_absolute_url()),
        "is_edit": submission.is_edit,
        "is_reply": submission.parent is not None,
        "author": {"name": submission.name, "is_member": user is not None},
    }


def _verdict(facts):
    """None when it may be published."""
    said = _read(_post(json.dumps(facts).encode()))
    status, reason, evidence = (said.get(name) or "" for name in ("status", "reason", "evidence"))
    if not isinstance(status, str) or status not in STATUSES:
        raise Failed("unknown status")
    if STATUSES[status] is None:
        return None
    code = reason if reason in Reason.values else Reason.OTHER if status == "reject" else ""
    return Verdict(STATUSES[status], code, {"said": str(evidence)[:EVIDENCE_LENGTH]})


def _read(answer):
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError):
        raise Failed("no JSON") from None
    if not isinstance(said, dict):
        raise Failed("no JSON object")
    return said


def _post(body):
    """The body of the answer; Failed when there is none in time, however slowly it comes."""
    exchange = _Exchange(body)
    exchange.start()
    exchange.join(settings.MODERATION_WEBHOOK_SECONDS)
    if exchange.is_alive():
        exchange.stop()
        raise Failed("too slow")
    if exchange.problem:
        raise Failed(exchange.problem)
    return exchange.answer


class _Exchange(Thread):
    """One question and its answer: a thread, as neither names nor drops of bytes know a time limit."""

    def __init__(self, body):
        super().__init__(daemon=True)
        address = urlsplit(settings.MODERATION_WEBHOOK_URL)
        kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
        seconds = settings.MODERATION_WEBHOOK_SECONDS
        self.connection = kind(address.hostname, address.port, timeout=seconds)
        self.path = f"{address.path or '/'}{'?' if address.query else ''}{address.query}"
        self.body, self.answer, self.problem = body, b"", ""

    def run(self):
        try:
            self.answer = self._ask()
        except (OSError, HTTPException, Failed) as error:
            self.problem = str(error) if isinstance(error, Failed) else type(error).__name__
        finally:
            self.connection.close()

    def stop(self):
        """Wake the thread if it still waits for bytes."""
        if sock := self.connection.sock:
            try:
                sock.shutdown(SHUT_RDWR)
            except OSError:
                return

    def _ask(self):
        timestamp = int(time.time())
        headers = {
            "Content-Type": "application/json",
            "Newsportal-Timestamp": str(timestamp),
            "Newsportal-Signature": signature(timestamp, self.body),
        }
        self.connection.request("POST", self.path, self.body, headers)
        response = self.connection.getresponse()
        if response.status != 200:
            raise Failed(f"status {response.status}")
        answer = response.read(ANSWER_BYTES_MAX + 1)
        if len(answer) > ANSWER_BYTES_MAX:
            raise Failed("too long")
        return answer
