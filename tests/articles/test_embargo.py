"""Under embargo nobody outside sees an article, whatever else is set."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from articles.hidden_files import is_hidden
from articles.models import Event
from tests.articles.forms import article_form
from tests.factories import make_article, make_served_map, make_user

pytestmark = pytest.mark.django_db
PICTURE = "/media/maps/a1/480.webp"


def in_days(days):
    return (timezone.now() + timedelta(days=days)).replace(second=0, microsecond=0)


def make_draft(**fields):
    return make_article(**{"status": "draft", "published_at": None} | fields)


def embargo(until):
    if until is None:
        return {"embargo_0": "", "embargo_1": ""}
    return {"embargo_0": until.strftime("%Y-%m-%d"), "embargo_1": until.strftime("%H:%M:%S")}


def save(client, article, **sent):
    address = reverse("admin:articles_article_change", args=[article.pk])
    answer = client.post(address, article_form(article, **sent))
    article.refresh_from_db()
    return answer


def sign_in(client, group, **article):
    user = make_user(group=group)
    client.force_login(user)
    return make_draft(owner=user, **article)


def actions():
    return list(Event.objects.order_by("pk").values_list("action", flat=True))


@pytest.mark.parametrize("group", ["Author", "Editor"])
def test_who_may_publish_puts_an_article_under_embargo(client, group):
    article, until = sign_in(client, group), in_days(2)
    assert save(client, article, **embargo(until)).status_code == 302
    assert article.embargo_until == until
    assert "embargoed" in actions()


@pytest.mark.parametrize("until", [None, 1])
def test_only_a_chief_lifts_or_shortens_it(client, until):
    article = sign_in(client, "Editor", embargo_until=in_days(2))
    sent = embargo(until and in_days(until))
    answer = save(client, article, headline="Kept as typed", **sent)
    assert answer.status_code == 422
    assert "Only a chief editor" in answer.content.decode()
    assert "Kept as typed" in answer.content.decode()
    assert article.embargo_until == in_days(2)
    client.force_login(make_user(group="Chief editor"))
    assert save(client, article, **sent).status_code == 302
    assert article.embargo_until == (until and in_days(until))
    assert actions()[-1] == ("embargoed" if until else "released")


def test_an_editor_makes_it_longer(client):
    article = sign_in(client, "Editor", embargo_until=in_days(2))
    assert save(client, article, **embargo(in_days(3))).status_code == 302
    assert article.embargo_until == in_days(3)


def test_a_form_without_the_field_lifts_nothing(client):
    article = sign_in(client, "Contributor", embargo_until=in_days(2))
    assert save(client, article, headline="Changed").status_code == 302
    assert article.embargo_until == in_days(2)


def test_a_contributor_forges_no_embargo(client):
    article = sign_in(client, "Contributor")
    assert save(client, article, **embargo(in_days(2))).status_code == 422
    assert article.embargo_until is None


@pytest.mark.parametrize("at", [None, 1])
def test_nothing_publishes_it_before(at):
    article = make_draft(embargo_until=in_days(2))
    with pytest.raises(ValidationError, match="embargo"):
        article.publish(at and in_days(at))
    article.publish(in_days(2))
    assert article.is_scheduled


def test_a_published_article_is_not_put_under_embargo(client):
    article = make_article()
    with pytest.raises(ValidationError):
        article.set_embargo(in_days(1))
    client.force_login(make_user(group="Editor"))
    form = client.get(reverse("admin:articles_article_change", args=[article.pk]))
    assert "embargo_0" not in form.content.decode()


@pytest.fixture
def picture(settings):
    folder = settings.MEDIA_ROOT / "maps" / "a1"
    (folder / "tiles" / "3").mkdir(parents=True)
    for name in ("480.webp", "full.png", "tiles/3/1_2.webp"):
        (folder / name).write_bytes(b"pixels")
    return make_served_map()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", ["lead", "text"])
def test_its_pictures_are_hidden_until_it_ends(client, picture, place):
    assert client.get(PICTURE).status_code == 200
    body = f'<p>Text.</p><figure><img src="{PICTURE}" alt="" data-file="{picture.pk}"></figure>'
    shown = {"lead_image": picture} if place == "lead" else {"body": body}
    article = make_draft(**shown)
    until = in_days(1)
    article.set_embargo(until)
    for name in ("480.webp", "full.png", "tiles/3/1_2.webp", "../a1/480.webp", "./480.webp"):
        answer = client.get(f"/media/maps/a1/{name}")
        assert answer.status_code == 404
        assert answer["Cache-Control"] == "private, no-store"
    assert client.get(picture.get_absolute_url()).status_code == 404
    with time_machine.travel(until):
        assert client.get(PICTURE).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_lifting_it_shows_the_pictures_at_once(client, picture):
    article = make_draft(lead_image=picture, embargo_until=in_days(1))
    assert client.get(PICTURE).status_code == 404
    article.set_embargo(None)
    answer = client.get(PICTURE)
    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]


def test_a_picture_that_readers_have_elsewhere_stays(client, picture):
    make_article(lead_image=picture)
    make_draft(lead_image=picture, embargo_until=in_days(1))
    assert client.get(PICTURE).status_code == 200


@pytest.mark.parametrize(
    ("group", "status"), [("Contributor", 200), ("Editor", 200), ("Moderator", 404), (None, 404)]
)
def test_the_newsroom_sees_the_pictures_it_works_with(client, picture, group, status):
    make_draft(lead_image=picture, embargo_until=in_days(1))
    client.force_login(make_user(group=group))
    answer = client.get(PICTURE)
    assert answer.status_code == status
    assert answer["Cache-Control"] == "private, no-store"


def test_many_pictures_ask_the_database_once(picture, django_assert_num_queries):
    make_draft(lead_image=picture, embargo_until=in_days(1))
    with django_assert_num_queries(1):
        hidden = [is_hidden(f"maps/{name}/480.webp") for name in ("a1", "b2", "a1")]
    assert hidden == [True, False, True]
