"""Where comments, reports and guests' votes come from: keyed hashes whose key changes every week.

The key is made of a random part in the database, deleted after 30 days, and of SECRET_KEY: neither
a copy of the database nor the site itself leads from an old hash to an address. An address is one
IPv4 reader, or the /64 that an IPv6 household gets; a network is their /24 or /64.
"""

import secrets
import uuid
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import NamedTuple

from allauth.account.adapter import get_adapter
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from comments.models import TraceKey
from comments.words import same_text_key

KEY_DAYS = 7
TRACE_DAYS = 30
PREFIXES = {4: {"address": 32, "network": 24}, 6: {"address": 64, "network": 64}}


class Origin(NamedTuple):
    """From where something was sent, as keyed hashes."""

    address: uuid.UUID | None = None
    network: uuid.UUID | None = None


def origin_of(request, about=""):
    """What is kept of where a request came from; `about` parts what must not be put together."""
    return _origin(_current_key(request), request, about)


def origins_of(request, about=""):
    """The same, then as it was hashed last week: to look for what happened within some days."""
    return [_origin(key, request, about) for key in _recent_keys(request)]


def networks_of(request):
    """This client's network under every key that is kept: to recognise what was once stored."""
    return [_origin(key, request).network for key in _kept_keys(request)]


def said_keys(text):
    """What is kept of a text, the same for all that a reader would call the same; then last week's."""
    plain = same_text_key(text)
    return [_hash(key, f"said:{plain}") for key in _recent_keys()]


def _origin(key, request, about=""):
    client = ip_address(get_adapter().get_client_ip(request))
    networks = {
        kind: ip_network((client, bits), strict=False)
        for kind, bits in PREFIXES[client.version].items()
    }
    return Origin(**{kind: _hash(key, f"{about}:{near}") for kind, near in networks.items()})


def _hash(key, value):
    """128 bits that only this site can compute, and only while it keeps the key."""
    salt = b"comments.traces" + bytes(key.secret)
    return uuid.UUID(bytes=salted_hmac(salt, value, algorithm="sha256").digest()[:16])


def _current_key(request=None):
    return _recent_keys(request)[0]


def _recent_keys(request=None):
    """The key of this week, made on its first use, and that of the week before, if there is one."""
    kept, begins_on = _kept_keys(request), _first_day()
    if begins_on not in [key.begins_on for key in kept]:
        secret = {"secret": secrets.token_bytes(32)}
        kept.insert(0, TraceKey.objects.get_or_create(begins_on=begins_on, defaults=secret)[0])
    week = timedelta(days=KEY_DAYS)
    return [key for key in kept if begins_on - week <= key.begins_on <= begins_on]


def _first_day():
    today = timezone.now().date()
    return today - timedelta(days=today.toordinal() % KEY_DAYS)


def _kept_keys(request=None):
    """All keys, newest first; a request asks for them once."""
    kept = getattr(request, "_trace_keys", None)
    if kept is None:
        kept = list(TraceKey.objects.using(connection.alias).order_by("-begins_on"))
        if request is not None:
            request._trace_keys = kept
    return kept
