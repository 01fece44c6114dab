"""Why something is reported, held or rejected: one list for readers, moderators and the public page."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    SPAM = "spam", _("Spam")
    ABUSE = "abuse", _("Personal attack")
    HATE = "hate", _("Hateful")
    OFF_TOPIC = "off_topic", _("Off topic")
    FALSE = "false", _("False information")
    PERSONAL = "personal", _("Personal details")
    LANGUAGE = "language", _("Words we don't publish")
    REPEAT = "repeat", _("Said before")
    ILLEGAL = "illegal", _("Illegal content")
    OTHER = "other", _("Another reason")


# What readers can say of a comment. An error in the article is a ticket for the editors, illegal
# content has a form of its own.
REPORTED = (Reason.SPAM, Reason.ABUSE, Reason.HATE, Reason.OFF_TOPIC, Reason.FALSE)
