"""Every page on which something of a discussion may be seen, and the people who may look."""

from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from comments.models import Comment
from comments.readers import Reader
from comments.urls import urlpatterns
from tests.factories import make_user

ELSEWHERE = ["/", "/feeds/atom/", "/feeds/rss/", "/sitemap.xml", "/accounts/", "/robots.txt"]
QUERIES = [
    *(f"?sort={sort}" for sort in ("oldest", "newest", "votes", "best")),
    "?show=staff",
    "?show=mine",
    "?since=1000000000000000",
]


def addresses(article):
    """All pages about an article's comments, and about whoever wrote them."""
    comments = list(Comment.objects.filter(article=article).order_by("pk"))
    path = article.get_absolute_url()
    found = [*ELSEWHERE, *(path + query for query in QUERIES)]
    found += [f"{path}?comment={comment.pk}" for comment in comments]
    today = localdate()
    month = {"year": today.year, "number": f"{today.month:02}"}
    for ending in ("/", ".json"):
        found.append(reverse("comments:ledger_month", kwargs=month | {"ending": ending}))
    for pattern in urlpatterns:
        found += _addresses_of(pattern, article, comments)
    return found


def _addresses_of(pattern, article, comments):
    if pattern.name == "ledger_month":
        return []
    [kind, *_] = [*pattern.pattern.converters, ""]
    values = {
        "": [None],
        "article_pk": [article.pk],
        "pk": [comment.pk for comment in comments],
        "username": {comment.author.username for comment in comments if comment.author},
        "token": ["none"],
    }
    name = f"comments:{pattern.name}"
    paths = [reverse(name, args=[value] if value else []) for value in values[kind]]
    return [f"{path}?since=1" if pattern.name == "news" else path for path in paths]


def guest(*comments):
    """The browser of a guest who wrote these comments."""
    client, reader = Client(), Reader(guest_id=uuid4().hex)
    Comment.objects.filter(pk__in=[comment.pk for comment in comments]).update(reader=reader.key)
    client.cookies.update(reader.keep_in(HttpResponse()).cookies)
    return client


def member(user=None):
    client = Client()
    client.force_login(user or make_user())
    return client
