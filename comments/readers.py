"""Who is writing or voting: a member by account, a guest by a signed cookie set when they first act."""

import uuid
from dataclasses import dataclass, replace
from functools import cached_property

from allauth.account.adapter import get_adapter
from django.apps import apps
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
    # Key and number of the Guest whose private link was opened on this device.
    link: tuple = ()

    @property
    def is_known(self):
        return bool(self.user or self.guest_id)

    @property
    def key(self):
        """The id under which votes and comments of this reader are kept; None for nobody."""
        if self.user:
            return keyed_hash(f"u:{self.user.pk}")
        return keyed_hash(f"g:{self.guest_id}") if self.guest_id else None

    @cached_property
    def guest(self):
        """The Guest whose private link they opened, while it holds; costs a query."""
        return apps.get_model("comments.Guest").objects.behind(self.link) if self.link else None

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
        """True when it is their own: by account, cookie, or the address they confirmed."""
        if self.user and comment.author_id == self.user.pk:
            return True
        if self.is_known and comment.reader == self.key:
            return True
        return bool(self.link and self.guest and self.guest.wrote(comment))

    def opening(self, guest):
        """The same reader on a device where the guest's private link was opened."""
        known = self if self.guest_id else replace(self, guest_id=uuid.uuid4().hex)
        return replace(known, link=(guest.pk, guest.number))

    def keep_in(self, response):
        """Give a guest the cookie by which we know them again; a member has a session."""
        if self.guest_id and (self.link or not self.user):
            facts = [self.guest_id, self.name, self.email, *self.link]
            response.set_cookie(
                settings.READER_COOKIE_NAME,
                signing.dumps(facts, salt=COOKIE_SALT),
                max_age=COOKIE_SECONDS,
                secure=settings.IS_HTTPS,
                httponly=True,
                samesite="Lax",
            )
        return response


def reader_of(request):
    """Who sent this request. Never starts a session and never issues a cookie."""
    user = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None
    guest = _guest_of(request)
    return replace(guest, user=user) if user and user.is_authenticated else guest


def is_moderator(request):
    """True for who may decide about comments; of readers and members nothing more is asked."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return request.user.is_staff and request.user.has_perm("comments.moderate_comment")


def _guest_of(request):
    """What the cookie says; nobody without one."""
    cookie = request.COOKIES.get(settings.READER_COOKIE_NAME)
    if not cookie:
        return Reader()
    try:
        facts = signing.loads(cookie, salt=COOKIE_SALT, max_age=COOKIE_SECONDS)
        guest_id, name, email, *link = facts
    except (signing.BadSignature, ValueError, TypeError):
        return Reader()
    return Reader(guest_id=guest_id, name=name, email=email, link=tuple(link))


def address_of(request):
    """A keyed hash of the client's address: the address itself is never stored."""
    return keyed_hash(f"a:{get_adapter().get_client_ip(request)}")


def email_key(email):
    """A keyed hash of an e-mail address, in whatever case it was typed."""
    return keyed_hash(f"e:{email.lower()}")


def keyed_hash(value):
    """128 bits that only this site can compute from the value."""
    digest = salted_hmac("comments.readers", value, algorithm="sha256").digest()
    return uuid.UUID(bytes=digest[:16])
