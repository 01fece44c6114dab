"""The ways to give that need no provider: bank details, an address, a link."""

import segno
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from donations.models.shown import ShownToReaders


class Way(ShownToReaders):
    """A way to give besides a card: bank details, a crypto address, a link."""

    class Kind(models.TextChoices):
        BANK = "bank", _("Bank transfer")
        CRYPTO = "crypto", _("Cryptocurrency")
        LINK = "link", _("Link")
        OTHER = "other", pgettext_lazy("way to give", "Other")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=80)
    details = models.TextField(
        _("details"),
        help_text=_(
            "Bank: one “label: value” per line. Cryptocurrency: the address alone. "
            "Link: where it leads. Other: what to do."
        ),
    )
    note = models.TextField(_("note"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("shown"), default=True)

    class Meta:
        verbose_name = _("way to give")
        verbose_name_plural = _("ways to give")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name

    CHECKS = {
        Kind.LINK: URLValidator(schemes=["https", "http"]),
        Kind.CRYPTO: RegexValidator(
            r"\A[A-Za-z0-9:._-]{1,200}\Z", _("An address is one word of Latin letters and digits.")
        ),
    }

    def clean(self):
        self.details = self.details.strip()
        try:
            self.CHECKS.get(self.kind, str)(self.details)
        except ValidationError as error:
            raise ValidationError({"details": error}) from error

    @property
    def rows(self):
        """Bank details as pairs of label and value."""
        lines = [line.partition(":") for line in self.details.splitlines() if line.strip()]
        return [(label.strip(), value.strip()) for label, _colon, value in lines]

    @property
    def qr(self):
        """The address as a picture, within the page: it can't be older than the text beside it."""
        code = segno.make(self.details, error="m", micro=False)
        return mark_safe(  # noqa: S308 - drawn by segno, holds no text
            code.svg_inline(
                omitsize=True, border=4, light="#fff", svgclass="way__qr", lineclass=None
            )
        )
