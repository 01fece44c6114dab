"""The demo's accounts, and the one password they share."""

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import Group
from django.db.models import Q

from donations.models import Donor, Payment
from newsportal.demo import texts
from newsportal.supporters import show_badge

PASSWORD = "demo"  # noqa: S105 - newsportal/checks.py refuses it on a public site
# Every demo account has this salt, so that one query finds them even after they were renamed.
SALT = "demoAccountsOnlyDemoAccounts"


def add_accounts():
    """Make the accounts; {username: user}."""
    password = make_password(PASSWORD, salt=SALT)
    return {row["username"]: _add(password, **row) for row in texts.table("newsroom")["accounts"]}


def _add(password, *, username, group="", can_sign_in=False, **fields):
    user = get_user_model()(username=username, email=f"{username}@datum.example", **fields)
    user.password = password if can_sign_in else make_password(None)
    user.save()
    if group:
        user.groups.add(Group.objects.get(name=group))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def add_supporter(member):
    """Let the newest unnamed gift be a member's, who shows the badge beside their comments."""
    unnamed = Payment.objects.filter(donor_name="", status=Payment.Status.SETTLED)
    given = unnamed.latest("settled_at")
    Donor.objects.filter(pk=given.donor_id).update(email=member.email)
    show_badge(member.pk, is_shown=True)


def logins():
    """The usernames one can sign in with."""
    accounts = texts.table("newsroom")["accounts"]
    return [account["username"] for account in accounts if account.get("can_sign_in")]


def with_demo_password():
    """Accounts that still have the password everybody knows."""
    known = Q(username__in=logins()) | Q(password__contains=f"${SALT}$")
    suspects = get_user_model().objects.filter(known, is_active=True)
    return [user for user in suspects if check_password(PASSWORD, user.password)]
