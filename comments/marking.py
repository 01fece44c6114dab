"""A comment's text for moderators: as readers would see it, what a rule saw marked, no link leading away."""

import re
from html import unescape
from itertools import islice

from django.utils.html import escape
from django.utils.safestring import SafeString

TAGS = re.compile('(<[^>"]*(?:"[^"]*"[^>"]*)*>)')
HREF = re.compile('<a [^>]*?href="([^"]*)"')
# What Markdown may have taken out of a word that was written with it.
SIGNS = re.compile(r"[*_`\\]+")
GAP = re.compile(r"(?:\\?\s)+")
MARKS_MAX = 100


def marked(body_html, pieces):
    """The safe HTML of a comment with these pieces of it marked, and whether each was found.

    Tags are kept as they were made, but for links, and all between them is escaped anew.
    """
    parts = TAGS.split(body_html)
    texts = [unescape(text) for text in parts[::2]]
    spans, is_complete = _spans("".join(texts), pieces)
    start, drawn = 0, []
    for text, tag in zip(texts, [*parts[1::2], ""], strict=True):
        drawn += [_with_marks(text, start, spans), tag]
        start += len(text)
    return SafeString("".join(_without_links(drawn))), is_complete


def typed(text, places):
    """The text as it was typed, escaped, with places of it marked: (start, end) each."""
    spans, end = [], 0
    for place in sorted(places):
        if end <= place[0] < place[1] <= len(text):
            spans.append(place)
            end = place[1]
    return SafeString(_with_marks(text, 0, spans))


def _spans(text, pieces):
    """Where the pieces stand; none within another."""
    patterns = {piece: _pattern(piece) for piece in sorted(pieces, key=len, reverse=True)}
    patterns = {piece: pattern for piece, pattern in patterns.items() if pattern}
    if not patterns:
        return [], not pieces
    either = "|".join(f"({pattern})" for pattern in patterns.values())
    found = list(islice(re.finditer(either, text), MARKS_MAX))
    seen = {match.lastindex for match in found}
    return [match.span() for match in found], len(seen) == len(pieces)


def _pattern(piece):
    """Finds a piece where it stands as a whole, with or without its signs; "" for nothing."""
    ways = {way.strip() for way in (piece, SIGNS.sub("", piece))} - {""}
    return "|".join(_whole(way) for way in sorted(ways, reverse=True))


def _whole(way):
    before = r"(?<!\w)" if way[0].isalnum() else ""
    after = r"(?!\w)" if way[-1].isalnum() else ""
    return before + GAP.sub(r"\\s+", re.escape(way)) + after


def _with_marks(text, start, spans):
    """A stretch of the text that begins at `start`, escaped, with what lies in it of the spans marked."""
    drawn, done = [], 0
    for first, last in spans:
        begin, end = max(first - start, 0), min(last - start, len(text))
        if begin < end:
            drawn += [escape(text[done:begin]), "<mark>", escape(text[begin:end]), "</mark>"]
            done = end
    return "".join([*drawn, escape(text[done:])])


def _without_links(drawn):
    """Links as their words and where they lead; what their writers hid, unfolded."""
    address = words = ""
    for part in drawn:
        if link := HREF.match(part):
            address, words = unescape(link[1]), ""
            yield '<span class="card__link">'
        elif part == "</a>":
            yield f"</span>{_shown(address, words)}"
            address = ""
        else:
            words += unescape(TAGS.sub("", part))
            yield "<details open" + part[8:] if part.startswith("<details") else part


def _shown(address, words):
    leads_away = "://" in address and address != words
    return f' <bdi class="card__address" dir="ltr">{escape(address)}</bdi>' if leads_away else ""
