"""Writing mails to the outbox, and reading those that the site sent."""

import re

from django.core.mail import EmailMessage

from newsportal.models import OutgoingMail

ANN = "ann@example.com"


def write(to=ANN, *, subject="News", body="Something new.\n", **headers):
    """The row of a mail; for tests that ask for `stored_mail` or `smtp_server`."""
    message = EmailMessage(subject, body, to=[to], headers=headers)
    message.send()
    return OutgoingMail.objects.get(pk=message.outgoing_id)


def link_in(mail):
    """The path of the first link in a mail."""
    return re.search(r"https?://[^/\s]+(/\S+)", mail.body)[1]
