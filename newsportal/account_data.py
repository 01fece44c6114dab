"""What the site keeps of a member: handed over, and erased."""

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import transaction

from comments import belongings, retention
from comments.readers import Reader
from donations import donors, erasing


def exported(user):
    """All of it, but nothing by which somebody could sign in."""
    account = {
        "name": user.username,
        "full_name": user.get_full_name(),
        "email": user.email,
        "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified")),
        "joined_at": user.date_joined,
        "last_signed_in_at": user.last_login,
        "shows_supporter_badge": user.shows_supporter_badge,
    }
    gifts = donors.exported(confirmed_address(user))
    return {"account": account, "gifts": gifts} | belongings.exported(Reader(user=user))


def erase(user):
    """Erase a member's comments, votes and account. After a crash, asking again does the rest.

    What was given from their address loses its donor first; CannotErase when that has to wait.
    """
    reader, address = Reader(user=user), confirmed_address(user)
    verified = user.emailaddress_set.filter(verified=True)
    addresses = list(verified.values_list("email", flat=True))
    erasing.erase_address(address)
    while True:
        belongings.erase(reader, address)
        if _delete_account(user, reader):
            break
    for each in addresses:  # what was written to them in the meantime, too
        retention.forget_mails_to(each)


def confirmed_address(user):
    """The address that is certainly theirs; what they wrote from it as a guest is theirs too."""
    known = EmailAddress.objects.filter(user=user, verified=True, email__iexact=user.email)
    return user.email if known.exists() else ""


@transaction.atomic
def _delete_account(user, reader):
    """False when something was written meanwhile; behind the lock nothing can be."""
    get_user_model().objects.select_for_update().filter(pk=user.pk).first()
    if belongings.own_comments(reader).exists():
        return False
    user.delete()
    return True
