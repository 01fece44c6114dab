"""The link by which a guest shows that an e-mail address is theirs, and gets at what they wrote."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import get_language

from comments import mail
from comments.belongings import from_address
from comments.models import Comment, Guest

SALT = "comments.private-link"
DAYS = 7


def send_link(request, email):
    """Write to the owner of an address from which comments were posted, but not too often."""
    is_known = Comment.objects.filter(from_address(email)).exists()
    if is_known and mail.may_write_to(request, email):
        guest = Guest.objects.asking(email)
        link = settings.SITE_URL + path_for(guest)
        known = {"language": get_language(), "link": link, "days": DAYS}
        mail.write("private_link", guest.email, priority=mail.AWAITED, **known)


def path_for(guest):
    """Where the link leads; it ends after some days, or when the guest's number is raised."""
    token = signing.dumps([guest.pk, guest.number], salt=SALT)
    return reverse("comments:open", args=[token])


def guest_behind(token):
    """Whose link it is; None when it was forged, is too old, or was ended."""
    try:
        link = signing.loads(token, salt=SALT, max_age=DAYS * 24 * 3600)
    except signing.BadSignature:
        return None
    return Guest.objects.behind(link)
