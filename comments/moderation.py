"""The moderators' pages: every address below /moderation/ passes this one guard."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.urls import path

from comments.views.moderating import queue

PERMISSION = "comments.moderate_comment"


def moderators_only(view):
    """Who is not signed in is asked to; who is, but no moderator, is refused."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def _page(route, view, name):
    return path(route, moderators_only(view), name=name)


app_name = "moderation"
urlpatterns = [
    _page("", queue.queue, "queue"),
    _page("comments/<int:pk>/", queue.comment, "comment"),
]
