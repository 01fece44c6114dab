"""Content out of the article form as it was sent: valid or not, saved or not."""

from articles.body import CONTROL_CHARACTERS
from articles.choosing import without_hidden
from articles.contents import LINKS, TEXTS, normal

MOST_BYLINES = 100
DIGITS_OF_A_KEY = 18


def sent_content(data, user=None):
    """Everything the form holds, as a content. Never raises: what can't be read is left empty.

    Pictures that this user may not choose are left out.
    """
    content = {name: _text(data.get(name)) for name in TEXTS}
    content |= {name: _key(data.get(name)) for name in LINKS}
    content["topics"] = [key for key in map(_key, data.getlist("topics")) if key]
    content["bylines"] = _bylines(data)
    return without_hidden(user, normal(content)) if user else normal(content)


def _text(value):
    return CONTROL_CHARACTERS.sub("", value or "").strip()


def _number(value):
    value = (value or "").strip()
    is_number = value.isascii() and value.isdecimal() and len(value) <= DIGITS_OF_A_KEY
    return int(value) if is_number else None


def _key(value):
    return _number(value) or None


def _bylines(data):
    """The lines of the byline in the order of their numbers; those without an author are left out."""
    total = min(_number(data.get("bylines-TOTAL_FORMS")) or 0, MOST_BYLINES)
    lines = []
    for n in range(total):
        sent = {name: data.get(f"bylines-{n}-{name}") for name in ("role", "place", "position")}
        author = _key(data.get(f"bylines-{n}-author"))
        if author is None or data.get(f"bylines-{n}-DELETE"):
            continue
        position = _number(sent.pop("position"))
        lines.append((MOST_BYLINES if position is None else position, author, sent))
    lines.sort(key=lambda line: line[0])
    return [
        {"author": author} | {name: _text(text) for name, text in sent.items()}
        for _position, author, sent in lines
    ]
