"""Editors see who else has the article open, and that it was saved since."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from articles import working
from articles.contents import working_content
from articles.models import Presence
from articles.writing import write
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines(client):
    user = make_user(group="Editor", first_name="Ines", last_name="Harrow")
    client.force_login(user)
    return user


@pytest.fixture
def rhea():
    return make_user(group="Editor", first_name="Rhea", last_name="Alder")


@pytest.fixture
def article():
    return make_article(status="draft", published_at=None)


def ask(client, article, **sent):
    address = reverse("admin:articles_article_presence", args=[article.pk])
    return client.post(address, {"version": article.version} | sent)


def form_of(client, article):
    return client.get(reverse("admin:articles_article_change", args=[article.pk]))


def test_others_who_have_it_open_are_named(client, ines, rhea, article):
    working.note_presence(rhea, article)
    page = ask(client, article).content.decode()
    assert "Rhea Alder" in page
    assert "Ines Harrow" not in page
    assert {one.user for one in Presence.objects.all()} == {ines, rhea}
    assert "Rhea Alder" in form_of(client, article).content.decode()


def test_who_types_is_marked(client, ines, rhea, article):
    working.note_presence(rhea, article)
    assert "(writing)" not in ask(client, article).content.decode()
    working.keep(rhea, article, {"headline": "Half"}, 0)
    page = ask(client, article).content.decode()
    assert "(writing)" in page
    assert "Half" not in page


def test_who_was_not_seen_for_a_while_is_gone(client, ines, rhea, article):
    with time_machine.travel(timezone.now() - timedelta(seconds=46), tick=False):
        working.note_presence(rhea, article)
    assert "Rhea" not in ask(client, article).content.decode()


def test_leaving_removes_the_name_at_once(client, ines, article):
    ask(client, article)
    assert ask(client, article, leave="1").status_code == 204
    assert not Presence.objects.exists()


def test_opening_the_form_writes_nothing(client, ines, article):
    form_of(client, article)
    assert not Presence.objects.exists()


def test_a_newer_version_is_announced_with_its_name(client, ines, rhea, article):
    seen = article.version
    write(article, working_content(article) | {"headline": "New"}, by=rhea, origin="form")
    page = ask(client, article, version=seen).content.decode()
    assert "Rhea Alder saved a newer version" in page
    assert "your save will ask you to compare" in page
    assert "newer" not in ask(client, article).content.decode()


def test_ones_own_save_in_another_window_is_announced_as_such(client, ines, article):
    write(article, working_content(article) | {"headline": "New"}, by=ines, origin="form")
    page = ask(client, article, version=0).content.decode()
    assert "You saved a newer version in another window" in page


def test_a_changed_state_is_announced(client, ines, rhea, article):
    article.approve(by=rhea)
    page = ask(client, article, version=0).content.decode()
    assert "“Approved”, Rhea Alder" in page


def test_names_are_shown_inertly(client, ines, article):
    working.note_presence(make_user(group="Editor", first_name="<b>glimbo"), article)
    assert "<b>glimbo" not in ask(client, article).content.decode()


def test_the_line_is_a_polite_live_region(client, ines, article):
    page = form_of(client, article).content.decode()
    assert 'role="status"' in page.partition("<article-presence")[2].partition(">")[0]


@pytest.mark.parametrize("group", ["Contributor", "Moderator", "Treasurer"])
def test_who_may_not_see_it_learns_nothing(client, group, article):
    client.force_login(make_user(group=group))
    assert ask(client, article).status_code == 404
    assert not Presence.objects.exists()


@pytest.mark.parametrize("version", ["", "x", "9" * 30, "-1"])
def test_odd_versions_are_harmless(client, ines, article, version):
    assert ask(client, article, version=version).status_code == 200


def test_it_costs_the_same_for_one_and_for_many(client, ines, article, django_assert_num_queries):
    working.note_presence(make_user(group="Editor"), article)
    ask(client, article)
    with django_assert_num_queries(7) as asked:
        ask(client, article)
    for _ in range(4):
        working.note_presence(make_user(group="Editor"), article)
    with django_assert_num_queries(len(asked)):
        ask(client, article)


def test_traces_are_forgotten_after_an_hour(ines, rhea, article):
    with time_machine.travel(timezone.now() - timedelta(minutes=61), tick=False):
        working.note_presence(rhea, article)
    working.note_presence(ines, article)
    assert working.forget_presences() == 1
    assert Presence.objects.get().user == ines
