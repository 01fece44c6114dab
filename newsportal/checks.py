"""System checks that refuse an unsafe production site."""

from django.conf import settings
from django.core import checks
from django.db import DatabaseError


@checks.register(checks.Tags.security)
def no_demo_passwords(app_configs=None, **kwargs):
    """Refuse to serve the public while an account has the password that the demo prints.

    On localhost the demo is welcome. A database that can't be asked yet (before the first
    migrate, or down) holds nobody who could sign in.
    """
    if settings.DEBUG or settings.IS_LOCAL:
        return []
    from newsportal.demo import people

    try:
        accounts = people.with_demo_password()
    except DatabaseError:
        return []
    return [
        checks.Error(
            f"The account {user.username!r} still has the demo's password, on a public site.",
            hint=f"Run: manage.py changepassword {user.username}  (or deactivate the account).",
            obj=user._meta.label,
            id="newsportal.E001",
        )
        for user in accounts
    ]
