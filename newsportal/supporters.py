"""The word Supporter beside a member's comments: for who gave and wants it, and no longer."""

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower

from comments import stamps
from comments.models import Comment
from donations import donors
from newsportal.account_data import confirmed_address


def may_show_badge(user):
    """True when a gift from their confirmed address within the last year still stands."""
    return donors.is_supporter(confirmed_address(user))


def show_badge(user_id, is_shown):
    """Put the badge beside all they said, or take it off every page."""
    others = get_user_model().objects.filter(pk=user_id, shows_supporter_badge=not is_shown)
    if others.update(shows_supporter_badge=is_shown):
        said = Comment.objects.visible().filter(author=user_id).order_by()
        for article_id in said.values_list("article", flat=True).distinct():
            stamps.discussion_changed(article_id)
        stamps.person_changed(user_id)


def take_off_badges():
    """From members whose year is over, whose gift went back, whose donor or address is gone."""
    found = _shown()
    known = donors.supporters_among(email for _pk, email in found)
    over = [pk for pk, email in found if email not in known]
    for user_id in over:
        show_badge(user_id, is_shown=False)
    return len(over)


def _shown():
    """(key, confirmed address in lower case, or None) of who shows the badge."""
    address = Lower("email")
    confirmed = EmailAddress.objects.alias(folded=address).filter(
        user=OuterRef("pk"), verified=True, folded=Lower(OuterRef("email"))
    )
    members = get_user_model().objects.filter(shows_supporter_badge=True)
    return [
        (pk, email if is_confirmed else None)
        for pk, email, is_confirmed in members.values_list("pk", address, Exists(confirmed))
    ]
