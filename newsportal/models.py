"""The account of a member or of staff."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from comments.names import SKELETON_LENGTH, skeleton
from newsportal.outgoing import OutgoingMail

__all__ = ["OutgoingMail", "User"]
NAMES = {"username", "first_name", "last_name"}
SKELETONS = {"username_skeleton", "name_skeleton"}


class User(AbstractUser):
    """Somebody who can sign in. The username is shown to readers, the e-mail address never is."""

    email = models.EmailField(_("email address"))
    # What the eye takes the names for, so that nobody else can take one that looks the same.
    username_skeleton = models.CharField(
        max_length=SKELETON_LENGTH, blank=True, db_index=True, editable=False
    )
    name_skeleton = models.CharField(
        max_length=SKELETON_LENGTH, blank=True, db_index=True, editable=False
    )

    # They want it, and have given within a year: supporters.py takes it off again.
    shows_supporter_badge = models.BooleanField(
        _("Supporter badge"), default=False, db_default=False, editable=False
    )

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=~models.Q(email=""), name="one_account_per_email"
            ),
            models.UniqueConstraint(Lower("username"), name="one_account_per_name"),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(shows_supporter_badge=True),
                name="accounts_showing_the_badge",
            )
        ]

    def save(self, *args, update_fields=None, **kwargs):
        self.username_skeleton = skeleton(self.username)
        self.name_skeleton = skeleton(self.get_full_name())
        if update_fields is not None and NAMES & set(update_fields):
            update_fields = SKELETONS.union(update_fields)
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def public_name(self):
        """The name under which readers know this person."""
        return self.get_full_name() or self.username

    @property
    def is_newsrooms(self):
        """True when bylines or decisions of the newsroom hang on this account."""
        return self.is_staff or hasattr(self, "author")
