"""Staff choose for each comment whether the newsroom speaks; nobody else can."""

import pytest
from django.urls import reverse

from comments.models import Comment
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
GUEST = {"name": "Mara L.", "email": "mara@example.com"}


def send(client, **more):
    address = reverse("comments:post", args=[make_article().pk])
    client.post(address, GUEST | {"text": "The survey is public."} | more)
    return Comment.objects.get()


@pytest.mark.parametrize("group", ["Moderator", "Editor"])
def test_staff_speak_for_the_site_when_they_say_so(client, group):
    client.force_login(make_user(group=group))
    assert send(client, official="on").is_official


def test_staff_speak_for_themselves_otherwise(client):
    client.force_login(make_user(group="Moderator"))
    assert not send(client).is_official


def test_nobody_else_is_believed(client):
    assert not send(client, official="on", is_official="on").is_official
    Comment.objects.get().erase()


def test_a_member_is_not_believed_either(client):
    client.force_login(make_user())
    assert not send(client, official="on", is_official="on").is_official


def test_the_question_is_asked_of_staff_alone(client, settings):
    settings.SITE_NAME = "The Datum"
    address = make_article().get_absolute_url()
    assert "Speak for" not in client.get(address).text
    client.force_login(make_user())
    assert "Speak for" not in client.get(address).text
    client.force_login(make_user(group="Moderator"))
    assert "Speak for The Datum" in client.get(address).text
