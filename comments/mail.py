"""Mails about comments: to one address each, and never more than its owner can bear."""

from allauth.core import ratelimit
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.translation import override

# A person waits for it; it tells of something new; it can wait.
AWAITED, NEWS, DIGEST = range(3)


def may_write_to(request, email):
    """False once somebody made us fill this inbox: the same one whatever its +tag and dots."""
    local, _at, domain = email.lower().rpartition("@")
    inbox = local.strip('"').partition("+")[0].replace(".", "")
    return ratelimit.consume(request, action="account_mail", key=f"{inbox}@{domain}")


def write(
    template, to, *, comment=None, language="", key="", priority=NEWS, headers=None, **context
):
    """Write a mail in the transaction of what it tells; None when `to` is not one address.

    Of two under one key the first is sent; none about a comment that is deleted meanwhile.
    """
    try:
        validate_email(to)
    except ValidationError:
        return None
    ours = {"X-Portal-Key": key, "X-Portal-Priority": str(priority)}
    if comment:
        ours["X-Portal-Comment"] = str(comment.pk)
    with override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        subject, text, html = _written(template, context | {"comment": comment})
        message = EmailMultiAlternatives(subject, text, to=[to], headers=(headers or {}) | ours)
        if html:
            message.attach_alternative(html, "text/html")
        message.send()
    return message


def _written(template, context):
    """Subject, plain text and HTML: the text's first line on one line, the rest, and "" without."""
    context |= {"SITE_NAME": settings.SITE_NAME, "SITE_URL": settings.SITE_URL}
    text = get_template(f"comments/email/{template}.txt").render(context)
    subject, _line, body = text.partition("\n")
    context["subject"] = " ".join(subject.split())
    try:
        html = get_template(f"comments/email/{template}.html").render(context)
    except TemplateDoesNotExist:
        html = ""
    return context["subject"], body.strip() + "\n", html
