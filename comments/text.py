"""Comment text as readers type it, and the safe HTML it becomes. The only place that makes it.

A small Markdown: paragraphs, line breaks, links, *emphasis*, **strong**, > quotes, lists, `code`,
fenced code, spoilers and @names. No raw HTML, images or headings; links to http and https alone, and
to members' pages. nh3 has the last word.
"""

import re
import unicodedata

import nh3
from django.utils.html import strip_tags
from markdown_it import MarkdownIt
from markdown_it.rules_block import blockquote, list_block

from comments.links import addresses_in, link_addresses, name_true_sites, shown_address
from comments.mentions import link_members
from comments.spoilers import parse_blocks

COMBINING_MARKS_MAX = 4
# Quotes and lists in each other; a list and its entry are two. What is deeper stays as typed.
NESTING_MAX = 12
# What nests, and which blocks it ends: as markdown-it has it.
NESTING = (
    ("blockquote", blockquote, ["paragraph", "reference", "blockquote", "list"]),
    ("list", list_block, ["paragraph", "reference", "blockquote"]),
)
SAFE_TAGS = {"p", "br", "a", "em", "strong", "blockquote", "code", "pre", "ul", "ol", "li"}
SAFE_TAGS |= {"details", "summary"}
WITH_DIRECTION = ("p", "blockquote", "ul", "ol", "summary")
SAFE_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "*": set()}
SAFE_VALUES = {tag: {"dir": {"auto"}} for tag in WITH_DIRECTION}
SAFE_CLASSES = {"details": {"spoiler"}}
SUMMARY = re.compile(r"<summary[^>]*>[^<]*</summary>")
# Control characters but tab and newline; lone surrogates; and embeddings, overrides and isolates,
# which reorder what follows: every paragraph is isolated by itself.
NOT_SHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
# Letters and symbols that show nothing: Hangul fillers, the empty Braille cell, a null notehead.
INVISIBLE = set("\u115f\u1160\u3164\uffa0\u2800\U0001d159")
JOINER = "\u200d"
LIKE_A_LINK = re.compile(r"://|www\.", re.IGNORECASE)
# Links, spoilers and fences may hold letters that nobody sees; all other signs leave them standing.
HIDES_LETTERS = re.compile(r"[\[\]`~]")
WEB_ADDRESS = re.compile(r"https?://\w", re.IGNORECASE)


def clean_text(text):
    """Text as we store it: one form of newline and of letters, nothing that can't be shown."""
    text = NOT_SHOWN.sub("", re.sub("\r\n?|[\u2028\u2029]", "\n", text))
    # Before too: bringing thousands of marks on one letter into order takes the square of the time.
    return _limit_marks(unicodedata.normalize("NFC", _limit_marks(text))).strip()


def render(text, members=()):
    """The HTML of a comment: safe to put into a page as it is. Of `members`, usernames, @… is linked."""
    html = _markdown.render(clean_text(text), {"members": members})
    return nh3.clean(
        html,
        tags=SAFE_TAGS,
        attributes=SAFE_ATTRIBUTES,
        tag_attribute_values=SAFE_VALUES,
        allowed_classes=SAFE_CLASSES,
        url_schemes={"http", "https"},
        link_rel="ugc nofollow noopener",
    ).strip()


def mentioned(text):
    """Names that a text speaks to with an @, folded, outside code and links: members or not."""
    said = {}
    if "@" in text:
        _markdown.parse(clean_text(text), said)
    return said.get("names", [])


def links_in(text):
    """Where the links of a text lead once it is rendered, and bare www. addresses."""
    text = clean_text(text)
    return addresses_in(_markdown.parse(text, {})) if LIKE_A_LINK.search(text) else []


def is_blank(text):
    """True when nothing of the text would be seen."""
    if not HIDES_LETTERS.search(text) and any(map(_is_letter, clean_text(text))):
        return False  # quicker than to make HTML of it
    return not any(map(_is_visible, strip_tags(SUMMARY.sub("", render(text)))))


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


def _is_letter(char):
    return _is_visible(char) and char.isalpha()


def _limit_marks(text):
    """At most a few marks on one letter, so that a comment can't climb over its neighbours."""
    if text.isascii():
        return text
    kept, marks = [], 0
    for char in text:
        category = unicodedata.category(char)
        if category in ("Mn", "Me"):
            marks += 1
        elif category != "Cf":  # a joiner shows nothing that marks could stand on
            marks = 0
        if marks <= COMBINING_MARKS_MAX:
            kept.append(char)
    return "".join(kept)


def _set_directions(state):
    """A markdown-it rule: each outermost block takes its direction from its own first letter."""
    for token in state.tokens:
        if token.level == 0 and token.nesting == 1 and token.tag in WITH_DIRECTION:
            token.attrs["dir"] = "auto"


def _bounded(rule):
    """A block rule that stops applying where nesting gets silly."""
    return lambda state, *where: state.level < NESTING_MAX and rule(state, *where)


def _build_parser():
    parser = MarkdownIt("zero", {"breaks": True, "maxNesting": NESTING_MAX + 8})
    parser.enable(["blockquote", "list", "fence", "newline", "escape"])
    parser.enable(["backticks", "emphasis", "link", "autolink"])
    for name, rule, ended_by in NESTING:
        parser.block.ruler.at(name, _bounded(rule), {"alt": ended_by})
    parser.core.ruler.at("block", parse_blocks)
    parser.core.ruler.push("directions", _set_directions)
    parser.core.ruler.push("true_sites", name_true_sites)
    parser.core.ruler.push("addresses", link_addresses)
    parser.core.ruler.push("members", link_members)
    parser.validateLink = lambda address: bool(WEB_ADDRESS.match(address))
    parser.normalizeLinkText = shown_address
    return parser


_markdown = _build_parser()
