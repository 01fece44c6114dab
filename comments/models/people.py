"""Guests who proved that an e-mail address is theirs, and whom members don't want to read."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class GuestManager(models.Manager):
    def asking(self, email):
        """The guest with this address, in whatever case it was typed."""
        return self.get_or_create(email=email.lower())[0]

    def behind(self, link):
        """Whose private link this is (key and number); None once all were ended."""
        pk, number = link
        return self.filter(pk=pk, number=number).first()


class Guest(models.Model):
    """An e-mail address that asked for a private link to its comments.

    The number is part of every link and cookie given out: raising it ends them all.
    """

    email = models.EmailField(_("e-mail"))
    number = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("asked first"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)

    objects = GuestManager()

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_guest_per_email")]

    def __str__(self):
        return self.email

    def wrote(self, comment):
        return not comment.author_id and comment.email.lower() == self.email

    def confirm(self):
        """They opened a link that only their inbox got; the first time is kept."""
        unconfirmed = Guest.objects.filter(pk=self.pk, confirmed_at=None)
        unconfirmed.update(confirmed_at=timezone.now())

    def end_links(self):
        """No link and no cookie given out so far opens anything any more."""
        Guest.objects.filter(pk=self.pk).update(number=F("number") + 1)


class IgnoredManager(models.Manager):
    def set(self, member, person, *, is_ignored):
        """Whether a member reads another; saying it twice changes nothing."""
        if is_ignored:
            self.get_or_create(member=member, person=person)
        else:
            self.filter(member=member, person=person).delete()

    def of(self, member):
        """The people a member does not want to read, newest first."""
        return self.filter(member=member).select_related("person").order_by("-since", "-pk")


class Ignored(models.Model):
    """A member does not want to read another."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ignored"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    objects = IgnoredManager()

    class Meta:
        verbose_name = _("ignored person")
        verbose_name_plural = _("ignored people")
        constraints = [
            models.UniqueConstraint(fields=["member", "person"], name="ignored_once"),
            models.CheckConstraint(
                condition=~models.Q(member=F("person")), name="nobody_ignores_themselves"
            ),
        ]

    def __str__(self):
        return f"{self.member} → {self.person}"
