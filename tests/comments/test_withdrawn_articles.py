"""When an article is withdrawn, nothing of its discussion is served any more, copies included."""

import pytest
from django.urls import reverse

from tests.factories import make_comment


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "name", ["comments:thread", "comments:replies", "comments:glance", "comments:thread_feed"]
)
def test_shared_copies_end_with_the_article(client, name):
    root = make_comment(text="A plain word")
    make_comment(parent=root)
    address = reverse(name, args=[root.pk])
    assert "A plain word" in client.get(address).text
    root.article.unpublish()
    assert client.get(address).status_code == 404
