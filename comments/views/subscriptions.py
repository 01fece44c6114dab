"""What the links in mails lead to, and the page on which everything followed is listed."""

from django.http import Http404
from django.views.decorators.http import require_http_methods


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, token):
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def end(request, token):
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def mute(request, token):
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def manage(request, token=""):
    raise Http404
