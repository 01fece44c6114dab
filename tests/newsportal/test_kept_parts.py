"""What a page takes over from its earlier copy when only something else on it has changed."""

import time
from collections import Counter

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpResponse
from django.template import Context, Template
from django.test import override_settings
from django.urls import path
from django.utils import timezone

from donations.models import Campaign
from tests.caches import empty_caches
from tests.factories import (
    make_article,
    make_author,
    make_campaign,
    make_comment,
    make_gift,
    make_topic,
)

PAGE = Template(
    "{% load portal %}{% keep 'head' %}<b>{{ head }}</b>{% endkeep %}"
    "<i>{{ middle }}</i>{% keep 'foot' %}<u>{{ foot }}</u>{% endkeep %}"
)
drawn = Counter()


def page(request):
    request.depends_on("articles")

    def thing(name, *stamps):
        def draw():
            for stamp in stamps:
                request.depends_on(stamp)
            drawn[name] += 1
            return f"{name} {drawn[name]}"

        return draw

    things = {"head": thing("head"), "middle": thing("middle", "discussion")}
    things["foot"] = thing("foot", "goal")
    return HttpResponse(PAGE.render(Context({"request": request} | things)))


page.is_shared = True
urlpatterns = [path("page/", page)]


@pytest.fixture
def _one_page(monkeypatch):
    drawn.clear()
    monkeypatch.setattr("newsportal.page_cache.came_out", lambda since, stamp: False)
    with override_settings(ROOT_URLCONF=__name__):
        yield


def move_stamp(name):
    cache.set(f"stamp:{name}", str(time.time_ns()), None)


def drawn_after(client, *moved, path="/page/"):
    for name in moved:
        move_stamp(name)
    answer = client.get(path)
    assert answer.content.decode() == client.get(path).content.decode()
    return dict(drawn)


@pytest.mark.usefixtures("_one_page")
@pytest.mark.parametrize(
    ("moved", "expected"),
    [
        ("discussion", {"head": 1, "middle": 2, "foot": 1}),
        ("goal", {"head": 1, "middle": 2, "foot": 2}),
        ("articles", {"head": 2, "middle": 2, "foot": 2}),
    ],
)
def test_parts_are_drawn_again_when_something_they_show_has_changed(client, moved, expected):
    drawn_after(client)
    assert drawn_after(client, moved) == expected


@pytest.mark.usefixtures("_one_page")
def test_what_was_taken_over_is_watched_as_before(client):
    drawn_after(client)
    drawn_after(client, "discussion")
    assert drawn_after(client, "goal")["foot"] == 2
    assert drawn_after(client, "discussion")["foot"] == 2
    assert drawn_after(client, "goal")["foot"] == 3


@pytest.mark.usefixtures("_one_page")
def test_a_page_is_no_fresher_than_what_it_took_over(client, settings):
    settings.SHARED_PAGE_SECONDS = 30
    with time_machine.travel("2026-11-01 12:00", tick=False) as clock:
        drawn_after(client)
        clock.shift(20)
        assert drawn_after(client, "discussion") == {"head": 1, "middle": 2, "foot": 1}
        clock.shift(15)
        assert drawn_after(client) == {"head": 2, "middle": 3, "foot": 2}


@pytest.mark.usefixtures("_one_page")
def test_another_page_takes_nothing_over(client):
    drawn_after(client)
    assert drawn_after(client, path="/page/?sort=newest")["head"] == 2


@pytest.mark.usefixtures("_one_page")
def test_a_page_for_one_person_neither_takes_nor_gives(client):
    drawn_after(client)
    client.cookies["theme"] = "dark"
    move_stamp("discussion")
    assert client.get("/page/").content == b"<b>head 2</b><i>middle 2</i><u>foot 2</u>"
    del client.cookies["theme"]
    assert client.get("/page/").content == b"<b>head 1</b><i>middle 3</i><u>foot 1</u>"


@pytest.fixture
def article(db):
    campaign = make_campaign()
    make_gift(campaign, "1200")
    found = make_article(authors=[make_author()], topics=[make_topic()])
    make_article(section=found.section)
    make_comment(found)
    return found


@pytest.fixture
def after(client, article, django_capture_on_commit_callbacks):
    """The article's page before and after something happens, while no time passes."""

    def look(action):
        with time_machine.travel(timezone.now(), tick=False):
            before = client.get(article.get_absolute_url()).content.decode()
            with django_capture_on_commit_callbacks(execute=True):
                action()
            now = client.get(article.get_absolute_url()).content.decode()
            empty_caches()
            assert client.get(article.get_absolute_url()).content.decode() == now
        return before, now

    return look


def test_a_comment_appears_on_the_page_and_in_every_count(after, article):
    before, now = after(lambda: make_comment(article, text="The ferry left early."))
    assert "The ferry left early." not in before
    assert "The ferry left early." in now
    assert "2 comments" in now


def test_a_correction_of_the_article_appears(after, article):
    headline = article.headline

    def correct():
        article.headline, article.body = "The other headline", "<p>The other text.</p>"
        article.save()

    before, now = after(correct)
    assert "The other headline" not in before
    assert "The other text." in now
    assert headline not in now
    assert now.count("The other headline") == before.count(headline)


def test_a_gift_appears_above_and_below_the_article(after):
    before, now = after(lambda: make_gift(Campaign.objects.get(), "300"))
    assert "1,200" in before
    assert "1,200" not in now
    assert now.count("1,500") >= 2


def test_a_renamed_section_appears_in_the_navigation_and_the_article(after, article):
    def rename():
        article.section.name = "Waterways"
        article.section.save()

    before, now = after(rename)
    assert "Waterways" not in before
    assert now.count("Waterways") >= 2


def test_a_new_article_appears_among_the_related(after, article):
    before, now = after(lambda: make_article(section=article.section, headline="A third weir"))
    assert "A third weir" not in before
    assert "A third weir" in now


@pytest.mark.parametrize("number", [1, 40])
def test_after_a_comment_the_page_takes_three_statements(
    client, article, number, django_assert_num_queries, django_capture_on_commit_callbacks
):
    for _ in range(number):
        make_comment(parent=make_comment(article))
    for _ in range(2):  # the second asks once what is scheduled
        client.get(article.get_absolute_url())
    with django_capture_on_commit_callbacks(execute=True):
        make_comment(article)
    with django_assert_num_queries(3):
        client.get(article.get_absolute_url())
