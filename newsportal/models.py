"""The account of a member or of staff."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Somebody who can sign in. The username is shown to readers, the e-mail address never is."""

    email = models.EmailField(_("email address"))

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=~models.Q(email=""), name="one_account_per_email"
            ),
            models.UniqueConstraint(Lower("username"), name="one_account_per_name"),
        ]

    @property
    def public_name(self):
        """The name under which readers know this person."""
        return self.get_full_name() or self.username
