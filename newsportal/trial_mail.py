"""A test mail, sent past the outbox, and in plain words what the server said to it."""

import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from smtplib import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

SECONDS = 10
WORDS_MAX_LENGTH = 200
SMTP = "django.core.mail.backends.smtp.EmailBackend"
CONSOLE = "django.core.mail.backends.console.EmailBackend"


@dataclass(frozen=True)
class Outcome:
    is_good: bool
    sentence: str


def transport():
    """How mail leaves the site, in words and without secrets."""
    if settings.MAIL_TRANSPORT == CONSOLE:
        return _("Mail is printed to the console: nothing leaves this machine.")
    if settings.MAIL_TRANSPORT != SMTP:
        return settings.MAIL_TRANSPORT
    known = {"server": _server(), "security": _security()}
    return _("SMTP to %(server)s, %(security)s.") % known


def send(address):
    """Try it now, for some seconds at most."""
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        pool.submit(_hand_over, _message(address)).result(timeout=SECONDS)
    except Exception as error:
        return Outcome(False, _why_not(error))
    finally:
        pool.shutdown(wait=False)
    if settings.MAIL_TRANSPORT == CONSOLE:
        return Outcome(True, transport())
    accepted = _("%(server)s accepted it. Look into your inbox, and into the folder for spam.")
    return Outcome(True, accepted % {"server": _server()})


def _message(address):
    subject = _("Test of the mail of %(site)s") % {"site": settings.SITE_NAME}
    text = _("If you read this, the site can send mail. Nothing else needs to be done.")
    headers = {"Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [address], headers=headers)


def _hand_over(message):
    line = get_connection(settings.MAIL_TRANSPORT, timeout=SECONDS)
    message.connection = line
    message.send()


def _why_not(error):
    known = {"server": _server()}
    if isinstance(error, SMTPAuthenticationError):
        return _("%(server)s did not take the user name and password.") % known
    if isinstance(error, SMTPNotSupportedError):
        return _("%(server)s does not offer what EMAIL_URL asks for, such as TLS.") % known
    if isinstance(error, ssl.SSLError):
        return _("The connection to %(server)s could not be made secure.") % known
    if isinstance(error, SMTPResponseException | SMTPRecipientsRefused):
        return _("%(server)s refused it: %(answer)s") % (known | {"answer": _answer(error)})
    if isinstance(error, TimeoutError | SMTPServerDisconnected):
        return _("%(server)s did not answer in time, or broke off.") % known
    if isinstance(error, OSError) and not isinstance(error, SMTPException):
        return _("No connection to %(server)s.") % known
    return _("Not sent: %(error)s") % {"error": type(error).__name__}


def _answer(error):
    """Code and words of the server; another one's words are cut short."""
    if isinstance(error, SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()), (0, b""))
    else:
        code, words = error.smtp_code, error.smtp_error
    said = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    return f"{code} {said}"[:WORDS_MAX_LENGTH]


def _server():
    if settings.MAIL_TRANSPORT != SMTP:
        return settings.MAIL_TRANSPORT
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


def _security():
    if settings.EMAIL_USE_SSL:
        return _("encrypted from the beginning (TLS)")
    return _("encrypted by STARTTLS") if settings.EMAIL_USE_TLS else _("not encrypted")
