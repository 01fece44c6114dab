"""Turns @name in comment text into a link to that member's page."""

import re
import unicodedata

from django.urls import reverse

from comments.links import link, outside_links, words

MENTIONS_MAX = 5
# Names a text may offer, before anybody looks which of them are members.
NAMES_MAX = 20
NAME = re.compile(r"(?<![\w.+\-@/])@([\w.+-]{1,150}+)(?!@)")


def link_members(state):
    """A markdown-it rule: note the names in `names`, and link those that are in `members`."""
    names = state.env.setdefault("names", [])
    members = {folded(name): name for name in state.env.get("members", ())}

    def split(text):
        return _split(text, names, members)

    for block in state.tokens:
        if block.type == "inline" and "@" in block.content:
            block.children = list(outside_links(block.children, split))


def folded(name):
    """One form of a username for all that readers take for the same."""
    return unicodedata.normalize("NFKC", name).lower()


def _split(text, names, members):
    end = 0
    for match in NAME.finditer(text):
        name = match[1].rstrip(".-")
        known = folded(name)
        if known and known not in names and len(names) < NAMES_MAX:
            names.append(known)
        if known in members:
            yield words(text[end : match.start()])
            address = reverse("comments:person", args=[members[known]])
            yield from link(address, f"@{name}")
            end = match.start() + 1 + len(name)
    yield words(text[end:])
