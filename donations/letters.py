"""Mails to donors and to staff, written in the transaction of what they tell."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils.translation import override

STAFF_PERMISSION = "donations.change_provider"


def write(template, to, *, donor=None, language="", key="", **context):
    """Write a letter; None when `to` is not one address. Of two under one key the first is sent."""
    try:
        validate_email(to)
    except ValidationError:
        return None
    known = {"donor": donor, "SITE_NAME": settings.SITE_NAME, "SITE_URL": settings.SITE_URL}
    headers = {"X-Portal-Key": key} | ({"X-Portal-Donor": str(donor.pk)} if donor else {})
    with override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        text = render_to_string(f"donations/email/{template}.txt", context | known)
        subject, _line, body = text.partition("\n")
        facts = {"subject": " ".join(subject.split()), "body": body.strip() + "\n"}
        message = EmailMultiAlternatives(**facts, to=[to], headers=headers)
        message.send()
    return message


def write_to_staff(template, *, key="", **context):
    """One letter to each of the people who look after the providers."""
    backend = "django.contrib.auth.backends.ModelBackend"
    people = get_user_model().objects.with_perm(STAFF_PERMISSION, backend=backend)
    for person in people.exclude(email="").order_by("pk"):
        own_key = f"{key}:{person.pk}" if key else ""
        write(template, person.email, key=own_key, person=person, **context)
