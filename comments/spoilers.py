"""Parts of a comment that show on demand: [spoiler]…[/spoiler], [spoiler title="The end"]…[/spoiler].

They are found in one pass over the text, before anything else is: a tag without its other half, a
tag in code and tags nested too deep stay the words they are.
"""

import re

from django.utils.translation import gettext as _
from markdown_it.token import Token

DEPTH_MAX = 3
MARK = re.compile(
    r"""
    (?P<gap> \n[ \t]*\n )
    | (?P<fence> ^[ ]{0,3}(?:`{3,}|~{3,}) )
    | (?P<ticks> `+ )
    | (?<!\\) \[spoiler (?:[ ]{1,3}title=["“”„](?P<title>[^"“”„\n]{0,100})["“”])?[ ]{0,3} (?P<opens>\])
    | (?<!\\) (?P<closes>\[/spoiler\])
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
# What would begin a list or a quote, though it stands in the middle of the writer's line.
LIKE_A_BLOCK = re.compile(r"\A([ \t]*[0-9]{0,9})(>|[-+*.)](?=\s))")


def parse_blocks(state):
    """A markdown-it rule in place of its `block`: each text in and between spoilers by itself."""
    end, after = 0, None
    for tag in [*_paired(_tags(state.src)), None]:
        text = state.src[end : tag.start() if tag else None]
        if after and after["closes"]:
            text = LIKE_A_BLOCK.sub(r"\1\\\2", text)
        state.md.block.parse(text, state.md, state.env, state.tokens)
        if tag:
            (_open if tag["opens"] else _close)(state.tokens, tag)
            end, after = tag.end(), tag


def _open(tokens, tag):
    title = (tag["title"] or "").strip() or _("Spoiler")
    tokens += (
        Token("spoiler_open", "details", 1, attrs={"class": "spoiler"}, block=True),
        Token("summary_open", "summary", 1, attrs={"dir": "auto"}),
        Token("text", "", 0, content=title),
        Token("summary_close", "summary", -1, block=True),
    )


def _close(tokens, tag):
    if tokens[-1].type == "summary_close":  # nothing in it
        del tokens[-4:]
    else:
        tokens.append(Token("spoiler_close", "details", -1, block=True))


def _tags(text):
    """All tags that don't stand in code."""
    marks = list(MARK.finditer(text))
    closed_later = _closed_later(marks)
    code = None
    for mark in marks:
        if code:
            code = None if _ends(code, mark) else code
        elif mark["fence"] or mark in closed_later:
            code = mark
        elif mark["opens"] or mark["closes"]:
            yield mark


def _closed_later(marks):
    """The backticks that a paragraph has once more."""
    found, later = set(), set()
    for mark in reversed(marks):
        if mark["gap"]:
            later.clear()
        elif mark["ticks"]:
            found |= {mark} if mark["ticks"] in later else set()
            later.add(mark["ticks"])
    return found


def _ends(code, mark):
    if code["fence"]:
        return (mark["fence"] or "").strip().startswith(code["fence"].strip())
    return mark["ticks"] == code["ticks"]


def _paired(tags):
    """Tags that have their other half, as deep as spoilers may stand in spoilers."""
    tags, opened, paired = list(tags), [], set()
    for tag in tags:
        if tag["opens"]:
            opened.append(tag)
        elif opened:
            paired |= {tag, opened.pop()}
    depth = 0
    for tag in tags:
        if tag not in paired:
            continue
        depth += bool(tag["opens"])
        if depth <= DEPTH_MAX:
            yield tag
        depth -= bool(tag["closes"])
