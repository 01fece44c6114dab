"""Trying a rule on what was said before: in the admin with a list nobody saved, or on the desk."""

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import rehearsal
from comments.models import WordList
from comments.rehearsal import rehearse_links, rehearse_words
from tests.factories import make_comment, make_user, reject

pytestmark = pytest.mark.django_db
ADD = reverse("admin:comments_wordlist_add")
DESK = "/moderation/rehearse/"


@pytest.fixture
def moderator(client):
    client.force_login(make_user(group="Moderator"))
    return client


def make_list(**fields):
    return WordList.objects.create(**{"name": "Rude words", "entries": "glimbo"} | fields)


def change_page(words):
    return reverse("admin:comments_wordlist_change", args=[words.pk])


def typed(entries="glimbo", **more):
    return {"name": "Rude words", "action": "hold", "entries": entries} | more


def test_a_rehearsal_counts_false_alarms_and_hits():
    make_comment(text="A glimbo that stays.").approve(by=make_user())
    reject(make_comment(text="A rude Glimbo."), by=make_user())
    make_comment(text="A new g-l-i-m-b-o.")
    make_comment(text="Nothing of the kind.")
    found = rehearse_words("glimbo")
    assert (found.looked, found.caught, found.published, found.rejected) == (4, 3, 1, 1)


def test_the_words_are_marked_and_hostile_text_stays_inert():
    make_comment(text='<script>alert("x")</script> a glimbo')
    [caught] = rehearse_words("glimbo").shown
    assert "<mark>glimbo</mark>" in caught.excerpt
    assert "<script" not in caught.excerpt


def test_of_a_long_text_the_part_around_the_word_is_shown():
    make_comment(text="before " * 100 + "glimbo" + " after" * 100)
    [caught] = rehearse_words("glimbo").shown
    assert caught.excerpt.startswith("…")
    assert caught.excerpt.endswith("…")
    assert "<mark>glimbo</mark>" in caught.excerpt
    assert len(caught.excerpt) < 350


def test_the_newest_are_looked_at_and_erased_ones_are_not():
    for number in range(4):
        make_comment(text=f"Glimbo {number}.")
    make_comment(text="Glimbo of mine.").erase()
    found = rehearse_words("glimbo", 2)
    assert [caught.excerpt for caught in found.shown] == [
        "<mark>Glimbo</mark> 3.",
        "<mark>Glimbo</mark> 2.",
    ]


def test_a_rehearsal_ends_when_its_time_is_up(monkeypatch):
    make_comment(text="A glimbo.")
    monkeypatch.setattr(rehearsal, "SECONDS_MAX", -1)
    assert rehearse_words("glimbo").is_cut


def test_links_can_be_rehearsed():
    make_comment(text="See https://valley.example/map for more.")
    make_comment(text="No link here.")
    [caught] = rehearse_links().shown
    assert "<mark>https://valley.example/map</mark>" in caught.excerpt


def test_a_list_nobody_saved_is_rehearsed_and_stays_unsaved(moderator):
    make_comment(text="A glimbo.")
    response = moderator.post(ADD, typed(_rehearse="Rehearse", last="10"))
    assert response.status_code == 200
    assert "1 comment of 1 would have been caught." in response.text
    assert "<mark>glimbo</mark>" in response.text
    assert not WordList.objects.exists()


def test_a_changed_list_is_rehearsed_as_it_stands_in_the_form(moderator):
    words = make_list(entries="bramble")
    make_comment(text="A glimbo.")
    response = moderator.post(change_page(words), typed(_rehearse="Rehearse", opened=1))
    assert "1 comment of 1 would have been caught." in response.text
    assert ">glimbo</textarea>" in response.text.replace("\r", "").replace("\n", "")
    words.refresh_from_db()
    assert (words.entries, words.version) == ("bramble", 1)


@pytest.mark.parametrize("last", ["0", "10001", "x", "9" * 30])
def test_a_silly_number_of_comments_is_refused(moderator, last):
    response = moderator.post(ADD, typed(_rehearse="Rehearse", last=last))
    assert response.status_code == 200
    assert "would have been caught" not in response.text
    assert moderator.get(DESK, {"rule": "links", "last": last}).status_code == 422


def test_wrong_lines_are_named_and_nothing_is_saved(moderator):
    response = moderator.post(ADD, typed("fine\n*\n" + "x" * 81))
    assert "Line 2" in response.text
    assert "Line 3" in response.text
    assert not WordList.objects.exists()


@pytest.mark.parametrize(
    ("changed", "version"),
    [({"entries": "glimbo\nbramble"}, 2), ({"action": "reject"}, 2), ({"is_on": "on"}, 1)],
)
def test_another_list_of_words_is_another_version(moderator, changed, version):
    words = make_list()
    before = timezone.now()
    moderator.post(change_page(words), typed(opened=1) | changed)
    words.refresh_from_db()
    assert words.version == version
    assert words.changed_at >= before


def test_two_people_with_the_same_list_open_do_not_overwrite_each_other(moderator):
    words = make_list()
    moderator.post(change_page(words), typed("glimbo\nbramble", opened=1))
    response = moderator.post(change_page(words), typed("glimbo\nthistle", opened=1))
    assert "Somebody changed this list meanwhile." in response.text
    words.refresh_from_db()
    assert "bramble" in words.entries


def test_the_desk_rehearses_lists_that_are_not_in_use(moderator):
    words = make_list(is_on=False)
    make_comment(text="A glimbo.")
    assert moderator.get(DESK).status_code == 200
    page = moderator.get(DESK, {"rule": words.pk, "last": 10}).text
    assert "1 comment of 1 would have been caught." in page
    assert moderator.get(DESK, {"rule": "99", "last": 10}).status_code == 422


def test_only_moderators_rehearse(client):
    assert client.get(DESK).status_code == 302
    client.force_login(make_user())
    assert client.get(DESK).status_code == 403
    assert client.post(ADD, typed(_rehearse="Rehearse")).status_code == 302
