"""What an article needs before readers may see it, and where it says so."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import checklist
from articles.models import Article, LegendSet
from tests.articles.forms import article_form, publish_at
from tests.factories import make_article, make_author, make_map, make_user

pytestmark = pytest.mark.django_db
WORDS = "<p>" + "word " * 120 + "</p>"


def make_draft(**fields):
    return make_article(**{"status": "draft", "published_at": None} | fields)


def codes(checks):
    return [check.code for check in checks]


def hints_of(article, **about):
    return {
        check.code.removesuffix("_hint") for check in checklist.panel(article, **about)["hints"]
    }


def figure(image, alt=""):
    return f'<figure><img src="/a.webp" alt="{alt}" data-file="{image.pk}"></figure>'


@pytest.mark.parametrize(
    ("gap", "code"),
    [
        ({"alt": ""}, "alt"),
        ({"alt": "  "}, "alt"),
        ({"credit": ""}, "credit"),
        ({"licence": ""}, "licence"),
        ({"permission": ""}, "permission"),
        ({"has_no_legend": False}, "has_no_legend"),
        ({"permission_until": "2020-01-31"}, "permission_until"),
    ],
)
def test_a_picture_with_a_gap_stops_publication_by_every_way(gap, code):
    article = make_draft(lead_image=make_map(title="Valley", **gap))
    article.lead_image.refresh_from_db()
    assert codes(checklist.missing(article)) == [code]
    for at in (None, timezone.now() + timedelta(days=1)):
        with pytest.raises(ValidationError, match="“Valley”"):
            article.publish(at)
    assert Article.objects.get().status == "draft"


def test_all_that_misses_is_told_at_once():
    image = make_map(alt="", credit="", licence="", permission="", has_no_legend=False)
    with pytest.raises(ValidationError) as refused:
        make_draft(headline=" ", lead_image=image).publish()
    assert len(refused.value.messages) == 6


BARE = {"alt": "", "credit": "", "licence": "", "permission": "", "has_no_legend": False}
ASKED = ["alternative text", "credit", "licence", "Why we may show it", "legend"]


@pytest.fixture
def editor(client):
    client.force_login(make_user(group="Editor"))
    return client


@pytest.mark.parametrize("verb", ["publish", "schedule"])
@pytest.mark.parametrize("place", ["lead", "text"])
def test_the_form_refuses_with_the_whole_list(editor, verb, place):
    image = make_map(title="Bare valley", **BARE)
    shown = {"lead_image": image} if place == "lead" else {"body": figure(image)}
    article = make_draft(**shown)
    sent = article_form(article, _do=verb) | publish_at(timezone.now() + timedelta(days=1))
    response = editor.post(f"/admin/articles/article/{article.pk}/change/", sent)
    assert response.status_code == 422
    told = " ".join(response.context["adminform"].form.non_field_errors())
    assert [words for words in ASKED if words not in told] == []
    assert f"/admin/articles/mapimage/{image.pk}/change/#id_credit" in response.content.decode()
    assert Article.objects.get().status == "draft"


def test_the_list_refuses_with_the_whole_list(editor):
    article = make_draft(lead_image=make_map(**BARE))
    sent = {"action": "publish", "_selected_action": [article.pk]}
    page = editor.post("/admin/articles/article/", sent, follow=True).content.decode()
    assert [words for words in ASKED if words not in page] == []
    assert Article.objects.get().status == "draft"


def test_a_new_article_has_its_list_in_the_form(editor):
    page = editor.get("/admin/articles/article/add/").content.decode()
    assert "The headline is missing." in page
    assert 'href="#id_headline"' in page


def test_a_picture_in_the_text_is_held_to_the_same():
    article = make_draft(body=figure(make_map(credit="")))
    assert codes(checklist.missing(article)) == ["credit"]


@pytest.mark.parametrize(
    "fields",
    [{"is_decorative": True}, {"alt": "A valley"}],
)
def test_a_picture_is_described_or_decorative(fields):
    article = make_draft(lead_image=make_map(**{"alt": ""} | fields))
    assert checklist.missing(article) == []


def test_the_text_of_the_place_describes_a_picture_too():
    image = make_map(alt="")
    assert not checklist.missing(make_draft(lead_image=image, lead_alt="The valley in May"))
    assert not checklist.missing(make_draft(body=figure(image, "The valley")))
    assert checklist.missing(make_draft(body=figure(image, "The valley") + figure(image)))


def test_a_set_explains_a_map_once_it_has_rows():
    legend_set = LegendSet.objects.create(name="Who controls what")
    article = make_draft(lead_image=make_map(has_no_legend=False, legend_set=legend_set))
    assert codes(checklist.missing(article)) == ["has_no_legend"]
    legend_set.rows.create(label="North", colour="#ccdee4")
    assert checklist.missing(Article.objects.get()) == []


def test_a_photo_needs_no_legend():
    assert not checklist.missing(make_draft(lead_image=make_map(kind="photo", has_no_legend=False)))


def test_a_permission_that_ends_before_the_hour_of_publication_stops_it():
    today = timezone.localdate()
    article = make_draft(lead_image=make_map(permission_until=today))
    later = timezone.now() + timedelta(days=2)
    assert checklist.missing(article) == []
    assert codes(checklist.missing(article, later)) == ["permission_until"]
    with pytest.raises(ValidationError):
        article.publish(later)


def test_an_article_that_was_never_saved_has_its_list():
    found = checklist.panel(Article())
    assert codes(found["missing"]) == ["headline", "section"]
    assert "bylines" in {check.field for check in found["hints"]}


def test_an_article_with_everything_has_no_hints():
    article = make_draft(
        body=WORDS,
        standfirst="In short.",
        authors=[make_author()],
        lead_image=make_map(width=6000, height=4200, valid_at=timezone.now()),
    )
    assert hints_of(article) == set()
    assert len(checklist.panel(article)["done"]) == 9


@pytest.mark.parametrize(
    ("fields", "hint"),
    [
        ({"headline": "w" * 111}, "headline"),
        ({"standfirst": ""}, "standfirst"),
        ({"body": "<p>Short.</p>"}, "body"),
        ({"language": "ru"}, "language"),
        ({"lead_image": None}, "lead_image"),
    ],
)
def test_what_would_be_better_is_a_hint_and_stops_nobody(fields, hint):
    known = {"body": WORDS, "standfirst": "In short.", "authors": [make_author()]}
    known["lead_image"] = make_map(width=6000, height=4200, valid_at=timezone.now())
    article = make_draft(**known | fields)
    assert hints_of(article) == {hint}
    article.publish()


@pytest.mark.parametrize(
    ("fields", "hint"),
    [
        ({"width": 1199}, "lead_image"),
        ({"alt": "w" * 151}, "alt"),
        ({"valid_at": None}, "valid_at"),
        ({"permission_until": timezone.localdate() + timedelta(days=3)}, "permission_until"),
        ({"exclusive_until": timezone.localdate() + timedelta(days=3)}, "exclusive_until"),
    ],
)
def test_a_hint_about_a_picture_leads_to_its_form(fields, hint):
    known = {"width": 6000, "height": 4200, "valid_at": timezone.now()}
    article = make_draft(
        body=WORDS,
        standfirst="In short.",
        authors=[make_author()],
        lead_image=make_map(**known | fields),
    )
    assert hints_of(article) == {hint}


def test_the_form_may_know_of_bylines_that_are_not_stored():
    assert "bylines" not in hints_of(make_draft(), bylines=[{"author": 1}])


def test_an_arabic_text_is_arabic():
    body = "<p>" + "كلمة " * 120 + "</p>"
    assert "language" not in hints_of(make_draft(headline="الخط", body=body, language="ar"))
    assert "language" in hints_of(make_draft(headline="الخط", body=body, language="en"))


def test_the_list_costs_the_same_for_one_picture_and_for_many(
    django_assert_num_queries, django_assert_max_num_queries
):
    legend_set = LegendSet.objects.create(name="Who controls what")
    legend_set.rows.create(label="North")
    images = [make_map(legend_set=legend_set, has_no_legend=False) for _number in range(5)]
    with django_assert_max_num_queries(5) as asked:
        checklist.panel(make_unsaved(images[:1]))
    with django_assert_num_queries(len(asked)):
        checklist.panel(make_unsaved(images))


def make_unsaved(images):
    return Article(lead_image=images[0], body="".join(figure(image) for image in images))
