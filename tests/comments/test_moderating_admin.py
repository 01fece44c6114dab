"""What moderators can do in the admin, and nobody else."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.cache import cache
from django.urls import reverse

from comments.models import Comment, Decision, Discussion
from tests.factories import make_article, make_comment, make_user

LIST = reverse("admin:comments_comment_changelist")


@pytest.fixture
def moderator(client, db):
    user = make_user(group="Moderator")
    client.force_login(user)
    return user


def act(client, action, *comments, reason=""):
    chosen = {"action": action, "_selected_action": [c.pk for c in comments], "reason": reason}
    return client.post(LIST, chosen, follow=True)


@pytest.mark.parametrize(
    ("action", "status"),
    [("hide", Comment.Status.REMOVED), ("mark_spam", Comment.Status.SPAM)],
)
def test_a_moderator_takes_a_comment_away_with_a_reason(client, moderator, action, status):
    comment = make_comment()
    response = act(client, action, comment, reason="Off topic")
    comment.refresh_from_db()
    decision = Decision.objects.get()
    assert comment.status == status
    assert (decision.moderator, decision.reason) == (moderator, "Off topic")
    assert "1 comment changed." in response.text


def test_a_moderator_brings_a_comment_back(client, moderator):
    comment = make_comment()
    comment.reject(code="off_topic", by=moderator)
    act(client, "restore", comment)
    comment.refresh_from_db()
    assert comment.is_visible
    assert comment.decisions.count() == 2


def test_a_waiting_comment_is_shown_by_restoring_it(client, moderator):
    comment = make_comment(status=Comment.Status.PENDING)
    act(client, "restore", comment)
    assert Comment.objects.visible().get() == comment


def test_deciding_twice_is_one_decision(client, moderator):
    comment = make_comment()
    act(client, "hide", comment)
    assert "0 comments changed." in act(client, "hide", comment).text
    assert Decision.objects.count() == 1


def test_several_comments_are_decided_at_once(client, moderator):
    made = [make_comment() for _ in range(3)]
    assert "3 comments changed." in act(client, "hide", *made).text


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
    comment = make_comment()
    client.force_login(make_user(group="Treasurer"))
    assert client.get(LIST).status_code == 403
    act(client, "hide", comment)
    comment.refresh_from_db()
    assert comment.is_visible


@pytest.mark.parametrize("action", ["hide", "mark_spam"])
def test_editors_look_and_feature_but_do_not_moderate(client, db, action):
    comment = make_comment()
    client.force_login(make_user(group="Editor"))
    assert client.get(LIST).status_code == 200
    act(client, action, comment)
    comment.refresh_from_db()
    assert comment.is_visible


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
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (moderator, str(comment.pk))


def test_the_history_of_picks_keeps_no_name_of_who_asked_to_be_forgotten(client, moderator):
    comment = make_comment(name="Mara L.")
    act(client, "feature", comment)
    comment.erase()
    assert "Mara" not in LogEntry.objects.get().object_repr


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


def test_looking_alone_does_not_hide(client, db):
    from django.contrib.auth.models import Permission

    comment, looker = make_comment(), make_user(is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_comment"))
    client.force_login(looker)
    assert client.get(LIST).status_code == 200
    act(client, "hide", comment)
    comment.refresh_from_db()
    assert comment.is_visible


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
        client.post(address, {})
    client.logout()
    assert "Comments are closed" in client.get(article.get_absolute_url()).text


def test_the_list_asks_no_more_for_more_comments(client, moderator, django_assert_max_num_queries):
    for _ in range(12):
        make_comment()
    with django_assert_max_num_queries(12):
        client.get(LIST)
