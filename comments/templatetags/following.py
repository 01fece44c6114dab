"""What somebody follows, in words."""

from django import template
from django.utils.translation import gettext_lazy as _

from comments.following import bar_for_strangers
from comments.models import Subscription

register = template.Library()
register.simple_tag(bar_for_strangers)

Kind = Subscription.Kind
HERE = {
    Kind.ARTICLE: _("You follow this article"),
    Kind.REPLIES: _("You follow replies to your comments"),
    Kind.THREAD: _("You follow this thread"),
    Kind.COMMENT: _("You follow replies to this comment"),
}


@register.filter
def followed_here(subscription):
    """For the page of what is followed."""
    return HERE[subscription.kind]
