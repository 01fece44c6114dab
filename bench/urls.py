"""The site, a bare view, and a switch that empties the cache between measurements."""

from django.core.cache import cache
from django.http import HttpResponse
from django.urls import include, path


def hello(request):
    return HttpResponse("hello")


def forget(request):
    cache.clear()
    return HttpResponse("forgotten")


urlpatterns = [
    path("bench/hello/", hello),
    path("bench/forget/", forget),
    path("", include("newsportal.urls")),
]
