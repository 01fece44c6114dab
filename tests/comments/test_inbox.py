"""The list behind the bell: what a member is told, reading it, and hearing no more of a thread."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments import bell
from comments.models import Decision, Mute, Notice
from tests.comments.telling import is_read, tell
from tests.factories import make_article, make_comment, make_member, make_user, reject

pytestmark = pytest.mark.django_db
INBOX = "/comments/inbox/"


@pytest.fixture
def member():
    return make_member(username="petra")


@pytest.fixture
def client(member):
    client = Client()
    client.force_login(member)
    return client


def posted(client, name, notice):
    return client.post(reverse(f"comments:inbox_{name}", args=[notice.pk]))


def decided(comment, action, **facts):
    known = {"comment": comment, "action": action, "old_status": 0, "new_status": comment.status}
    return Decision.objects.create(**known | facts)


def test_who_has_no_account_is_asked_to_sign_in():
    response = Client().get(INBOX)
    assert response.status_code == 302
    assert "/login/" in response["Location"]


def test_a_notice_says_who_and_what_and_where(client, member):
    article = make_article(headline="The bridge at Quell")
    own = make_comment(article, author=member)
    tell(member, make_comment(parent=own, name="teun", text="Pillar 14 still stands."))
    page = client.get(INBOX)
    assert "<bdi>teun</bdi></b> replied to you" in page.text
    assert "Pillar 14 still stands." in page.text
    assert "The bridge at Quell" in page.text
    assert "told__one--new" in page.text
    assert page.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("comment", "teun</bdi></b> wrote a comment"),
        ("reply", "teun</bdi></b> replied to a comment you follow"),
        ("mention", "teun</bdi></b> mentioned you"),
    ],
)
def test_each_kind_has_its_sentence(client, member, kind, sentence):
    tell(member, make_comment(name="teun"), kind=kind)
    assert sentence in client.get(INBOX).text


def test_decisions_about_own_comments_are_told(client, member):
    own = make_comment(author=member, featured_at=timezone.now())
    for kind, action in (("approved", "approve"), ("featured", "feature")):
        tell(member, own, kind=kind, decision=decided(own, action))
    page = client.get(INBOX).text
    assert "Your comment is published." in page
    assert "The newsroom featured your comment." in page


def test_a_removed_comment_is_told_with_its_reason_and_not_quoted(client, member):
    own = make_comment(author=member, text="Glimbo thoughts.")
    decision = reject(own, by=make_user(group="Moderator"), reason="The map is about rivers.")
    Notice.objects.all().delete()
    notice = tell(member, own, kind="rejected", decision=decision)
    page = client.get(INBOX).text
    assert "A moderator removed your comment." in page
    assert "Off topic" in page
    assert "The map is about rivers." in page
    assert "Glimbo" not in page
    response = posted(client, "open", notice)
    assert client.get(response["Location"]).status_code == 410


def test_a_rule_that_removed_is_called_a_rule(client, member):
    own = make_comment(author=member)
    decision = reject(own, rule="words")
    Notice.objects.all().delete()
    tell(member, own, kind="rejected", decision=decision)
    assert "A rule of the site removed your comment" in client.get(INBOX).text


def test_what_readers_no_longer_see_is_not_quoted(client, member):
    comment = make_comment(text="Glimbo glimbo.", name="glimbo_9")
    tell(member, comment)
    assert "Glimbo" in client.get(INBOX).text
    reject(comment)
    page = client.get(INBOX).text
    assert "Glimbo" not in page
    assert "glimbo_9" not in page


def test_hidden_words_and_markup_stay_hidden(client, member):
    text = "Before [spoiler]the ferry wins[/spoiler] <b>after</b>"
    tell(member, make_comment(text=text, name="<i>teun</i>"))
    page = client.get(INBOX).text
    assert "the ferry wins" not in page
    assert "<i>teun" not in page
    assert "&lt;b&gt;after" in page


def test_notices_about_one_thread_stand_together(client, member):
    root = make_comment(make_article(headline="Survey of the valley"), author=member)
    first = tell(member, make_comment(parent=root))
    other = tell(member, kind="mention")
    last = tell(member, make_comment(parent=root))
    page = client.get(INBOX)
    assert page.text.count("Survey of the valley") == 1
    assert "2 replies in this thread" in page.text
    told = [[notice.pk for notice in each.notices] for each in page.context["threads"]]
    assert told == [[last.pk, first.pk], [other.pk]]


def test_opening_reads_it_and_leads_to_the_comment(client, member):
    notice, other = tell(member), tell(member)
    response = posted(client, "open", notice)
    assert response.status_code == 303
    assert response["Location"] == notice.comment.get_absolute_url()
    assert is_read(notice)
    assert not is_read(other)


def test_looking_reads_nothing(client, member):
    notice = tell(member)
    client.get(INBOX)
    client.get(notice.comment.get_absolute_url())
    assert client.get(reverse("comments:inbox_open", args=[notice.pk])).status_code == 405
    assert not is_read(notice)


def test_opening_twice_keeps_when_it_was_read(client, member):
    notice = tell(member, read_at=timezone.now() - timedelta(days=1))
    before = notice.read_at
    posted(client, "open", notice)
    notice.refresh_from_db()
    assert notice.read_at == before


@pytest.mark.parametrize("name", ["open", "mute"])
def test_nobody_reads_or_mutes_for_somebody_else(client, name):
    notice = tell(make_member())
    assert posted(client, name, notice).status_code == 404
    assert not is_read(notice)
    assert not Mute.objects.exists()


def test_marking_all_as_read_leaves_what_came_since(client, member):
    first, second = tell(member), tell(member)
    until = client.get(INBOX).context["until"]
    later, others = tell(member), tell(make_member())
    response = client.post(INBOX + "read/", {"until": until})
    assert response.status_code == 303
    assert is_read(first)
    assert is_read(second)
    assert not is_read(later)
    assert not is_read(others)
    assert "All notices are marked as read." in client.get(response["Location"]).text


def test_there_is_no_such_button_when_nothing_is_unread(client, member):
    notice = tell(member)
    assert "Mark all as read" in client.get(INBOX).text
    posted(client, "open", notice)
    assert "Mark all as read" not in client.get(INBOX).text


@pytest.mark.parametrize("until", ["", "x", "0", "-1", "9" * 30, "1\0", "1e3"])
def test_nonsense_is_refused(client, member, until):
    notice = tell(member)
    assert client.post(INBOX + "read/", {"until": until}).status_code == 400
    assert not is_read(notice)


@pytest.mark.parametrize(
    "after", ["x", "1", "1_2_3", "9" * 30, f"{'9' * 19}_1", "-1_-1", "1_", "%00"]
)
def test_a_cursor_that_is_none_of_ours_does_no_harm(client, member, after):
    tell(member)
    assert client.get(f"{INBOX}?after={after}").status_code in {200, 400}


def test_muting_a_thread_reads_what_was_told_of_it(client, member):
    root = make_comment()
    first, second = (tell(member, make_comment(parent=root)) for _ in range(2))
    other = tell(member)
    response = posted(client, "mute", first)
    assert response.status_code == 303
    assert Mute.objects.get().root == root
    assert is_read(second)
    assert not is_read(other)
    page = client.get(response["Location"]).text
    assert "You will hear nothing more of this thread." in page
    assert "You muted this thread." in page


def test_muting_twice_is_muting_once(client, member):
    notice = tell(member)
    for _ in range(2):
        assert posted(client, "mute", notice).status_code == 303
    assert Mute.objects.count() == 1


def test_what_is_decided_about_own_comments_can_not_be_muted(client, member):
    own = make_comment(author=member)
    tell(member, own, kind="approved", decision=decided(own, "approve"))
    assert "Mute this thread" not in client.get(INBOX).text


def test_older_notices_stand_on_the_next_page(client, member):
    oldest = make_comment(text="The oldest of all.")
    tell(member, oldest)
    for _ in range(bell.NOTICES_PER_PAGE):
        tell(member)
    first = client.get(INBOX)
    assert "The oldest of all." not in first.text
    second = client.get(INBOX, {"after": first.context["older"]})
    assert "The oldest of all." in second.text
    assert "Older notices" not in second.text
    assert "Mark all as read" not in second.text


def test_the_list_asks_as_often_for_one_notice_as_for_many(client, member):
    numbers = []
    for _ in range(2):
        for _ in range(3):
            tell(member)
        client.get(INBOX)
        with CaptureQueriesContext(connection) as queries:
            client.get(INBOX)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_who_was_told_nothing_reads_so(client):
    assert "Nothing here yet." in client.get(INBOX).text
