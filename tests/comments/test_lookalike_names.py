"""Names that the eye takes for the newsroom's or a member's, in letters of other scripts."""

import pytest

from comments.names import clean_name, is_reserved, is_taken
from tests.factories import make_user


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "editor\u3164",
        "e\u115fditor",
        "\u2800editor\U0001d159",
        "ᴇᴅɪᴛᴏʀ",
        "ꓰꓓꓲꓔꓳꓣ",
        "ᎬᎠᏆᎢᏫᎡ",
        "🅴🅳🅸🆃🅾🆁",
        "🇪🇩🇮🇹🇴🇷",
        "editør",
        "eđiŧor",
        "ɛdıtor",
        "ǝditor",
        "editor ✓",
    ],
)
def test_a_name_that_looks_like_the_newsrooms_is_reserved(name):
    assert is_reserved(clean_name(name))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Mara\u3164", "ᴍᴀʀᴀ", "ꓟꓮꓣꓮ", "Mařa"])
def test_a_name_that_looks_like_a_members_is_taken(name):
    make_user(username="mara")
    assert is_taken(clean_name(name))


@pytest.mark.parametrize("name", ["\u3164\u3164", "\u2800 \u2800", "\uffa0\u200b\u1160"])
def test_a_name_that_nobody_can_see_is_none(name):
    assert clean_name(name) == ""
