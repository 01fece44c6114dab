"""The moderators' pages: every address below /moderation/ passes this one guard."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.urls import path

from comments.views.moderating import (
    appeals,
    bulk,
    cases,
    claims,
    deciding,
    menus,
    people,
    queue,
    rehearsing,
    undoing,
)

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
    _page("appeals/", appeals.appeal_list, "appeals"),
    _page("appeals/<int:pk>/", appeals.judge, "judge"),
    _page("cases/", cases.case_list, "cases"),
    _page("cases/<int:year>.csv", cases.of_year, "cases_of_year"),
    _page("cases/<str:reference>/", cases.case, "case"),
    _page("comments/<int:pk>/", queue.comment, "comment"),
    _page("comments/<int:pk>/decide/", deciding.decide, "decide"),
    _page("comments/<int:pk>/claim/", claims.claim, "claim"),
    _page("comments/<int:pk>/menu/", menus.menu, "menu"),
    _page("comments/<int:pk>/person/", people.person_of, "person_of"),
    _page("people/member/<int:pk>/", people.member, "member"),
    _page("people/guest/<int:pk>/", people.guest, "guest"),
    _page("people/<str:kind>/<int:pk>/sanction/", people.sanction, "sanction"),
    _page("people/<str:kind>/<int:pk>/note/", people.note, "note"),
    _page("sanctions/<int:pk>/lift/", people.lift, "lift"),
    _page("notes/<int:pk>/delete/", people.delete_note, "delete_note"),
    _page("decide/", bulk.decide_many, "decide_many"),
    _page("acts/<uuid:act>/undo/", undoing.undo, "undo"),
    _page("recent/", undoing.recent, "recent"),
    _page("rehearse/", rehearsing.rehearse, "rehearse"),
]
