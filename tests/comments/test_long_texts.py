"""A text that is too long is refused at once, however long it is."""

import pytest

from comments import text
from comments.forms import CommentForm


def refusal(typed):
    form = CommentForm({"text": typed})
    assert not form.is_valid()
    return form.errors["text"]


def test_a_text_that_is_too_long_is_never_rendered(monkeypatch):
    monkeypatch.setattr(text, "render", lambda text: pytest.fail("it was rendered"))
    assert refusal("*a" * 2_000) == ["This is 1000 characters too long."]


def test_a_text_far_too_long_is_not_even_cleaned(monkeypatch):
    monkeypatch.setattr(text, "clean_text", lambda text: pytest.fail("it was cleaned"))
    assert refusal("a\n" * 500_000) == ["This is 997000 characters too long."]
