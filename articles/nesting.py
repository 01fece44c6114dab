"""Bounds how deep HTML nests: reading what nests n deep takes n times n steps."""

import re

DEEPEST = 60
VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "param",
    "source",
    "track",
    "wbr",
}
# A second one beside it closes the first.
SIBLINGS = {"p", "li", "tr", "td", "th", "dd", "dt"}
# Cut as a browser does. What runs to the end without a ">" is no tag, and can't be one later.
MARKUP = re.compile(
    r"""
    <!--(?:-?>|.*?(?:--!?>|\Z))                                 # a comment
    | <(?:[!?]|/[^a-z>])[^>]*(?:>|\Z)                           # read as one
    | <(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes|plaintext)(?=[\s/>])
      .*?(?:</(?P=raw)(?=[\s/>])[^>]*>|\Z)                      # nothing in it is a tag
    | <(?P<end>/?)(?P<name>[a-z][^\s/>]*+)
      (?: [\s/]++
        | [^\s/>][^\s/>=]*+ (?:\s*+=\s*+(?:"[^"]*(?:"|\Z)|'[^']*(?:'|\Z)|[^\s"'>][^\s>]*+)?)?+
      )*+ (?:>|\Z)
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


def shallow(html):
    """The HTML without comments, programs and whatever would stand deeper than DEEPEST.

    Counts a tag as open until its own end stands where it must: never too few.
    """
    is_open = []

    def kept(match):
        name = (match["name"] or "").lower()
        if not name:
            return ""
        if match["end"]:
            if is_open[-1:] == [name]:
                is_open.pop()
        elif name not in VOID and not (name in SIBLINGS and is_open[-1:] == [name]):
            if len(is_open) >= DEEPEST:
                return match[0] if name == "p" else ""
            is_open.append(name)
        return match[0]

    return MARKUP.sub(kept, html)
