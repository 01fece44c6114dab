"""What waits for each person on the first page of the newsroom."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import desk
from articles.contents import content_of
from articles.models import WorkingCopy
from articles.writing import write
from comments.models import Ticket
from tests.factories import make_article, make_author, make_map, make_user

pytestmark = pytest.mark.django_db


def make_draft(**fields):
    return make_article(**{"status": "draft", "published_at": None} | fields)


def titles(user):
    return {part.code: [str(row) for row in part.rows] for part in desk.parts_for(user)}


def first_page(client, user):
    client.force_login(user)
    page = client.get("/admin/")
    assert page.status_code == 200
    return page.content.decode()


def test_writers_find_their_own_drafts_and_nobody_elses():
    user = make_user(group="Contributor")
    make_draft(headline="Mine", owner=user)
    make_draft(headline="Signed", authors=[make_author(user=user)])
    make_draft(headline="Theirs", owner=make_user())
    assert sorted(titles(user)["drafts"]) == ["Mine", "Signed"]


def test_what_was_sent_back_stands_apart_with_its_note(client):
    user, editor = make_user(group="Contributor"), make_user(group="Editor")
    article = make_draft(headline="Mine", owner=user)
    article.submit(by=user)
    article.send_back(by=editor, note="The scale is missing.")
    assert titles(user) == {"back": ["Mine"]}
    assert "The scale is missing." in first_page(client, user)
    article.submit(by=user)
    assert titles(user) == {}


def test_editors_find_what_waits_for_them():
    editor = make_user(group="Editor")
    make_draft(headline="Check me", status="review")
    make_draft(headline="Ready", status="approved")
    make_article(headline="Soon", published_at=timezone.now() + timedelta(days=1))
    live = make_article(headline="Live")
    write(live, content_of(live) | {"standfirst": "More."})
    assert titles(editor) == {
        "review": ["Check me"],
        "approved": ["Ready"],
        "scheduled": ["Soon"],
        "changes": ["Live"],
    }


def test_writers_find_only_their_own_of_what_is_scheduled_or_changed():
    user = make_user(group="Author")
    for owner in (user, None):
        name = "Mine" if owner else "Theirs"
        make_article(headline=name, owner=owner, published_at=timezone.now() + timedelta(days=1))
        live = make_article(headline=name, owner=owner)
        write(live, content_of(live) | {"standfirst": "More."})
    make_draft(headline="Check me", status="review")
    assert titles(user) == {"scheduled": ["Mine"], "changes": ["Mine"]}


def test_a_scheduled_time_is_told_in_the_zone_of_the_site_and_in_utc(client, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    at = timezone.now().replace(year=2031, month=1, day=15, hour=11, minute=30)
    make_article(published_at=at)
    page = first_page(client, make_user(group="Editor"))
    assert "15 January 2031, 12:30" in page
    assert "Europe/Berlin" in page
    assert "15 January 2031, 11:30" in page
    assert '<time datetime="2031-01-15T11:30' in page


def test_rescued_texts_are_for_their_writer_alone(client):
    user = make_user(group="Contributor")
    article = make_draft(headline="Mine", owner=user)
    copy = WorkingCopy.objects.create(
        article=article, user=user, kind="rescue", content=content_of(article)
    )
    new = WorkingCopy.objects.create(user=user, kind="rescue", content={"headline": "Brand new"})
    WorkingCopy.objects.create(article=article, user=user, kind="autosave", content={})
    page = first_page(client, user)
    assert f"?copy={copy.pk}" in page
    assert f"?copy={new.pk}" in page
    assert "Brand new" in page
    assert "rescued" not in titles(make_user(group="Editor"))


def test_rights_that_end_soon_and_failed_files_are_named(client):
    today = timezone.localdate()
    make_map(title="Ends", permission_until=today + timedelta(days=30))
    make_map(title="Exclusive", exclusive_until=today)
    make_map(title="Later", permission_until=today + timedelta(days=31))
    make_map(title="Over", permission_until=date(2020, 1, 1))
    make_map(title="Broken", files_state="failed")
    editor = make_user(group="Editor")
    assert titles(editor) == {"rights": ["Ends", "Exclusive"], "files": ["Broken"]}
    assert "Permission ends on" in first_page(client, editor)
    assert titles(make_user(group="Contributor")) == {}


def test_editors_find_errors_that_readers_reported(client):
    Ticket.objects.create(article=make_article(), text="The scale is wrong.")
    Ticket.objects.create(article=make_article(), text="Answered.", state="declined")
    page = first_page(client, make_user(group="Editor"))
    assert "The scale is wrong." in page
    assert "Answered." not in page
    assert "The scale is wrong." not in first_page(client, make_user(group="Contributor"))


@pytest.mark.parametrize("group", ["Moderator", "Treasurer"])
def test_who_does_not_write_sees_nothing_of_the_newsroom(client, group):
    user = make_user(group=group)
    make_draft(headline="Secret draft", owner=user, status="review")
    make_map(files_state="failed", uploaded_by=user)
    assert titles(user) == {}
    assert "Secret draft" not in first_page(client, user)


def test_a_long_list_is_cut_with_its_number_and_a_link(client):
    for number in range(7):
        make_draft(headline=f"Check {number}", status="review")
    editor = make_user(group="Editor")
    (part,) = desk.parts_for(editor)
    assert (len(part.rows), part.total) == (5, 7)
    page = first_page(client, editor)
    assert "/admin/articles/article/?state=review" in page
    assert "All 7" in page


def test_the_page_has_one_heading_of_the_first_level(client):
    page = first_page(client, make_user(group="Editor"))
    assert page.count("<h1") == 1
    assert "Nothing waits for you." in page


def test_the_number_of_statements_is_the_same_for_one_and_for_four(client):
    editor = make_user(group="Chief editor")
    counts = []
    for number in (1, 3):
        for _ in range(number):
            make_draft(status="review")
            make_draft(owner=editor)
            make_map(files_state="failed")
            Ticket.objects.create(article=make_article(), text="Wrong.")
            WorkingCopy.objects.create(article=make_draft(), user=editor, kind="rescue", content={})
        client.force_login(editor)
        with CaptureQueriesContext(connection) as asked:
            client.get("/admin/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
