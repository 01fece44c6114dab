"""What articles are filed under: sections and topics, and who made them."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.stamps import move_stamps


class Label(models.Model):
    """A name with a page of its own."""

    name = models.CharField(pgettext_lazy("section, topic, person", "name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=120, unique=True, allow_unicode=True)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        move_stamps("articles")

    def get_absolute_url(self):
        return reverse(f"articles:{self._meta.model_name}", args=[self.slug])


class Section(Label):
    """The one place of the site where an article belongs."""

    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "name"]


class Topic(Label):
    """Something articles of any section are about."""

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]


class Author(Label):
    """A person named in bylines; with an account they speak in comments as the author."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("account"),
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]


class Partner(Label):
    """An organisation that provided articles."""

    site_url = models.URLField(_("website"), blank=True)
    attribution = models.CharField(
        _("attribution"),
        max_length=300,
        blank=True,
        help_text=_("Replaces the standard sentence. {partner} and {site} stand for the names."),
    )
    is_exclusive = models.BooleanField(_("exclusively for us"), default=False)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name"]

    def attribution_sentence(self, site_name):
        """The sentence under the article that says who provided it."""
        if self.attribution:
            sentence = self.attribution
            return sentence.replace("{partner}", self.name).replace("{site}", site_name)
        names = {"partner": self.name, "site": site_name}
        if self.is_exclusive:
            return _("This article was provided by %(partner)s exclusively for %(site)s.") % names
        return _("This article was provided by %(partner)s.") % names
