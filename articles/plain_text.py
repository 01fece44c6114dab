"""The characters of a text that readers can select, and where in its HTML each of them stands.

They are in one normal form: NFC, every run of white space one space, a line break too; blocks are
parted by EDGE, and two of it stand around the whole, so that its ends are told from other edges.
Captions, link cards and lines of code are left out.
"""

import re
from bisect import bisect_left, bisect_right
from html import unescape
from unicodedata import category, is_normalized, normalize

# As the sanitizer writes: every value quoted, no quote inside, "<" begins a tag and nothing else.
# Groups are not possessive: before Python 3.11.5 those match wrongly (gh-106052).
TAG = r'<(?P<end>/?)(?P<name>[a-z][a-z0-9]*+)(?P<said>(?: [a-z-]++="[^"]*+")*)>'
TOKENS = re.compile(
    rf"{TAG}|(?P<entity>&#?[0-9a-zA-Z]{{1,32}};)|(?P<space>\s++)|[^\s<&]++(?: [^\s<&]++)*|."
)
INLINE = {"a", "code", "em", "s", "strong"}
WITHOUT_END = {"br", "hr", "img"}
EDGE = "\n"
# The later letters of a Korean syllable.
JAMO = range(0x1160, 0x1200)


def normal(text):
    """A text as it is compared with others."""
    return "".join(part for part, _start, _end in _composed(" ".join(text.split())))


def is_part(character):
    """True for what belongs to the character before it."""
    return category(character)[0] == "M" or ord(character) in JAMO


class PlainText:
    """`text` with a place in the HTML for every character of it."""

    def __init__(self, body):
        self._parts, self._starts, self._ends = [EDGE, EDGE], [0, 0], [0, 0]
        self._is_hidden = 0
        for token in TOKENS.finditer(body):
            self._read(token)
        self._close_block(len(body))
        self._put(EDGE, len(body), len(body))
        self.text = "".join(self._parts)

    def span(self, first, after):
        """Where characters of the text stand in the HTML."""
        return self._starts[first], self._ends[after - 1]

    def characters_at(self, start, end):
        """Which characters of the text stand there in the HTML."""
        return bisect_right(self._ends, start), bisect_left(self._starts, end)

    def _read(self, token):
        if token["name"]:
            self._pass_tag(token)
        elif self._is_hidden:
            return
        elif token["space"]:
            self._put_space(*token.span())
        elif token["entity"]:
            self._put_entity(unescape(token[0]), *token.span())
        else:
            self._put_words(token[0], *token.span())

    def _pass_tag(self, token):
        name = token["name"]
        if name == "br":
            self._put_space(*token.span())
        elif name not in INLINE:
            self._close_block(token.start())
        if name in WITHOUT_END:
            return
        if token["end"]:
            self._is_hidden = max(0, self._is_hidden - 1)
        elif self._is_hidden or _hides(token):
            self._is_hidden += 1

    def _put_entity(self, text, start, end):
        if text.isspace():
            self._put_space(start, end)
        else:
            self._put(text, start, end)

    def _put_words(self, words, start, end):
        if is_normalized("NFC", words):
            self._parts.append(words)
            self._starts.extend(range(start, end))
            self._ends.extend(range(start + 1, end + 1))
            return
        for part, first, after in _composed(words):
            self._put(part, start + first, start + after)

    def _put_space(self, start, end):
        if self._is_hidden or self._parts[-1] == EDGE:
            return
        if self._parts[-1] == " ":
            self._ends[-1] = end
        else:
            self._put(" ", start, end)

    def _close_block(self, at):
        if self._parts[-1] == " ":
            for kept in (self._parts, self._starts, self._ends):
                kept.pop()
        if self._parts[-1] != EDGE:
            self._put(EDGE, at, at)

    def _put(self, text, start, end):
        self._parts.append(text)
        self._starts.extend([start] * len(text))
        self._ends.extend([end] * len(text))


def _hides(token):
    """Captions, lines of code, and link cards."""
    is_card = token["name"] == "p" and ' class="card"' in token["said"]
    return is_card or token["name"] in {"figure", "pre"}


def _composed(text):
    """Each character of a text in its composed form, with where it begins and ends."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not is_part(text[at]):
            yield normalize("NFC", text[start:at]), start, at
            start = at
