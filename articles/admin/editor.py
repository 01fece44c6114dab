"""The one page with a weaker content policy: the form with the text editor."""

from csp.constants import NONCE, UNSAFE_INLINE
from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from js_asset import Media

# The editor's modules need an import map (inline, hence the nonce) and it writes its own <style>.
# A nonce in style-src would switch 'unsafe-inline' off.
EDITOR_POLICY = {"script-src": [NONCE], "style-src": [UNSAFE_INLINE]}


class EditorPolicyMixin:
    """Loads the text editor under a policy of its own; every other page keeps the strict one."""

    @method_decorator(csp_update(EDITOR_POLICY))
    def changeform_view(self, request, *args, **kwargs):
        return super().changeform_view(request, *args, **kwargs)

    def render_change_form(self, request, context, *args, **kwargs):
        media = context["media"]
        media = media if isinstance(media, Media) else Media.from_media(media)
        media += Media(css={"all": ["css/editor.css"]})
        context["media"] = media.with_nonce(str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)
