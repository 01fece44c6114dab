"""What every page may show."""

from django.conf import settings


def site(request):
    """Names and addresses of the site; nothing about the reader but the theme they chose."""
    theme = request.COOKIES.get("theme", "")
    return {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_TAGLINE": settings.SITE_TAGLINE,
        "SITE_URL": settings.SITE_URL,
        "theme": theme if theme in {"light", "dark"} else "",
        "is_shared_page": _is_shared(request),
    }


def _is_shared(request):
    """True while rendering what page_cache.py will hand to every anonymous reader."""
    asked_by_nobody = getattr(request, "is_shared", False)
    return asked_by_nobody and getattr(request, "view_is_shared", False)
