"""Two editors open one article: the later one is asked, and nothing that anybody wrote is lost."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from articles.models import Event, WorkingCopy
from tests.articles.forms import article_form
from tests.factories import make_article, make_author, make_topic, make_user

pytestmark = pytest.mark.django_db
DRAFT = {"status": "draft", "published_at": None}


@pytest.fixture
def ines(client):
    user = make_user(group="Editor", first_name="Ines", last_name="Harrow")
    client.force_login(user)
    return user


@pytest.fixture
def rhea():
    return make_user(group="Editor", first_name="Rhea", last_name="Alder")


def address_of(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def save_as(user, article, **fields):
    """Somebody else saves, from the newest version."""
    from articles.contents import working_content
    from articles.writing import write

    write(article, working_content(article) | fields, by=user, origin="form")


def sent_again(response):
    """What the browser sends when the page that came back is saved as it is."""
    form = response.context["adminform"].form
    return {**{name: values for name, values in form.data.lists()}, "rescue": rescue().pk}


def rescue():
    return WorkingCopy.objects.get(kind="rescue")


def test_a_stale_save_is_refused_and_shows_base_theirs_and_mine(client, ines, rhea):
    article = make_article(headline="River rises", **DRAFT)
    stale = article_form(article, headline="River falls")
    save_as(rhea, article, headline="River stands")
    response = client.post(address_of(article), stale)
    assert response.status_code == 409
    article.refresh_from_db()
    assert article.headline == "River stands"
    (question,) = response.context["collision"].questions
    page = response.content.decode()
    assert (question.name, question.base) == ("headline", "River rises")
    assert "<del> rises</del><ins> stands</ins>" in page
    assert "<del> rises</del><ins> falls</ins>" in page
    assert "Rhea Alder" in page
