"""The tracker on other pages, and hiding it."""

import pytest
from django.template import Context, Template
from django.urls import reverse

from tests.factories import make_article, make_campaign, make_gift

HIDE = "/support/hide/"


@pytest.fixture
def draw(rf):
    """What a tag draws for a request with these cookies."""

    def draw(tag, **cookies):
        request = rf.get("/")
        request.COOKIES |= cookies
        request.depends_on = lambda name: None
        template = Template("{% load donations %}{% " + tag + " %}")
        return template.render(Context({"request": request, "SITE_NAME": "The Datum"}))

    return draw


@pytest.mark.django_db
def test_every_page_may_show_the_goal(draw):
    make_gift(make_campaign(), 1400)
    strip = draw("goal_strip")
    assert 'value="1400"' in strip
    assert "until the end of" in strip
    assert f'action="{HIDE}"' in strip
    assert "csrfmiddlewaretoken" not in strip


@pytest.mark.django_db
def test_the_front_page_shows_the_goal_to_everybody(client):
    make_gift(make_campaign(), 1400)
    response = client.get("/")
    assert 'class="strip' in response.content.decode()
    assert not response.cookies


@pytest.mark.django_db
def test_the_support_page_has_no_strip(client):
    make_campaign()
    assert 'class="strip' not in client.get(reverse("donations:support")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"is_paused": True}, {"is_active": False}, {"goal": None}])
@pytest.mark.parametrize("tag", ["goal_strip", "support_box"])
def test_nobody_is_asked_without_an_active_goal(draw, tag, fields):
    make_campaign(**fields)
    assert draw(tag).strip() == ""


@pytest.mark.django_db
def test_the_box_after_an_article_shows_appeal_and_goal(draw):
    make_gift(make_campaign(appeal="Nine days of walking."), 1400)
    box = draw("support_box")
    assert "Support The Datum" in box
    assert "Nine days of walking." in box
    assert 'value="1400"' in box


@pytest.mark.django_db
def test_strip_and_box_read_the_figures_once(rf, settings, django_assert_num_queries):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    make_campaign()
    request = rf.get("/")
    request.depends_on = lambda name: None
    template = Template("{% load donations %}{% goal_strip %}{% support_box %}")
    with django_assert_num_queries(1):
        template.render(Context({"request": request}))


@pytest.mark.django_db
@pytest.mark.parametrize("tag", ["goal_strip", "support_box"])
def test_who_hid_the_appeals_sees_none(draw, tag):
    make_campaign()
    assert draw(tag, strip="hidden").strip() == ""


@pytest.mark.django_db
@pytest.mark.parametrize("tag", ["goal_strip", "support_box"])
def test_each_appeal_can_be_hidden_with_one_click(draw, tag):
    make_campaign()
    appeal = draw(tag)
    assert appeal.count(f'action="{HIDE}"') == 1
    assert 'aria-label="Hide this for 30 days"' in appeal
    assert "<dialog" not in appeal


@pytest.mark.django_db
def test_an_article_asks_twice_at_most_and_sets_no_cookie(client):
    make_gift(make_campaign(), 1400)
    response = client.get(make_article().get_absolute_url())
    assert response.content.decode().count(f'action="{HIDE}"') == 2
    assert not response.cookies


@pytest.mark.django_db
def test_an_article_asks_nothing_of_who_hid_the_appeals(client):
    make_gift(make_campaign(), 1400)
    article = make_article()
    client.post(HIDE)
    page = client.get(article.get_absolute_url()).content.decode()
    assert f'action="{HIDE}"' not in page
    assert page.count("button--give") == 1  # the masthead's


def test_hiding_lasts_a_month_and_leads_back(client):
    response = client.post(
        HIDE, headers={"referer": "http://testserver/articles/walk/?sort=newest"}
    )
    assert response.url == "http://testserver/articles/walk/?sort=newest"
    cookie = response.cookies["strip"]
    assert cookie["max-age"] == 30 * 24 * 3600
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://evil.example/",
        "//evil.example",
        "http://testserver.evil.example/",
        "javascript:1",
    ],
)
def test_hiding_never_leads_elsewhere(client, referer):
    assert client.post(HIDE, headers={"referer": referer}).url == "/"


def test_hiding_in_place_answers_nothing_to_draw(client):
    response = client.post(HIDE, headers={"hx-request": "true"})
    assert (response.status_code, response.content) == (200, b"")
    assert "strip" in response.cookies


def test_looking_at_the_address_hides_nothing(client):
    response = client.get(HIDE)
    assert response.status_code == 405
    assert not response.cookies
