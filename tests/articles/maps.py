"""What tests about maps need: published ones, and the statements a page asks."""

from datetime import UTC, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.caches import empty_caches
from tests.factories import make_article, make_served_map


def day(number, *, month=9, year=2026):
    return datetime(year, month, number, tzinfo=UTC)


def make_public_map(*, article=None, **fields):
    """A map at the top of a published article of its own."""
    image = make_served_map(**fields)
    make_article(lead_image=image, **(article or {}))
    return image


def figure(image):
    """A picture in a text, as the editor stores it."""
    source = f'src="{image.src}" data-file="{image.pk}"'
    return f'<figure><img {source} alt=""><figcaption></figcaption></figure>'


def statements_for(client, url):
    empty_caches()
    with CaptureQueriesContext(connection) as statements:
        assert client.get(url).status_code == 200
    return len(statements)
