"""From where guests vote: keyed hashes, another key for each comment, so that nobody is followed.

An address is one IPv4 reader, or the /64 that an IPv6 household gets; a network is their /24 or /64.
"""

from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter

from comments.casting import Origin
from comments.readers import keyed_hash

PREFIXES = {4: {"address": 32, "network": 24}, 6: {"address": 64, "network": 64}}


def origin_of(request, reader, comment):
    """Who casts this vote, as far as it is kept with it."""
    if reader.user:
        return Origin(member=reader.user.pk)
    client = ip_address(get_adapter().get_client_ip(request))
    hashes = {
        kind: keyed_hash(f"vote:{comment.pk}:{ip_network((client, bits), strict=False)}")
        for kind, bits in PREFIXES[client.version].items()
    }
    return Origin(**hashes)
