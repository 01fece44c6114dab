"""The link by which a donor shows that an address is theirs, and gets at the gifts given with it."""

from allauth.core import ratelimit
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from donations import letters
from donations.models import Donor

SALT = "donations.manage"
MINUTES = 30


def may_ask(request, email):
    """False once somebody made us fill this inbox: whatever the +tag, it is the same one."""
    local, _at, domain = email.lower().rpartition("@")
    inbox = f"{local.partition('+')[0]}@{domain}"
    return ratelimit.consume(request, action="donor_mail", key=inbox)


@transaction.atomic
def send_link(email, language):
    """Write to the donor with this address, if there is one, in the language they asked in."""
    donor = Donor.objects.with_email(email).first()
    if donor:
        link = settings.SITE_URL + reverse("donations:gifts", args=[token_of(donor)])
        about = {"link": link, "minutes": MINUTES}
        letters.write("manage", donor.email, donor=donor, language=language, **about)


def token_of(donor):
    """Good for a while, for this purpose alone, until the donor's number is raised."""
    return signing.dumps([donor.pk, donor.link_number], salt=SALT)


def donor_behind(token):
    """Whose link it is; None when it was forged, is too old, or was ended."""
    try:
        pk, number = signing.loads(token, salt=SALT, max_age=MINUTES * 60)
    except signing.BadSignature:
        return None
    return Donor.objects.filter(pk=pk, link_number=number, erased_at=None).first()
