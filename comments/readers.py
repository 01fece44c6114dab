"""Who is writing or voting: a member by account, a guest by a signed cookie set when they first act."""

import uuid
from dataclasses import dataclass, replace

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

COOKIE_SALT = "comments.reader"
COOKIE_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True)
class Reader:
    """A member (`user`), a guest known by cookie (`guest_id`), or nobody yet."""

    user: object = None
    guest_id: str = ""
    name: str = ""
    email: str = ""

    @property
    def is_known(self):
        return bool(self.user or self.guest_id)

    @property
    def key(self):
        """The id under which votes and comments of this reader are kept; None for nobody."""
        if self.user:
            return keyed_hash(f"u:{self.user.pk}")
        return keyed_hash(f"g:{self.guest_id}") if self.guest_id else None

    def acting(self):
        """The same reader, as a guest with an id of their own if they were nobody."""
        return self if self.is_known else replace(self, guest_id=uuid.uuid4().hex)

    def remembering(self, form):
        """The same guest with what the next form is filled with: nothing, unless they ask for it."""
        if self.user:
            return self
        known = form.cleaned_data if form.cleaned_data["remember"] else {"name": "", "email": ""}
        return replace(self, name=known["name"], email=known["email"])

    def wrote(self, comment):
        """True when the comment is this reader's own."""
        if self.user and comment.author_id == self.user.pk:
            return True
        return self.is_known and comment.reader == self.key

    def keep_in(self, response):
        """Give a guest the cookie by which we know them again; a member has a session."""
        if self.guest_id and not self.user:
            response.set_cookie(
                settings.READER_COOKIE_NAME,
                signing.dumps([self.guest_id, self.name, self.email], salt=COOKIE_SALT),
                max_age=COOKIE_SECONDS,
                secure=settings.IS_HTTPS,
                httponly=True,
                samesite="Lax",
            )
        return response


def reader_of(request):
    """Who sent this request. Never starts a session and never issues a cookie."""
    user = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None
    if user and user.is_authenticated:
        return Reader(user=user)
    try:
        guest_id, name, email = signing.loads(
            request.COOKIES.get(settings.READER_COOKIE_NAME, ""),
            salt=COOKIE_SALT,
            max_age=COOKIE_SECONDS,
        )
    except (signing.BadSignature, ValueError, TypeError):
        return Reader()
    return Reader(guest_id=guest_id, name=name, email=email)


def address_of(request):
    """A keyed hash of the client's address: the address itself is never stored."""
    return keyed_hash(f"a:{get_adapter().get_client_ip(request)}")


def keyed_hash(value):
    """128 bits that only this site can compute from the value."""
    digest = salted_hmac("comments.readers", value, algorithm="sha256").digest()
    return uuid.UUID(bytes=digest[:16])
