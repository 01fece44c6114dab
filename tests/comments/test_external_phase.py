"""A newsroom's own classifier: what it is told, what it may say, and what happens when it fails."""

import hashlib
import hmac
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest
from django.urls import reverse

from comments.models import Comment
from tests.factories import make_article, make_member, make_user

pytestmark = pytest.mark.django_db
SECRET = "a shared secret"
GUEST = {"name": "Mara L.", "email": "mara@example.com", "text": "The bridge is open."}


class Classifier(ThreadingHTTPServer):
    """Answers every POST as told, and keeps what it got."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status, self.answer, self.headers = 200, {"status": "publish"}, {}
        self.asked, self.drips, self.is_over = [], False, Event()

    @property
    def body(self):
        return self.answer if isinstance(self.answer, bytes) else json.dumps(self.answer).encode()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.headers, body))
        if self.server.drips:
            self._drip()
            return
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.server.body)

    def _drip(self):
        """A byte now and then: each comes well within any time limit for one byte."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.server.is_over.wait(0.05):
            try:
                self.wfile.write(b"a")
            except OSError:
                return

    def log_message(self, *args):
        pass


@pytest.fixture
def classifier(settings):
    with Classifier() as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        settings.MODERATION_WEBHOOK_URL = f"http://127.0.0.1:{server.server_port}/look?at=comments"
        settings.MODERATION_WEBHOOK_SECRET = SECRET
        settings.MODERATION_WEBHOOK_SECONDS = 2
        yield server
        server.is_over.set()
        server.shutdown()


def send(client, **more):
    client.post(reverse("comments:post", args=[make_article().pk]), GUEST | more)
    return Comment.objects.order_by("pk").last()


def evidence_of(comment):
    [finding] = comment.findings.all()
    return finding.evidence


def test_it_is_told_the_text_and_nothing_to_find_a_person_by(client, classifier):
    assert send(client).is_visible
    [(headers, body)] = classifier.asked
    told = json.loads(body)
    assert told["text"] == GUEST["text"]
    assert told["author"] == {"name": "Mara L.", "is_member": False}
    assert told["article"].startswith("http://")
    assert (told["is_edit"], told["is_reply"], told["language"]) == (False, False, "en")
    assert b"mara@example.com" not in body
    assert b"127.0.0.1" not in body.replace(told["article"].encode(), b"")


def test_what_it_is_told_is_signed_with_the_time(client, classifier):
    send(client)
    [(headers, body)] = classifier.asked
    timestamp = headers["Newsportal-Timestamp"]
    mac = hmac.new(SECRET.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    assert headers["Newsportal-Signature"] == f"sha256={mac.hexdigest()}"
    assert abs(time.time() - int(timestamp)) < 60


def test_it_may_hold_with_words_for_moderators(client, classifier):
    classifier.answer = {"status": "hold", "reason": "abuse", "evidence": "x" * 400}
    comment = send(client)
    assert comment.status == Comment.Status.PENDING
    assert evidence_of(comment) == {"said": "x" * 300}


@pytest.mark.parametrize(
    ("reason", "code"), [("off_topic", "off_topic"), ("unheard of", "other"), (["spam"], "other")]
)
def test_it_may_reject_and_there_is_always_a_reason(client, classifier, reason, code):
    classifier.answer = {"status": "reject", "reason": reason}
    comment = send(client)
    assert comment.status == Comment.Status.REMOVED
    assert comment.decisions.get().code == code


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, {"status": "publish"}),
        (204, {"status": "publish"}),
        (200, b""),
        (200, b"publish"),
        (200, b"[]"),
        (200, b"\xff\xfe"),
        (200, b"[" * 60_000),
        (200, {"status": "maybe"}),
        (200, {"status": ["publish"]}),
        (200, {"status": None}),
        (200, b'{"status": "publish"}' + b" " * 70_000),
    ],
)
def test_whatever_else_it_says_a_moderator_looks(client, classifier, status, answer):
    classifier.status, classifier.answer = status, answer
    comment = send(client)
    assert comment.status == Comment.Status.PENDING
    assert "failed" in evidence_of(comment)


def test_it_can_not_send_us_elsewhere(client, classifier):
    classifier.status = 307
    classifier.headers = {"Location": f"http://127.0.0.1:{classifier.server_port}/other"}
    assert send(client).status == Comment.Status.PENDING
    assert len(classifier.asked) == 1


def test_one_that_drips_is_given_up_in_time(client, classifier, settings):
    settings.MODERATION_WEBHOOK_SECONDS = 0.3
    classifier.drips = True
    began = time.monotonic()
    comment = send(client)
    assert time.monotonic() - began < 2
    assert comment.status == Comment.Status.PENDING
    assert evidence_of(comment) == {"failed": "too slow"}


def test_one_that_is_away_is_left_alone_after_three_failures(client, classifier):
    classifier.status = 500
    for number in range(5):
        assert send(client, text=f"Text {number}.").status == Comment.Status.PENDING
    assert len(classifier.asked) == 3


def test_it_is_not_asked_about_staff_or_when_none_is_set(client, classifier, settings):
    member = make_user(group="Moderator")
    client.force_login(member)
    assert send(client).is_visible
    settings.MODERATION_WEBHOOK_URL = ""
    client.force_login(make_member())
    assert send(client).is_visible
    assert classifier.asked == []


def test_an_edit_is_judged_too(client, classifier):
    member = make_member()
    client.force_login(member)
    comment = send(client)
    classifier.answer = {"status": "hold"}
    version = (
        client.get(reverse("comments:edit", args=[comment.pk])).context["form"]["version"].value()
    )
    client.post(
        reverse("comments:edit", args=[comment.pk]), {"text": "Another text.", "version": version}
    )
    comment.refresh_from_db()
    assert comment.status == Comment.Status.PENDING
    assert json.loads(classifier.asked[-1][1])["is_edit"] is True
