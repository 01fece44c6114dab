"""What moderators can do in the admin, and nobody else."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comments.models import (
    Claim,
    Comment,
    Decision,
    Discussion,
    Finding,
    LegalCase,
    Note,
    Report,
    Sanction,
)
from tests.factories import make_article, make_comment, make_member, make_user, reject

LIST = reverse("admin:comments_comment_changelist")


@pytest.fixture
def moderator(client, db):
    user = make_user(group="Moderator")
    client.force_login(user)
    return user


def act(client, action, *comments, reason=""):
    chosen = {"action": action, "_selected_action": [c.pk for c in comments], "reason": reason}
    return client.post(LIST, chosen, follow=True)


@pytest.mark.parametrize("action", ["hide", "restore", "mark_spam", "delete_selected"])
def test_comments_are_not_decided_about_in_the_admin(client, moderator, action):
    comment = make_comment()
    assert f'value="{action}"' not in client.get(LIST).text
    act(client, action, comment)
    comment.refresh_from_db()
    assert comment.is_visible
    assert not Decision.objects.exists()


@pytest.mark.parametrize("status", Comment.Status)
def test_each_comment_leads_moderators_to_its_card(client, moderator, status):
    comment = make_comment(status=status)
    page = client.get(reverse("admin:comments_comment_change", args=[comment.pk])).text
    assert f'href="{reverse("moderation:comment", args=[comment.pk])}"' in page


def test_editors_are_led_to_no_card(client, db):
    comment = make_comment()
    client.force_login(make_user(group="Editor"))
    page = client.get(reverse("admin:comments_comment_change", args=[comment.pk])).text
    assert "/moderation/comments/" not in page


def test_hostile_text_is_shown_inertly(client, moderator):
    text = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    comment = make_comment(text=text, name="<b>Bold</b>")
    detail = reverse("admin:comments_comment_change", args=[comment.pk])
    for address in (LIST, detail):
        page = client.get(address).text
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page
        assert "<b>Bold" not in page


def test_a_guests_email_is_not_shown(client, moderator):
    comment = make_comment(email="secret@example.com")
    for address in (LIST, reverse("admin:comments_comment_change", args=[comment.pk])):
        assert "secret@example.com" not in client.get(address).text


@pytest.mark.parametrize("name", ["add", "delete", "change"])
def test_no_comment_is_written_or_deleted_by_hand(client, moderator, name):
    comment = make_comment()
    keys = [] if name == "add" else [comment.pk]
    address = reverse(f"admin:comments_comment_{name}", args=keys)
    response = client.post(address, {"text": "Other words", "post": "yes", "status": 3})
    assert response.status_code == 403
    comment.refresh_from_db()
    assert (comment.text, comment.status) != ("Other words", 3)


def test_not_even_an_administrator_deletes_by_hand(client, db):
    comment = make_comment()
    client.force_login(make_user(is_staff=True, is_superuser=True))
    act(client, "delete_selected", comment)
    client.post(reverse("admin:comments_comment_delete", args=[comment.pk]), {"post": "yes"})
    assert Comment.objects.exists()


def test_other_staff_do_not_reach_the_comments(client, db):
    make_comment()
    client.force_login(make_user(group="Treasurer"))
    assert client.get(LIST).status_code == 403


def test_editors_see_no_comment_that_readers_do_not_see(client, db):
    make_comment(text="Seen by all")
    waiting = make_comment(text="Seen by moderators", status=Comment.Status.PENDING)
    client.force_login(make_user(group="Editor"))
    assert "Seen by all" in client.get(LIST).text
    assert "Seen by moderators" not in client.get(LIST).text
    change = client.get(reverse("admin:comments_comment_change", args=[waiting.pk]), follow=True)
    assert "Seen by moderators" not in change.text


@pytest.mark.parametrize("group", ["Editor", "Moderator"])
def test_a_comment_is_featured_and_no_more(client, db, group):
    comment = make_comment()
    client.force_login(make_user(group=group))
    assert "1 comment changed." in act(client, "feature", comment).text
    comment.refresh_from_db()
    first = comment.featured_at
    assert first
    assert "0 comments changed." in act(client, "feature", comment).text
    comment.refresh_from_db()
    assert comment.featured_at == first
    act(client, "unfeature", comment)
    comment.refresh_from_db()
    assert comment.featured_at is None


@pytest.mark.parametrize("status", [s for s in Comment.Status if s != Comment.Status.VISIBLE])
def test_what_readers_do_not_see_is_not_featured(client, moderator, status):
    comment = make_comment(status=status)
    assert "0 comments changed." in act(client, "feature", comment).text
    comment.refresh_from_db()
    assert comment.featured_at is None


def test_looking_alone_does_not_feature(client, db):
    from django.contrib.auth.models import Permission

    comment, looker = make_comment(), make_user(is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_comment"))
    client.force_login(looker)
    act(client, "feature", comment)
    comment.refresh_from_db()
    assert comment.featured_at is None


@pytest.mark.parametrize("verb", ["feature", "unfeature"])
def test_featuring_renews_shared_pages(verb, db, django_capture_on_commit_callbacks):
    comment = make_comment()
    if verb == "unfeature":
        comment.feature()
    name = f"stamp:discussion:{comment.article_id}"
    before = cache.get(name)
    with django_capture_on_commit_callbacks(execute=True):
        assert getattr(comment, verb)()
    assert cache.get(name) not in (None, before)


def test_who_featured_a_comment_can_be_looked_up(client, moderator):
    comment = make_comment()
    act(client, "feature", comment)
    decision = Decision.objects.get()
    assert (decision.moderator, decision.action) == (moderator, Decision.Action.FEATURE)
    page = client.get(reverse("admin:comments_comment_change", args=[comment.pk])).text
    assert moderator.username in page


@pytest.mark.parametrize(("value", "shown"), [("yes", 1), ("no", 1), ("", 2), ("x", 2)])
def test_the_list_shows_what_is_featured(client, moderator, value, shown):
    for number in range(2):
        made = make_comment(text=f"Numbered {number}")
    made.feature()
    assert client.get(LIST, {"featured": value}).text.count("Numbered") == shown


def test_earlier_texts_are_shown_to_moderators_alone(client, moderator):
    comment = make_comment()
    written = comment.created_at
    comment.revisions.create(text="<b>First</b> words", body_html="", written_at=written)
    detail = reverse("admin:comments_comment_change", args=[comment.pk])
    assert "&lt;b&gt;First&lt;/b&gt; words" in client.get(detail).text
    client.force_login(make_user(group="Editor"))
    page = client.get(detail).text
    assert comment.name in page
    assert "First" not in page


def test_members_and_guests_are_sent_to_sign_in(client, db):
    for member in (None, make_user()):
        if member:
            client.force_login(member)
        assert client.get(LIST).status_code == 302


def test_comments_are_found_by_name_and_text(client, moderator):
    make_comment(name="Petra", text="Where is the tariff?")
    make_comment(name="Jan", text="On page 61.")
    page = client.get(LIST, {"q": "tariff"}).text
    assert "Petra" in page
    assert "On page 61." not in page


def test_a_moderator_closes_a_discussion_and_the_page_says_so(
    client, moderator, django_capture_on_commit_callbacks
):
    article = make_article()
    Discussion.objects.create(article=article)
    address = reverse("admin:comments_discussion_change", args=[article.pk])
    client.logout()
    client.get(article.get_absolute_url())
    client.force_login(moderator)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"slow_seconds": 0})
    client.logout()
    assert "Comments are closed" in client.get(article.get_absolute_url()).text


TABLES = ("comment", "decision", "finding", "report", "sanction", "note", "claim", "legalcase")


def fill():
    """One row more in each list."""
    author, moderator = make_member(), make_user()
    comment = make_comment(author=author)
    reject(comment, by=moderator)
    Finding.objects.create(comment=comment, rule="links", outcome="hold")
    Report.objects.create(comment=comment, member=make_member(), code="spam")
    Sanction.objects.create(member=author, kind="warning", code="spam", moderator=moderator)
    Note.objects.create(member=author, text="Writes at night.", moderator=moderator)
    Claim.objects.create(comment=comment, moderator=moderator)
    LegalCase.objects.create(comment=comment, handler=moderator)


@pytest.mark.parametrize("table", TABLES)
def test_each_list_asks_no_more_for_more_rows(client, moderator, table):
    address, asked = reverse(f"admin:comments_{table}_changelist"), []
    for _ in range(2):
        fill()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address, {"q": "1"}).status_code == 200
            assert client.get(address).status_code == 200
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_no_list_shows_where_a_report_came_from(client, moderator):
    hashed = uuid4()
    report = Report.objects.create(
        comment=make_comment(), code="spam", reporter=hashed, address=hashed, network=hashed
    )
    page = client.get(reverse("admin:comments_report_change", args=[report.pk])).text
    assert str(hashed) not in page
    assert hashed.hex not in page
