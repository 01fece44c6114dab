"""The site, a bare view, and what happens between two measurements."""

import time

from django.core.cache import cache, caches
from django.http import HttpResponse
from django.urls import include, path

from comments import queues
from comments.models import Comment

# A queue of ten comments and one of a million show as many cards.
queues.PER_PAGE = 10


def hello(request):
    return HttpResponse("hello")


def forget(request):
    for alias in caches:
        caches[alias].clear()
    return HttpResponse("forgotten")


def change(request):
    """What publishing anything does: every page has to be rendered anew."""
    cache.set("stamp:articles", str(time.time_ns()), None)
    return HttpResponse("changed")


def comment(request, pk):
    """A reader answers the first comment of an article."""
    first = Comment.objects.filter(article=pk, parent=None).order_by("pk").first()
    Comment.objects.post(article=first.article, parent=first, text="So it is.", name="Reader")
    return HttpResponse("posted")


urlpatterns = [
    path("bench/hello/", hello),
    path("bench/change/", change),
    path("bench/comment/<int:pk>/", comment),
    path("bench/forget/", forget),
    path("", include("newsportal.urls")),
]
