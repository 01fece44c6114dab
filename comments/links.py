"""Turns web addresses in comment text into links, in one pass over the text.

markdown-it's own linkify reads some texts again and again: 24 kB of "://" kept it for seconds.
"""

import re

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

ADDRESS = re.compile(r"(?<![A-Za-z0-9])https?://\w[^\s<>\"]{0,2000}", re.IGNORECASE)
# No link, but readers can copy it.
BARE = re.compile(r"(?<![\w.@/-])www\.\w[^\s<>\"]{0,2000}", re.IGNORECASE)
# Words that a reader would take for the name of a site.
SITE_NAME = re.compile(r"\w\.\w{2}")
HOST = re.compile(r"https?://[^/?#]*", re.IGNORECASE)
# Punctuation at the end belongs to the sentence; a bracket only if it was not opened inside.
ENDINGS = ".,:;!?'\u2026\u3002\u3001\uff0c\u060c\u061b\u061f"
BRACKETS = {")": "(", "]": "[", "}": "{"}


def link_addresses(state):
    """A markdown-it rule: link what looks like an address in plain text."""
    for block in state.tokens:
        if block.type == "inline" and "://" in block.content:
            block.children = list(outside_links(block.children, _split))


def name_true_sites(state):
    """A markdown-it rule: a link whose words name a site shows where it really leads."""
    for block in state.tokens:
        if block.type == "inline" and "](" in block.content:
            _name_true_site(block.children)


def _name_true_site(tokens):
    address = ""
    for token in tokens:
        if token.type == "link_open":
            address = token.attrs["href"]
        elif token.type == "link_close":
            address = ""
        elif address and SITE_NAME.search(token.content) and not _names(token.content, address):
            token.content = shown_address(address)


def _names(words, address):
    """True when all sites named in these words are the one the address is on."""
    site = HOST.match(address)[0].partition("://")[2].lower()
    words = words.lower().replace("http://", "").replace("https://", "")
    return words == site or words.startswith(f"{site}/")


def shown_address(address):
    """An address as readers see it: a host in another alphabet as what it is, xn--..."""
    host = HOST.match(address)[0]
    return HOST.match(normalizeLink(host))[0] + address[len(host) :]


def outside_links(tokens, split):
    """Inline tokens, those of plain text outside links replaced by what `split` makes of it."""
    depth = 0
    for token in tokens:
        depth += token.nesting if token.type in ("link_open", "link_close") else 0
        if token.type == "text" and not depth:
            yield from split(token.content)
        else:
            yield token


def addresses_in(tokens):
    """Where the links of a parsed text lead, and bare www. addresses, in their order."""
    found = []

    def note(text):
        found.extend(map(_without_ending, BARE.findall(text)))
        return ()

    for block in tokens:
        for token in outside_links(block.children or (), note):
            if token.type == "link_open" and token.attrs["href"]:
                found.append(token.attrs["href"])
    return found


def _split(text):
    end = 0
    for match in ADDRESS.finditer(text):
        address = _without_ending(match[0])
        yield words(text[end : match.start()])
        yield from link(normalizeLink(address), shown_address(address))
        end = match.start() + len(address)
    yield words(text[end:])


def _without_ending(address):
    opened = {mark: address.count(mark) for pair in BRACKETS.items() for mark in pair}
    end = len(address)
    while (last := address[end - 1]) in ENDINGS or last in BRACKETS:
        if last in BRACKETS:
            if opened[last] <= opened[BRACKETS[last]]:
                break
            opened[last] -= 1
        end -= 1
    return address[:end]


def link(address, text):
    return (
        Token("link_open", "a", 1, attrs={"href": address}),
        words(text),
        Token("link_close", "a", -1),
    )


def words(content):
    return Token("text", "", 0, content=content)
