"""Where payments come from: keyed hashes, from which nobody but the site finds an address again.

An address is one IPv4 reader, or the /64 that an IPv6 household gets; a network is their /24 or
/64. Both are forgotten after 30 days.
"""

import uuid
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import NamedTuple

from allauth.account.adapter import get_adapter
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from donations.models import Attempt, Payment

KEPT = timedelta(days=30)
PREFIXES = {4: {"address": 32, "network": 24}, 6: {"address": 64, "network": 64}}


class Origin(NamedTuple):
    """From where somebody gives, as keyed hashes."""

    address: uuid.UUID | None = None
    network: uuid.UUID | None = None


def origin_of(request):
    client = ip_address(get_adapter().get_client_ip(request))
    return Origin(
        **{
            kind: _hash(ip_network((client, bits), strict=False))
            for kind, bits in PREFIXES[client.version].items()
        }
    )


def forget_attempts():
    """Delete attempts, and the origins of payments, when they are old; how many there were."""
    limit = timezone.now() - KEPT
    known = Q(address__isnull=False) | Q(network__isnull=False)
    payments = Payment.objects.filter(known, created_at__lt=limit)
    forgotten = payments.update(address=None, network=None)
    return forgotten + Attempt.objects.filter(made_at__lt=limit).delete()[0]


def _hash(near):
    """128 bits that only this site can compute."""
    mac = salted_hmac("donations.origins", str(near), algorithm="sha256")
    return uuid.UUID(bytes=mac.digest()[:16])
