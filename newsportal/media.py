"""Serves uploaded pictures where no web server or CDN does."""

import mimetypes

from django.conf import settings
from django.http import Http404
from django.urls import re_path
from django.views.static import serve

from articles import hidden_files

# Files that are made anew lie in a folder of their own: a changed picture has a new address.
FOREVER = "public, max-age=31536000, immutable"
PRIVATE = "private, no-store"
INERT = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
# Small systems have no list that names these.
mimetypes.add_type("image/avif", ".avif")
mimetypes.add_type("image/webp", ".webp")


def media(request, path):
    """One file below MEDIA_ROOT, as data: a browser may show it but never run it."""
    is_hidden = hidden_files.is_hidden(path)
    if is_hidden and not _is_newsroom(request):
        raise Http404
    try:
        response = serve(request, path, document_root=settings.MEDIA_ROOT)
    except OSError as error:  # a name longer than file systems have
        raise Http404 from error
    response.headers["Cache-Control"] = PRIVATE if is_hidden else FOREVER
    response.headers["Content-Security-Policy"] = INERT
    return response


def _is_newsroom(request):
    """True for staff who see the media library anyway. Without a session nobody asks who it is."""
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    return has_session and request.user.is_staff and request.user.has_perm("articles.view_mapimage")


def media_urls():
    """The route, unless media live on another host."""
    prefix = settings.MEDIA_URL.lstrip("/")
    return [] if "://" in prefix else [re_path(rf"^{prefix}(?P<path>.+)$", media, name="media")]
