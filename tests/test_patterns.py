"""Regular expressions that mean the same to every Python the product runs on."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("articles", "comments", "donations", "newsportal")
# Before Python 3.11.5 such a group may stop in the middle of a round (gh-106052).
POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{[0-9,]+\})\+")
# Its rounds can't end in the middle: what they begin with decides.
TRIED_ON_OLD_PYTHONS = {"articles/nesting.py"}


def texts_in(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("app", APPS)
def test_no_group_is_possessive(app):
    wrong = {
        str(path.relative_to(ROOT))
        for path in (ROOT / app).rglob("*.py")
        if any(map(POSSESSIVE_GROUP.search, texts_in(path)))
    }
    assert wrong <= TRIED_ON_OLD_PYTHONS


@pytest.mark.parametrize("group", ["(?:ab)*+", "(?:ab)?+", "(a|b)++", "(?: a){1,3}+"])
def test_such_groups_are_recognized(group):
    assert POSSESSIVE_GROUP.search(group)
