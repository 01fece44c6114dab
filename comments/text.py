"""Comment text as readers type it, and the safe HTML it becomes. The only place that makes it.

A small Markdown: paragraphs, line breaks, links, *emphasis*, **strong**, > quotes, `code` and
fenced code. No raw HTML, images or headings; links to http and https alone. nh3 has the last word.
"""

import re
import unicodedata

import nh3
from django.utils.html import strip_tags
from markdown_it import MarkdownIt

from comments.links import link_addresses, name_true_sites, shown_address

COMBINING_MARKS_MAX = 4
SAFE_TAGS = {"p", "br", "a", "em", "strong", "blockquote", "code", "pre"}
SAFE_ATTRIBUTES = {"a": {"href"}, "p": {"dir"}, "*": set()}
# Control characters but tab and newline; lone surrogates; and embeddings, overrides and isolates,
# which reorder what follows: every paragraph is isolated by itself.
NOT_SHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
# Letters and symbols that show nothing: Hangul fillers and the empty Braille cell.
INVISIBLE = set("\u115f\u1160\u3164\uffa0\u2800")
JOINER = "\u200d"
WEB_ADDRESS = re.compile(r"https?://\w", re.IGNORECASE)


def clean_text(text):
    """Text as we store it: one form of newline and of letters, nothing that can't be shown."""
    text = re.sub("\r\n?|[\u2028\u2029]", "\n", text)
    return _limit_marks(unicodedata.normalize("NFC", NOT_SHOWN.sub("", text))).strip()


def render(text):
    """The HTML of a comment: safe to put into a page as it is."""
    html = _markdown.render(clean_text(text))
    return nh3.clean(
        html,
        tags=SAFE_TAGS,
        attributes=SAFE_ATTRIBUTES,
        url_schemes={"http", "https"},
        link_rel="ugc nofollow noopener",
    ).strip()


def is_blank(text):
    """True when nothing of the text would be seen."""
    return not any(map(_is_visible, strip_tags(render(text))))


def length_of(text):
    """Characters as a reader counts them: marks, joined emoji and flags are not counted apart."""
    length, is_joined, is_half_flag = 0, False, False
    for char in text:
        is_flag = "\U0001f1e6" <= char <= "\U0001f1ff"
        extends = unicodedata.category(char)[0] == "M" or "\U0001f3fb" <= char <= "\U0001f3ff"
        extends = extends or char == JOINER or is_joined or (is_flag and is_half_flag)
        length += not extends
        is_joined = char == JOINER
        is_half_flag = is_flag and not extends
    return length


def _is_visible(char):
    return unicodedata.category(char)[0] in "LNPS" and char not in INVISIBLE


def _limit_marks(text):
    """At most a few marks on one letter, so that a comment can't climb over its neighbours."""
    if text.isascii():
        return text
    kept, marks = [], 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if marks <= COMBINING_MARKS_MAX:
            kept.append(char)
    return "".join(kept)


def _open_paragraph(tokens, index, options, env):
    """Each paragraph takes its direction from its own first letter."""
    return '<p dir="auto">'


def _build_parser():
    parser = MarkdownIt("zero", {"breaks": True})
    parser.enable(["blockquote", "fence", "newline", "escape"])
    parser.enable(["backticks", "emphasis", "link", "autolink"])
    parser.core.ruler.push("true_sites", name_true_sites)
    parser.core.ruler.push("addresses", link_addresses)
    parser.validateLink = lambda address: bool(WEB_ADDRESS.match(address))
    parser.normalizeLinkText = shown_address
    parser.renderer.rules["paragraph_open"] = _open_paragraph
    return parser


_markdown = _build_parser()
