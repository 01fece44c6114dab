"""System checks that refuse an unsafe production site."""

from email.utils import parseaddr

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError


@checks.register(checks.Tags.security)
def no_demo_passwords(app_configs=None, **kwargs):
    """Refuse to serve while an account has the password that the demo prints.

    On localhost the demo is welcome, until DEBUG is switched off explicitly. A database that can't be asked yet (before the first
    migrate, or down) holds nobody who could sign in.
    """
    if settings.IS_DEMO_ALLOWED:
        return []
    from newsportal.demo import people

    try:
        accounts = people.with_demo_password()
    except DatabaseError:
        return []
    return [
        checks.Error(
            f"The account {user.username!r} still has the demo's password.",
            hint=f"Run: manage.py changepassword {user.username}  (or deactivate the account).",
            obj=user._meta.label,
            id="newsportal.E001",
        )
        for user in accounts
    ]


@checks.register()
def sender_of_a_public_site(app_configs=None, **kwargs):
    """Mail from localhost is refused everywhere."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    if settings.IS_LOCAL or "." in domain:
        return []
    warning = checks.Warning(
        f"Mail is sent from {settings.DEFAULT_FROM_EMAIL}, which other servers don't take.",
        hint="Set DEFAULT_FROM_EMAIL to an address at a domain of yours.",
        id="newsportal.W002",
    )
    return [warning]


def refuse_unsafe_start():
    """What the WSGI server asks before it takes the first request: stop, in one sentence each."""
    errors = [
        found for found in checks.run_checks(tags=[checks.Tags.security]) if found.is_serious()
    ]
    if errors:
        raise ImproperlyConfigured(" ".join(str(error.msg) for error in errors))
