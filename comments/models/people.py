"""Guests who proved that an e-mail address is theirs, and whom members don't want to read."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Guest(models.Model):
    """An e-mail address that asked for a private link to its comments.

    The number is part of every link and cookie given out: raising it ends them all.
    """

    email = models.EmailField(_("e-mail"))
    number = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("asked first"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_guest_per_email")]

    def __str__(self):
        return self.email


class Ignored(models.Model):
    """A member does not want to read another."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ignored"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("ignored person")
        verbose_name_plural = _("ignored people")
        constraints = [
            models.UniqueConstraint(fields=["member", "person"], name="ignored_once"),
            models.CheckConstraint(
                condition=~models.Q(member=models.F("person")), name="nobody_ignores_themselves"
            ),
        ]

    def __str__(self):
        return f"{self.member} → {self.person}"
