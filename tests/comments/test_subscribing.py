"""Following an article, a comment or a thread."""

import pytest
from django.urls import reverse

from comments.models import Subscription
from tests.comments.guests import MARA, opened
from tests.factories import (
    make_article,
    make_comment,
    make_member,
    make_subscriber,
    make_subscription,
    make_user,
)

pytestmark = pytest.mark.django_db


def subscribe(client, article, **said):
    said = {"kind": "article", "level": "daily", "email": MARA} | said
    return client.post(reverse("comments:subscribe", args=[article.pk]), said)


def follow(client, comment, **said):
    said = {"kind": "comment", "level": "daily", "email": MARA} | said
    return client.post(reverse("comments:follow", args=[comment.pk]), said)


def test_a_member_follows_an_article_at_once(client):
    article, member = make_article(), make_member()
    client.force_login(member)
    answer = subscribe(client, article, level="hourly")
    assert (answer.status_code, answer.url) == (303, f"{article.get_absolute_url()}#follow")
    [followed] = Subscription.objects.active()
    assert (followed.subscriber.user, followed.article) == (member, article)
    assert (followed.kind, followed.level) == ("article", "hourly")


def test_strangers_find_the_form_beside_the_heading(client):
    article = make_article()
    page = client.get(article.get_absolute_url()).text
    assert f'action="{reverse("comments:subscribe", args=[article.pk])}"' in page
