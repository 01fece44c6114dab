"""Comments with links, by people we don't know, or with many."""

from django.utils.translation import ngettext

from comments.pipeline.verdicts import HOLD, Verdict
from comments.text import links_in

LINKS_OF_KNOWN = 5
SHOWN = 5


def links(submission):
    """A link by an unverified person waits; many wait whoever sent them."""
    found = links_in(submission.text)
    known = submission.reader.user or submission.reader.guest
    if len(found) <= (LINKS_OF_KNOWN if known else 0):
        return None
    evidence = {"links": found[:SHOWN], "number": len(found)}
    return Verdict(HOLD, evidence=evidence, nudge=_nudge(found))


def _nudge(found):
    sentence = ngettext(
        "With this link a moderator looks at it first: %(links)s",
        "With these links a moderator looks at it first: %(links)s",
        len(found),
    )
    return sentence % {"links": " ".join(found[:SHOWN])}
