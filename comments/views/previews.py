"""What a text will look like before it is sent. Nothing is stored."""

from allauth.core import ratelimit
from django.utils.translation import gettext_lazy as _

from comments import text
from comments.members import members_in

TOO_FAST = _("You are looking at previews fast. Wait a minute, then try again.")


def preview_of(request, form, *, refusal=""):
    """What `_preview.html` needs, and the status: the text as HTML, or why there is none.

    What is wrong with the text, the form says.
    """
    if refusal:
        return {"refusal": refusal}, 422
    if not form.shows_text():
        return {}, 422
    if not ratelimit.consume(request, action="preview"):
        return {"refusal": TOO_FAST}, 429
    typed = form.cleaned_data["text"]
    return {"preview": text.render(typed, members_in(typed))}, 200
