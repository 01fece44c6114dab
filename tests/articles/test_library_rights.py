"""Who may see, change and choose which pictures of the media library."""

import pytest
from django.urls import reverse

from articles.models import MapImage
from tests.articles.forms import article_form
from tests.articles.library import ADD, LIST, change, make_small, make_stored, save, titles
from tests.factories import make_article, make_map, make_served_map, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def contributor(client):
    user = make_user(group="Contributor")
    client.force_login(user)
    client.user = user
    return client


def test_a_contributor_sees_and_changes_own_uploads(contributor):
    own = make_map(title="Mine", uploaded_by=contributor.user)
    other = make_map(title="Theirs")
    assert titles(contributor.get(LIST)) == {"Mine"}
    assert contributor.get(change(other)).status_code == 403
    assert save(contributor, other, title="Changed").status_code == 403
    assert save(contributor, own, title="Changed").status_code == 302


@pytest.mark.parametrize("status", ["published", "retracted", "approved", "unpublished"])
def test_a_contributor_changes_no_picture_that_was_approved(contributor, status):
    own = make_map(title="Mine", uploaded_by=contributor.user)
    make_article(lead_image=own, status=status)
    assert save(contributor, own, title="Changed").status_code == 403
    assert contributor.get(change(own)).status_code == 200


def test_a_contributor_may_pick_any_picture(contributor):
    make_served_map(title="Theirs")
    question = {"app_label": "articles", "model_name": "article", "field_name": "lead_image"}
    found = contributor.get(reverse("admin:autocomplete"), question).json()["results"]
    assert [row["text"] for row in found] == ["Theirs"]
    assert "Theirs" in contributor.get(f"{LIST}pick/").content.decode()


def hidden_picture(title="Glimbo"):
    """A picture that stands in another one's draft."""
    image = make_served_map(title=title, alt="Glimbo")
    make_article(lead_image=image, status="draft", published_at=None)
    return image


@pytest.mark.parametrize(
    ("model", "field"), [("article", "lead_image"), ("mapimage", "supersedes")]
)
def test_pictures_of_others_drafts_are_suggested_to_no_contributor(contributor, model, field):
    hidden_picture()
    question = {"app_label": "articles", "model_name": model, "field_name": field}
    assert contributor.get(reverse("admin:autocomplete"), question).json()["results"] == []
    assert "Glimbo" not in contributor.get(f"{LIST}pick/").content.decode()


@pytest.mark.parametrize("noun", ["preview", "autosave", "save"])
@pytest.mark.parametrize("place", ["lead", "text"])
def test_a_forged_key_shows_no_picture_of_others_drafts(contributor, noun, place):
    image = hidden_picture()
    body = f'<p><img src="/media/a.png" alt="" data-file="{image.pk}"></p>'
    sent = article_form(**{"lead": {"lead_image": image.pk}, "text": {"body": body}}[place])
    address = reverse("admin:articles_article_add")
    page = contributor.post(address if noun == "save" else f"{address}{noun}/", sent)
    assert page.status_code == (422 if noun == "save" else 200)
    assert "Glimbo" not in page.content.decode()
    assert image.placements.count() == 1


def test_a_picture_of_ones_own_articles_may_be_chosen_again(contributor):
    image = make_served_map()
    make_article(lead_image=image, status="draft", published_at=None, owner=contributor.user)
    sent = article_form(lead_image=image.pk)
    assert contributor.post(reverse("admin:articles_article_add"), sent).status_code == 302


def test_a_contributor_restores_no_file_of_others(contributor):
    image = make_stored()
    former = image.replaced.create(file="maps/a.png")
    address = reverse("admin:articles_mapimage_restore", args=[image.pk, former.pk])
    assert contributor.post(address).status_code == 403


@pytest.mark.parametrize("role", ["Moderator", "Treasurer"])
def test_others_upload_nothing(client, role):
    client.force_login(make_user(group=role))
    assert client.post(ADD, {"file": make_small()}).status_code == 403
    assert not MapImage.objects.exists()
