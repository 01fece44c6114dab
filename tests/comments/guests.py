"""Mara, a guest who posts from several devices, and the private link to what she wrote."""

from django.test import Client
from django.urls import reverse

from comments import private_links
from comments.models import Guest

MARA = "mara@example.com"
MINE = "/comments/mine/"


def ask(client, email=MARA):
    return client.post(reverse("comments:ask"), {"email": email})


def opened(email=MARA, client=None):
    """A device on which the private link of this address was opened."""
    client = client or Client()
    client.post(private_links.path_for(Guest.objects.asking(email)))
    return client


def send(client, article, **more):
    guest = {"name": "Mara L.", "email": MARA, "text": "The bridge is open."}
    return client.post(reverse("comments:post", args=[article.pk]), guest | more)


def shown(client):
    return client.get(MINE).text
