"""From where guests vote: keyed hashes, other ones for each comment, so that nobody is followed."""

from comments import traces
from comments.casting import Origin


def origin_of(request, reader, comment):
    """Who casts this vote, as far as it is kept with it."""
    if reader.user:
        return Origin(member=reader.user.pk)
    now, *before = traces.origins_of(request, f"vote:{comment.pk}")
    address, network = before[0] if before else (None, None)
    return Origin(**now._asdict(), address_before=address, network_before=network)
