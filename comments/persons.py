"""The people behind comments, as moderators and the pipeline know them: what they wrote, what they may."""

import uuid
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Q
from django.db.models.functions import Lower
from django.db.models.lookups import Exact

from comments.belongings import from_address
from comments.models import Comment, Guest, Sanction, Trace
from comments.readers import email_key


@dataclass(frozen=True)
class Person:
    """A member; or a guest, known by cookie, by the address they give, by their network for a while.

    An address is no proof: anybody can type it. It finds sanctions, but only who opened the private
    link is taken for the `guest` behind it.
    """

    member: object = None
    guest: Guest | None = None
    reader_key: uuid.UUID | None = None
    email: str = ""
    name: str = ""
    networks: tuple = ()

    @property
    def is_known(self):
        """True when what they did before can be found."""
        return bool(self.member or self.guest or self.reader_key)

    @property
    def is_confirmed(self):
        """True when an account or a confirmed address stands behind them."""
        return bool(self.member or (self.guest and self.guest.confirmed_at))

    @property
    def is_banned(self):
        """True for who may not take part any more; costs a statement, for strangers none."""
        return self.sanctions().filter(kind=Sanction.Kind.BAN).exists()

    def comments(self, *, also_signed=False):
        """What is certainly theirs: by account, cookie or confirmed address.

        With `also_signed` also what bears the address they give, whoever typed it.
        """
        if self.member:
            return Comment.objects.filter(author=self.member).order_by()
        mine = Q(reader=self.reader_key, author=None) if self.reader_key else Q(pk=None)
        if self.is_confirmed:
            mine |= from_address(self.guest.email)
        if also_signed and self.email:
            mine |= from_address(self.email)
        return Comment.objects.filter(mine).order_by()

    def sanctions(self):
        """What holds against them now, in one statement. A network answers for its guests alone.

        Under an address that may be anybody's no warning is found: its owner is to read it.
        """
        theirs = Q(member=self.member) if self.member else Q(network__in=self.networks)
        if self.guest:
            theirs |= Q(guest=self.guest)
        if proven := self._proven_address:
            theirs |= _is_for(proven)
        if self.email and self.email.lower() != proven.lower():
            theirs |= _is_for(self.email) & ~Q(kind=Sanction.Kind.WARNING)
        return Sanction.objects.using(connection.alias).in_force().filter(theirs)

    @property
    def _proven_address(self):
        if self.member:
            return self.member.email
        return self.guest.email if self.is_confirmed else ""

    def may_know(self, sanction):
        """False when nothing but an address they typed leads to it: it may be somebody else's."""
        is_members = bool(self.member) and sanction.member_id == self.member.pk
        is_guests = bool(self.guest) and sanction.guest_id == self.guest.pk
        return is_members or is_guests or sanction.network is not None


def person_of(comment):
    """Who wrote a comment; nobody can tell any more once it is erased."""
    if comment.author_id:
        return Person(member=comment.author, reader_key=comment.reader, name=comment.name)
    traces = Trace.objects.filter(comment=comment.pk, network__isnull=False)
    return Person(
        guest=Guest.objects.filter(_is_address(comment.email)).first() if comment.email else None,
        reader_key=comment.reader,
        email=comment.email,
        name=comment.name,
        networks=tuple(traces.values_list("network", flat=True)),
    )


def person_under(sanction):
    """Whom a sanction is for; nobody when it is for a network."""
    if sanction.member:
        return Person(member=sanction.member, name=sanction.member.public_name)
    guest = sanction.guest
    return Person(guest=guest, email=guest.email) if guest else Person()


def address_of(person):
    """Where mail certainly reaches them, or ""; who only typed an address gets none."""
    if not person.member:
        return person.guest.email if person.is_confirmed else ""
    known = EmailAddress.objects.using(connection.alias).filter(user=person.member, verified=True)
    confirmed = known.filter(user__is_active=True).order_by("-primary", "pk")
    return confirmed.values_list("email", flat=True).first() or ""


def person_of_reader(reader, email="", *, networks=()):
    """Who sent a request, and gives this address; `networks` as traces.networks_of(request)."""
    if reader.user:
        return Person(member=reader.user, reader_key=reader.key, name=reader.user.public_name)
    return Person(
        guest=reader.guest,
        reader_key=reader.key,
        email=email or reader.email,
        name=reader.name,
        networks=tuple(networks),
    )


def _is_for(email):
    """Sanctions of the member, the guest, or who was erased, with this address."""
    members = get_user_model().objects.filter(_is_address(email)).values("pk")
    guests = Guest.objects.filter(_is_address(email)).values("pk")
    return Q(member__in=members) | Q(guest__in=guests) | Q(address=email_key(email))


def _is_address(email):
    """In the terms of `one_guest_per_email` and `one_account_per_email`."""
    return Exact(Lower("email"), email.lower())
