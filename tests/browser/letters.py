"""Mails as readers find them in their boxes, and the links in them."""

import re

from tests.browser.steps import until


def mail(box, number):
    """The mail that is the `number`-th to come, once it has come."""
    until(lambda: len(box) >= number)
    assert len(box) == number
    return box[-1]


def text_of(message):
    return message.get_body(("plain",)).get_content()


def link_in(message, word):
    """The link whose address has this word as a part."""
    return re.search(rf"http\S+/{word}/\S+", text_of(message))[0]
