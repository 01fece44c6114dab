"""What the demo newsroom holds; the database is filled once for all tests of this file."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, Q
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from articles import desk
from articles.contents import content_of
from articles.models import Area, Article, Author, LegendSet, MapImage, Partner, Section, Topic
from articles.models.legends import rows_of
from comments.models import (
    Announcement,
    Appeal,
    Comment,
    Decision,
    Finding,
    InlinePrompt,
    LegalCase,
    Notice,
    Ticket,
    Vote,
)
from donations.models import LedgerEntry, Way
from newsportal import supporters
from newsportal.demo import people, pictures
from newsportal.models import OutgoingMail
from tests.factories import make_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
LOGINS = {"admin", "chief", "editor", "author", "contributor"}
LOGINS |= {"moderator", "moderator2", "treasurer", "reader"}
HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo with small plain pictures; test_demo_pictures.py draws the real ones."""
    folder = tmp_path_factory.mktemp("demo")
    files = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": folder},
    }
    changed = {"STORAGES": {"default": files, "masters": files}, "PASSWORD_HASHERS": HASHERS}
    changed["EMAIL_BACKEND"] = "newsportal.mail_backend.OutboxBackend"
    with (
        pytest.MonkeyPatch.context() as patch,
        override_settings(**changed),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        patch.setattr(pictures, "paint", lambda spec, now: make_picture(size=(60, 40)))
        yield load_demo()
        transaction.set_rollback(True)


def load_demo(*options):
    said = StringIO()
    call_command("load_demo", *options, stdout=said)
    return said.getvalue()


def seed():
    return Article.objects.get(slug="telva-line")


def rows_of_everything():
    models = (Article, Author, MapImage, Comment, Vote, Decision, LedgerEntry, get_user_model())
    return {model: model.objects.count() for model in models}


def test_the_newsroom_has_sections_people_and_at_least_sixteen_articles():
    assert Article.objects.published().count() >= 16
    assert Section.objects.filter(articles__isnull=False).distinct().count() == 5
    assert Topic.objects.count() >= 8
    assert Partner.objects.filter(is_exclusive=True).count() == 1
    assert Author.objects.filter(user__isnull=False).count() == 5


def test_articles_come_from_several_weeks_and_one_waits_for_its_time():
    published = Article.objects.published()
    newest, oldest = published.newest().first(), published.newest().last()
    assert (newest.published_at - oldest.published_at).days >= 14
    scheduled = {article.slug for article in Article.objects.all() if article.is_scheduled}
    assert scheduled == {"brael-bridge-readings", "ostwick-pass-opening"}


def test_the_newsroom_has_work_in_every_state():
    found = Article.objects.exclude(status=Article.Status.PUBLISHED).values_list("slug", "status")
    assert dict(found) == {
        "telva-source-to-sea": "draft",
        "lock-house-hours": "draft",
        "weir-four-repairs": "draft",
        "ferry-winter-timetable": "review",
        "harbour-depths-autumn": "approved",
        "dorsk-bypass": "retracted",
    }
    assert Article.objects.get(embargo_until__isnull=False).is_embargoed
    assert Article.objects.get(pending__isnull=False).slug == "quell-market-ditch"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("contributor", {"back": 1, "drafts": 1}),
        ("author", {"scheduled": 2, "drafts": 0}),
        ("editor", {"review": 1, "approved": 1, "scheduled": 2, "changes": 1}),
        ("treasurer", {}),
    ],
)
def test_people_of_the_newsroom_find_work_on_their_first_page(name, parts):
    waiting = desk.parts_for(get_user_model().objects.get(username=name))
    found = {part.code: part.total for part in waiting}
    assert {code: found.get(code, 0) for code in parts} == parts


@pytest.mark.parametrize("language", ["ar", "ru"])
def test_one_article_is_written_in_another_language(language):
    assert Article.objects.published().filter(language=language).count() == 1


def test_articles_are_long_enough_to_read():
    bodies = Article.objects.published().filter(language="en").values_list("body", flat=True)
    assert min(len(body.split()) for body in bodies) >= 350


def test_days_are_named_in_no_text_by_a_mark():
    assert not Article.objects.filter(body__contains="{day").exists()
    assert not Article.objects.filter(headline__contains="{").exists()


def test_every_picture_says_what_it_shows_and_whose_it_is():
    assert not [str(picture) for picture in MapImage.objects.all() if picture.missing_rights()]
    maps = MapImage.objects.filter(kind="map")
    assert not [str(image) for image in maps if not (rows_of(image) and image.valid_at)]
    assert not MapImage.objects.filter(Q(creator="") | Q(area=None, kind="map")).exists()


def test_a_newer_map_of_one_area_took_the_place_of_an_older_one():
    newer = MapImage.objects.get(supersedes__isnull=False)
    assert newer.area == newer.supersedes.area
    assert newer.valid_at > newer.supersedes.valid_at
    for image in (newer, newer.supersedes):
        assert image.articles.published().exists()


def test_areas_lie_inside_their_parents():
    for area in Area.objects.exclude(parent=None).select_related("parent"):
        west, south, east, north = area.box
        outer = area.parent.box
        assert outer[0] <= west < east <= outer[2]
        assert outer[1] <= south < north <= outer[3]


def test_maps_share_legends():
    shared = LegendSet.objects.annotate(maps=Count("images"))
    assert shared.count() >= 2
    assert max(legend_set.maps for legend_set in shared) >= 2


def test_the_seed_article_has_sixteen_comments_in_seven_threads_four_deep():
    comments = seed().comments.order_by()
    assert comments.count() == seed().discussion.visible == 16
    assert comments.filter(parent=None).count() == 7
    assert max(comments.values_list("level", flat=True)) == 3
    assert not comments.exclude(status=Comment.Status.VISIBLE).exists()


def test_the_seed_article_asks_about_two_phrases_that_readers_answered():
    questions = InlinePrompt.objects.filter(article=seed(), lost_at=None).order_by("pk")
    assert [question.answers.visible().count() for question in questions] == [3, 1]


def test_a_member_has_answers_at_the_bell_and_nobody_gets_mail_of_the_demo():
    notices = Notice.objects.filter(subscriber__user__username="reader")
    assert notices.filter(read_at=None).exists()
    assert notices.filter(read_at__isnull=False).exists()
    assert not Announcement.objects.exists()
    assert not Notice.objects.exclude(due_at=None).exists()
    assert not OutgoingMail.objects.exists()


def test_every_queue_has_work():
    found = Comment.objects.order_by()
    assert found.filter(status=Comment.Status.PENDING).count() == 4
    assert found.visible().filter(open_reports=2).exists()
    assert found.visible().filter(decided_at=None, open_reports=0).exists()
    assert Appeal.objects.count() == LegalCase.objects.count() == Ticket.objects.count() == 1


def test_marked_words_stand_where_the_finding_says():
    found = Finding.objects.get(rule="words")
    places = [found.comment.text[start:end] for start, end in found.evidence["places"]]
    assert places == found.evidence["words"]


def test_comments_have_votes_of_different_readers():
    votes = Vote.objects.filter(comment__in=seed().comments.values("pk"))
    assert len(set(votes.values_list("voter", flat=True))) > 20
    best = seed().comments.order_by("-score").first()
    assert (best.name, best.up, best.down, best.score) == ("Ines Harrow", 22, 0, 22)


def test_an_author_answers_under_their_own_account():
    answer = seed().comments.filter(author__author__slug="ines-harrow").first()
    assert answer.author.username == "editor"


def test_a_removed_comment_keeps_its_replies_and_a_decision():
    removed = Comment.objects.get(status=Comment.Status.REMOVED, replies__gt=0)
    assert removed.decisions.get().moderator.username == "moderator"


def test_no_comment_is_older_than_its_article_or_later_than_now():
    now = timezone.now()
    for comment in Comment.objects.select_related("article"):
        assert comment.article.published_at < comment.created_at < now


def test_some_supporters_are_named_and_some_are_not():
    assert {entry.is_public for entry in LedgerEntry.objects.all()} == {True, False}
    assert {entry.method for entry in LedgerEntry.objects.all()} == {
        "bank",
        "card",
        "cash",
        "crypto",
    }


def test_a_reader_shows_the_supporter_badge_and_may():
    reader = get_user_model().objects.get(shows_supporter_badge=True)
    assert reader.username == "reader"
    assert supporters.may_show_badge(reader)


def test_ways_to_give_are_valid():
    for way in Way.objects.all():
        way.full_clean()
    assert {way.kind for way in Way.objects.all()} == {"bank", "crypto", "other"}


@pytest.mark.parametrize("name", sorted(LOGINS))
def test_everyone_signs_in_with_the_password_that_was_printed(demo, client, name):
    assert name in demo
    client.post(reverse("account_login"), {"login": name, "password": people.PASSWORD})
    assert client.session["_auth_user_id"]
    assert EmailAddress.objects.get(user__username=name).verified


@pytest.mark.parametrize("group", ["Editor", "Author", "Contributor", "Moderator", "Treasurer"])
def test_staff_belong_to_their_group(group):
    user = get_user_model().objects.filter(groups__name=group).earliest("pk")
    assert user.username == group.lower()
    assert user.is_staff
    assert not user.is_superuser


def test_other_accounts_have_no_password():
    others = get_user_model().objects.exclude(username__in=LOGINS)
    assert others
    assert not any(user.has_usable_password() for user in others)


def test_the_address_is_printed(demo, settings):
    assert settings.SITE_URL in demo


def test_a_second_run_changes_nothing_and_says_so():
    before = rows_of_everything()
    assert "Nothing was changed" in load_demo()
    assert rows_of_everything() == before


def test_if_empty_is_quiet_when_there_is_something():
    assert load_demo("--if-empty") == ""


def test_the_seed_article_has_two_editions_and_says_what_changed(client):
    told = seed().corrections.order_by("kind")
    assert [note.kind for note in told] == ["correction", "improvement"]
    first, second = seed().revisions.order_by("edition")
    assert "1.2 kilometres" in first.content["body"]
    assert second.content == content_of(seed())
    page = client.get(reverse("articles:changes", args=["telva-line"])).content.decode()
    assert "1.2 kilometres" in page


def test_one_article_is_retracted_with_a_reason():
    article = Article.objects.get(status=Article.Status.RETRACTED)
    assert article.corrections.get().kind == "retraction"
    assert not article.comments.exists()
