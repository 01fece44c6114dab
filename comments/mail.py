"""Mails about comments: to one address each, and never more than its owner can bear."""

from allauth.core import ratelimit
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string


def may_write_to(request, email):
    """False once somebody made us fill this inbox: whatever the +tag, it is the same one."""
    local, _at, domain = email.lower().rpartition("@")
    inbox = f"{local.partition('+')[0]}@{domain}"
    return ratelimit.consume(request, action="account_mail", key=inbox)


def send(template, email, **context):
    """Send the plain text of a template, its first line being the subject."""
    context |= {"SITE_NAME": settings.SITE_NAME, "SITE_URL": settings.SITE_URL}
    subject, _, body = render_to_string(f"comments/email/{template}.txt", context).partition("\n")
    headers = {"Auto-Submitted": "auto-generated"}
    EmailMessage(subject.strip(), body.strip() + "\n", to=[email], headers=headers).send()
