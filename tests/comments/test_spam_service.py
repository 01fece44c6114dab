"""Asking Akismet: what it says counts, and when it can't be asked a moderator looks."""

from urllib.parse import parse_qs

import httpx
import pytest
from django.urls import reverse

from comments import spam_service
from comments.models import Comment, WordList
from tests.factories import make_article, make_member, make_user

pytestmark = pytest.mark.django_db
GUEST = {"name": "Mara L.", "email": "mara@example.com", "text": "The bridge is open."}


class Service:
    """In place of Akismet: answers as told and keeps what it was asked."""

    def __init__(self):
        self.asked, self.answer = [], httpx.Response(200, text="false")

    def __call__(self, request):
        self.asked.append(
            {name: value[0] for name, value in parse_qs(request.content.decode()).items()}
        )
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def client(self):
        return httpx.Client(transport=httpx.MockTransport(self))


@pytest.fixture
def service(settings, monkeypatch):
    settings.AKISMET_API_KEY = "a-key"
    service = Service()
    monkeypatch.setattr(spam_service, "http_client", service.client)
    return service


def send(client, **more):
    client.post(reverse("comments:post", args=[make_article().pk]), GUEST | more)
    return Comment.objects.order_by("pk").last()


def says_spam(*, is_certain=False):
    headers = {"X-akismet-pro-tip": "discard"} if is_certain else {}
    return httpx.Response(200, text="true", headers=headers)


def test_what_it_takes_for_no_spam_is_published(client, service):
    assert send(client).is_visible
    [asked] = service.asked
    assert asked["api_key"] == "a-key"
    assert asked["user_ip"] == "127.0.0.1"
    assert asked["comment_content"] == GUEST["text"]
    assert asked["comment_author_email"] == GUEST["email"]


def test_what_it_takes_for_spam_waits(client, service):
    service.answer = says_spam()
    comment = send(client)
    assert comment.status == Comment.Status.PENDING
    assert [(each.rule, each.evidence) for each in comment.findings.all()] == [("spam_service", {})]


def test_what_nobody_need_look_at_is_rejected_as_spam(client, service):
    service.answer = says_spam(is_certain=True)
    assert send(client).status == Comment.Status.SPAM


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500),
        httpx.Response(200, text="invalid"),
        httpx.Response(200, text="perhaps"),
        httpx.Response(302, headers={"Location": "https://elsewhere.example/"}),
        httpx.ConnectTimeout("slow"),
        httpx.ConnectError("away"),
        RuntimeError("nobody thought of this"),
    ],
    ids=str,
)
def test_when_it_can_not_be_asked_a_moderator_looks(client, service, answer):
    service.answer = answer
    comment = send(client)
    assert comment.status == Comment.Status.PENDING
    [finding] = comment.findings.all()
    assert "failed" in finding.evidence
    assert "a-key" not in str(finding.evidence)


def test_without_the_package_a_moderator_looks(client, service, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "akismet", None)
    assert send(client).status == Comment.Status.PENDING


def test_a_service_that_fails_again_and_again_is_left_alone_for_a_minute(client, service, caplog):
    service.answer = httpx.Response(500)
    for number in range(5):
        assert send(client, text=f"Text {number}.").status == Comment.Status.PENDING
    assert len(service.asked) == 3


def test_without_a_key_nobody_is_asked(client, service, settings):
    settings.AKISMET_API_KEY = ""
    assert send(client).is_visible
    assert service.asked == []


def test_it_is_asked_neither_about_staff_nor_about_what_waits_anyway(client, service):
    WordList.objects.create(name="A", entries="glimbo", is_on=True)
    article = make_article()
    send(client, text="A glimbo.")
    client.force_login(make_user(group="Moderator"))
    assert send(client).article != article
    assert service.asked == []


def test_it_is_asked_about_members_with_the_address_they_confirmed(client, service):
    member = make_member()
    client.force_login(member)
    send(client)
    assert service.asked[0]["comment_author_email"] == member.email


def test_the_client_has_a_time_limit():
    with spam_service.http_client() as client:
        assert client.timeout.read == client.timeout.connect == spam_service.SECONDS
        assert not client.follow_redirects
