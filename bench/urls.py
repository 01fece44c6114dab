"""The site, a bare view, and a switch that empties the caches between measurements."""

from django.core.cache import caches
from django.http import HttpResponse
from django.urls import include, path


def hello(request):
    return HttpResponse("hello")


def forget(request):
    for alias in caches:
        caches[alias].clear()
    return HttpResponse("forgotten")


urlpatterns = [
    path("bench/hello/", hello),
    path("bench/forget/", forget),
    path("", include("newsportal.urls")),
]
