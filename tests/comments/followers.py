"""Readers who follow something, and the links that they get by mail."""

from django.urls import reverse

from tests.comments.guests import MARA


def subscribe(client, article, **said):
    said = {"kind": "article", "level": "daily", "email": MARA} | said
    return client.post(reverse("comments:subscribe", args=[article.pk]), said)


def follow(client, comment, **said):
    said = {"kind": "comment", "level": "daily", "email": MARA} | said
    return client.post(reverse("comments:follow", args=[comment.pk]), said)
