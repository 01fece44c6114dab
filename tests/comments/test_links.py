"""Which links a text has, as its readers get them."""

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.text import links_in, render


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See https://x.example/a. And HTTP://y.example", ["https://x.example/a", "HTTP://y.example"]),
        ("[the map](https://x.example) <https://y.example>", ["https://x.example", "https://y.example"]),
        ("> - https://x.example\n\n[spoiler]http://y.example[/spoiler]", ["https://x.example", "http://y.example"]),
        ("[www.x.example](https://x.example)", ["https://x.example"]),
        ("go to www.x.example/a, (WWW.y.example)", ["www.x.example/a", "WWW.y.example"]),
    ],
)  # fmt: skip
def test_links_are_found_in_their_order(text, links):
    assert links_in(text) == links


@pytest.mark.parametrize(
    "text",
    ["no link", "@ines", "`https://x.example`", "```\nhttps://x.example\n```", "//x.example", "a@www.x.example", "www.", "xwww.x.example"],
)  # fmt: skip
def test_what_is_no_link_is_none(text):
    assert links_in(text) == []


PIECES = ["https://x.example", "http://", "[a](", ")", "`", "<", ">", "\n\n", "- ", "[spoiler]", "[/spoiler]", "\\", "\u202a"]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_no_link_is_shown_that_was_not_found(text):
    shown = re.findall('<a href="([^"]+)"', render(text))
    assert {unescape(address) for address in shown} <= set(links_in(text))
