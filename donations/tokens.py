"""The token of a giving form: bound to one browser, good from two seconds to an hour after it is made.

The page with the form is the same for everybody and carries none. A token comes with the page that
asks the donor to check, or is fetched when they first touch the form; a cookie says for whom it is.
"""

import re
import secrets
import time
import uuid

from django.conf import settings
from django.core import signing

LEAST_SECONDS = 2
MOST_SECONDS = 3600
BROWSER = re.compile(r"[0-9a-f]{32}")


def browser_of(request):
    """What this browser goes by while it gives; made up anew where it has no cookie."""
    known = request.COOKIES.get(settings.GIVING_COOKIE_NAME, "")
    return known if BROWSER.fullmatch(known) else secrets.token_hex(16)


def new_token(browser):
    return signing.dumps([uuid.uuid4().hex, time.time()], salt=_salt(browser))


def keep_browser(response, browser):
    """The cookie to which the token is bound. Set by posts alone."""
    response.set_cookie(
        settings.GIVING_COOKIE_NAME,
        browser,
        max_age=MOST_SECONDS,
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


def nonce_of(request, token):
    """The id that only this token carries; nothing when it is not good, or came back too soon."""
    try:
        salt = _salt(browser_of(request))
        nonce, made_at = signing.loads(token, salt=salt, max_age=MOST_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    return uuid.UUID(nonce) if time.time() - made_at >= LEAST_SECONDS else None


def _salt(browser):
    return f"donations.tokens:{browser}"
