"""The first page of the admin: mail that could not be sent."""

from datetime import timedelta

from django import template
from django.utils import timezone

from newsportal.models import OutgoingMail

TOLD_FOR = timedelta(days=7)
register = template.Library()


@register.simple_tag
def mails_given_up(user):
    """How many in the last days; none for who may not look at them."""
    if not user.has_perm("newsportal.view_outgoingmail"):
        return 0
    since = timezone.now() - TOLD_FOR
    return OutgoingMail.objects.filter(sent_at=None, given_up_at__gte=since).count()
