"""Mails about comments: to one address each, and never more than its owner can bear."""

from allauth.core import ratelimit
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

AUTOMATIC = {"Auto-Submitted": "auto-generated"}


def may_write_to(request, email):
    """False once somebody made us fill this inbox: whatever the +tag, it is the same one."""
    local, _at, domain = email.lower().rpartition("@")
    inbox = f"{local.partition('+')[0]}@{domain}"
    return ratelimit.consume(request, action="account_mail", key=inbox)


def written(template, **context):
    """Subject and plain text of a template: its first line, on one line, and the rest."""
    context |= {"SITE_NAME": settings.SITE_NAME, "SITE_URL": settings.SITE_URL}
    subject, _, body = render_to_string(f"comments/email/{template}.txt", context).partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"


def message(email, subject, body, **headers):
    return EmailMessage(subject, body, to=[email], headers=AUTOMATIC | headers)


def send(template, email, **context):
    """Send it now: for what nobody waits to see stored (all else goes by outbox.py)."""
    message(email, *written(template, **context)).send()
