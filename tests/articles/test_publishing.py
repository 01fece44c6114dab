"""Publishing, scheduling, withdrawing."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from articles.contents import content_of
from articles.models import Article
from articles.writing import write
from tests.articles.forms import article_form, publish_at
from tests.caches import empty_caches
from tests.factories import make_article, make_map, make_section, make_topic, make_user

pytestmark = pytest.mark.django_db
ARTICLES = "/admin/articles/article/"
RIGHTS = [("alt", "alternative text"), ("credit", "credit"), ("licence", "licence")]


@pytest.fixture
def editor(client):
    client.force_login(make_user(group="Editor"))
    return client


def make_draft(**fields):
    return make_article(**{"status": Article.Status.DRAFT, "published_at": None} | fields)


def change(editor, article, **fields):
    address = reverse("admin:articles_article_change", args=[article.pk])
    return editor.post(address, article_form(article, **fields))


def run_action(editor, name, *articles):
    chosen = {"action": name, "_selected_action": [article.pk for article in articles]}
    response = editor.post(ARTICLES, chosen)
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors_of(response):
    return " ".join(response.context["adminform"].form.non_field_errors())


def test_publishing_needs_no_time_and_takes_now(editor):
    article = make_draft()
    change(editor, article, _do="publish")
    article.refresh_from_db()
    assert article.is_public


def test_publishing_again_keeps_the_first_time():
    article = make_article()
    first = article.published_at
    article.unpublish()
    article.publish()
    assert article.published_at == first


def test_publishing_what_is_public_changes_nothing():
    article = make_article()
    article.publish()
    assert article.version == 0
    assert not article.events.exists()


@pytest.mark.parametrize("field", ["headline", "section"])
def test_an_article_needs_a_headline_and_a_section(editor, field):
    article = make_draft()
    response = change(editor, article, _do="publish", **{field: ""})
    assert response.status_code == 422
    assert response.context["adminform"].form.errors[field]
    article.refresh_from_db()
    assert article.status == Article.Status.DRAFT


@pytest.mark.parametrize(("field", "words"), RIGHTS)
def test_a_picture_without_its_rights_is_not_published(editor, field, words):
    article = make_draft(lead_image=make_map(**{field: " "}))
    response = change(editor, article, _do="publish")
    assert words in errors_of(response)
    article.refresh_from_db()
    assert article.status == Article.Status.DRAFT


def test_a_refused_verb_saves_nothing_and_keeps_what_was_typed(editor):
    article = make_draft(lead_image=make_map(credit=""))
    response = change(editor, article, _do="publish", headline="Typed just now")
    assert response.status_code == 422
    assert 'value="Typed just now"' in response.content.decode()
    article.refresh_from_db()
    assert article.headline != "Typed just now"
    assert not article.events.exists()


@pytest.mark.parametrize(("field", "words"), RIGHTS)
def test_the_action_tells_which_rights_are_missing(editor, field, words):
    article = make_draft(headline="Dry lake", lead_image=make_map(**{field: ""}))
    other = make_draft()
    told = " ".join(run_action(editor, "publish", article, other))
    assert "Dry lake" in told
    assert words in told
    assert list(Article.objects.published()) == [other]


def test_the_verb_refuses_too():
    with pytest.raises(ValidationError):
        make_draft(lead_image=make_map(credit="")).publish()


def test_a_picture_with_its_rights_is_published(editor):
    article = make_draft(lead_image=make_map())
    assert run_action(editor, "publish", article) == ["1 article is published."]
    article.refresh_from_db()
    assert article.is_public


def test_unpublished_articles_leave_the_site_and_stay_in_the_newsroom(editor):
    articles = [make_article(), make_article()]
    told = run_action(editor, "unpublish", *articles)
    assert told == ["2 articles are no longer public."]
    assert not Article.objects.published().exists()
    assert Article.objects.count() == 2


def test_actions_are_written_into_the_log_with_where_they_came_from(editor):
    article = make_draft()
    run_action(editor, "publish", article)
    [event] = article.events.all()
    assert (event.action, event.origin) == ("published", "list")


def test_a_scheduled_article_appears_by_the_clock_alone(editor, client, time_machine):
    article = make_draft()
    at = timezone.now() + timedelta(days=2)
    change(editor, article, _do="schedule", **publish_at(at))
    assert f"{at:%H:%M}" in editor.get(ARTICLES).content.decode()
    client.logout()
    assert client.get(article.get_absolute_url()).status_code == 404
    time_machine.move_to(at + timedelta(seconds=1))
    empty_caches()
    assert client.get(article.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("at", [{}, publish_at(timezone.now() - timedelta(hours=1))])
def test_scheduling_asks_for_a_time_to_come(editor, at):
    article = make_draft()
    response = change(editor, article, _do="schedule", **at)
    assert "time in the future" in errors_of(response)
    article.refresh_from_db()
    assert article.status == Article.Status.DRAFT


def test_another_time_for_a_scheduled_article_counts_when_it_is_saved(editor):
    article = make_draft()
    article.publish(timezone.now() + timedelta(days=1))
    later = (timezone.now() + timedelta(days=2)).replace(microsecond=0)
    change(editor, article, **publish_at(later))
    article.refresh_from_db()
    assert article.published_at == later


def test_a_time_that_is_only_saved_sets_nothing_and_says_so(editor):
    article = make_draft()
    later = timezone.now() + timedelta(days=2)
    response = change(editor, article, **publish_at(later))
    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert any("The time is not set yet" in each for each in said)
    article.refresh_from_db()
    assert article.state == "draft"


def test_a_scheduled_article_is_published_at_once_when_asked(editor):
    article = make_draft()
    article.publish(timezone.now() + timedelta(days=2))
    change(editor, article, _do="publish")
    article.refresh_from_db()
    assert article.is_public
    assert article.revisions.get(edition=1).published_at == article.published_at


def test_a_scheduled_article_comes_out_as_last_saved(editor, client, time_machine):
    article = make_draft()
    at = timezone.now() + timedelta(days=2)
    article.publish(at)
    change(editor, article, headline="As last saved")
    [edition] = article.revisions.filter(edition__isnull=False)
    assert (edition.content["headline"], edition.published_at) == ("As last saved", at)
    time_machine.move_to(at + timedelta(seconds=1))
    assert Article.objects.published().get().headline == "As last saved"


def test_a_scheduled_article_is_not_saved_as_it_may_not_come_out(editor):
    article = make_draft()
    article.publish(timezone.now() + timedelta(days=2))
    response = change(editor, article, lead_image=make_map(credit="").pk)
    assert "off the schedule" in errors_of(response)
    article.refresh_from_db()
    assert article.lead_image is None


def test_what_is_taken_off_the_schedule_stays_approved():
    article = make_draft()
    article.publish(timezone.now() + timedelta(days=2))
    article.unschedule()
    assert (article.status, article.published_at) == ("approved", None)
    assert not article.revisions.filter(edition__isnull=False).exists()


def test_what_readers_knew_goes_back_to_unpublished_from_the_schedule():
    article = make_article()
    first = article.published_at
    article.unpublish()
    article.publish(timezone.now() + timedelta(days=2))
    article.unschedule()
    assert (article.status, article.published_at) == ("unpublished", first)
    assert article.was_public


def test_a_live_article_asks_for_no_time_of_publication(editor):
    article = make_article()
    page = editor.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    assert 'name="publish_at_0"' not in page
    assert 'name="is_featured"' in page


def test_the_panel_leads_to_the_page_that_readers_see(editor):
    article = make_article()
    page = editor.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    assert f'href="{article.get_absolute_url()}"' in page


def publish_changes(editor, article, **fields):
    article.refresh_from_db()
    sent = {"version": article.version, "kind": "", "place": "bottom"} | fields
    address = reverse("admin:articles_article_publish_changes", args=[article.pk])
    return editor.post(address, sent)


def test_readers_keep_the_former_text_until_the_changes_are_published(editor, client):
    article = make_article(headline="As they know it")
    change(editor, article, headline="As it is meant")
    assert Article.objects.get().headline == "As they know it"
    publish_changes(editor, article)
    article.refresh_from_db()
    assert (article.headline, article.pending) == ("As it is meant", None)
    assert not article.corrections.exists()
    assert article.updated_at is None


def test_readers_are_told_what_changed(editor):
    article = make_article()
    change(editor, article, headline="Changed")
    said = {"kind": "correction", "text": "The day was wrong.", "thanks": "a reader"}
    publish_changes(editor, article, **said)
    [correction] = article.corrections.all()
    assert (correction.kind, correction.text) == ("correction", "The day was wrong.")
    article.refresh_from_db()
    assert article.updated_at == correction.made_at


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"kind": "correction"}, "text"),
        ({"kind": "correction", "text": " "}, "text"),
        ({"text": "The day was wrong."}, "kind"),
        ({"kind": "glimbo"}, "kind"),
        ({"kind": "retraction", "text": "Why."}, "kind"),
        ({"place": "nowhere"}, "place"),
    ],
)
def test_a_correction_says_what_and_where(editor, sent, field):
    article = make_article(headline="As they know it")
    change(editor, article, headline="Changed")
    response = publish_changes(editor, article, **sent)
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert Article.objects.get().headline == "As they know it"


def test_changes_that_somebody_added_meanwhile_are_not_published_unseen(editor):
    article = make_article(headline="As they know it")
    change(editor, article, headline="First")
    article.refresh_from_db()
    seen = article.version
    change(editor, article, headline="Second")
    response = publish_changes(editor, article, version=seen)
    assert response.status_code == 422
    assert "Second" in response.content.decode()
    assert Article.objects.get().headline == "As they know it"


def test_changes_are_published_only_with_what_publication_asks_for(editor):
    article = make_article()
    change(editor, article, lead_image=make_map(credit="").pk)
    response = publish_changes(editor, article)
    assert "credit" in response.content.decode()
    article.refresh_from_db()
    assert article.lead_image is None


def test_changes_do_not_take_an_address_that_is_another_articles_by_now(editor):
    article = make_article()
    write(article, content_of(article) | {"slug": "valley"})
    make_article(slug="valley")
    response = publish_changes(editor, article)
    assert "Another article has the address" in response.content.decode()


def test_discarded_changes_are_not_published_again_later():
    article = make_article(headline="As they know it")
    write(article, content_of(article) | {"headline": "Discarded"})
    article.discard_changes()
    article.unpublish()
    article.publish()
    assert article.headline == "As they know it"
    assert article.revisions.get(edition=1).content["headline"] == "As they know it"
    assert not article.revisions.filter(edition=2).exists()


WRITES = {
    "save": lambda article: article.save(),
    "retract": lambda article: article.retract(text="It was wrong."),
    "unpublish": lambda article: article.unpublish(),
    "delete": lambda article: article.delete(),
    "picture": lambda article: article.lead_image.save(),
}


@pytest.mark.parametrize("write", WRITES)
def test_every_write_outdates_the_shared_page_after_commit(
    write, django_capture_on_commit_callbacks
):
    article = make_article(lead_image=make_map())
    stamp = f"stamp:article:{article.pk}"
    cache.set(stamp, "before", None)
    with django_capture_on_commit_callbacks(execute=True):
        WRITES[write](article)
        assert cache.get(stamp) == "before"
    assert cache.get(stamp) not in {None, "before"}


@pytest.mark.parametrize("make_label", [make_section, make_topic])
def test_a_renamed_label_outdates_every_page_with_articles(
    make_label, django_capture_on_commit_callbacks
):
    label = make_label()
    with django_capture_on_commit_callbacks(execute=True):
        label.save()
    assert cache.get("stamp:articles")


def test_the_second_of_two_editors_is_told_and_loses_nothing(editor):
    article = make_article(headline="As both saw it")
    seen = article_form(article)
    change(editor, article, headline="Saved by the first")

    address = reverse("admin:articles_article_change", args=[article.pk])
    response = editor.post(address, seen | {"headline": "By the second"})
    assert response.status_code == 409
    assert "By the second" in response.content.decode()
    article.refresh_from_db()
    assert article.pending.content["headline"] == "Saved by the first"


@pytest.mark.parametrize("version", ["", "x", "0", "9" * 30, "-1"])
def test_a_save_without_its_version_is_refused(editor, version):
    article = make_draft(version=3)
    response = change(editor, article, headline="Blind", version=version)
    assert response.status_code in {409, 422}
    article.refresh_from_db()
    assert article.headline != "Blind"
