"""Readers tell moderators what is wrong with a comment."""

from contextlib import suppress
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from comments import reports
from comments.models import Comment, Report, Sanction
from comments.readers import Reader
from comments.recounting import recount
from comments.reports import report
from comments.traces import Origin
from tests.comments.test_concurrency import in_parallel
from tests.factories import make_article, make_comment, make_member, make_user, reject

pytestmark = pytest.mark.django_db


def path(comment):
    return reverse("comments:report", args=[comment.pk])


def send(client, comment, code="spam", **fields):
    return client.post(path(comment), {"code": code, **fields})


def network(number):
    return [Origin(address=uuid4(), network=UUID(int=number))]


def trusted_reader():
    """Somebody whose one report so far was upheld."""
    key, other = uuid4(), make_comment()
    report(other, key, code="spam")
    reject(other)
    return key


def fresh(comment):
    comment.refresh_from_db()
    return comment


# What readers do


def test_a_stranger_gets_a_shared_form_and_no_cookie(client):
    comment = make_comment()
    response = client.get(path(comment))
    assert response.headers["Cache-Control"].startswith("public")
    assert not response.cookies
    assert "Report this comment" in response.text
    assert "The commenter does not see who reported" in response.text


def test_the_menu_of_a_comment_leads_to_the_form(client):
    comment = make_comment()
    assert f'href="{path(comment)}"' in client.get(comment.article.get_absolute_url()).text


def test_nobody_is_offered_to_report_their_own_comment(client):
    user = make_user()
    comment = make_comment(author=user, reader=Reader(user=user).key)
    client.force_login(user)
    assert path(comment) not in client.get(comment.article.get_absolute_url()).text
    assert send(client, comment).status_code == 422
    assert client.get(path(comment)).status_code == 422
    assert not Report.objects.exists()


def test_a_guest_reports_and_reads_the_reference(client):
    comment = make_comment()
    response = client.post(path(comment), {"code": "hate", "text": "Glimbo."}, follow=True)
    made = Report.objects.get()
    assert (made.code, made.text, made.member, made.state) == ("hate", "Glimbo.", None, "open")
    assert reports.reference_of(made) in response.text
    assert response.headers["Cache-Control"] == "private, no-store"
    assert fresh(comment).open_reports == 1
    assert comment.queued_at == made.reported_at


def test_a_report_keeps_where_it_came_from_as_hashes_alone(client):
    send(client, make_comment())
    made = Report.objects.values().get()
    assert made["address"]
    assert made["network"]
    assert "127.0.0.1" not in str(made)


def test_a_member_reports_by_account(client):
    user = make_member()
    client.force_login(user)
    send(client, make_comment())
    assert Report.objects.get().member == user


def test_with_htmx_the_receipt_takes_the_place_of_the_form(client):
    response = client.post(path(make_comment()), {"code": "spam"}, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert "<html" not in response.text
    assert "Reference" in response.text


def test_reporting_twice_is_reporting_once(client):
    comment = make_comment()
    send(client, comment)
    assert send(client, comment, code="hate").status_code == 303
    assert Report.objects.get().code == "spam"
    assert fresh(comment).open_reports == 1


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"code": "other"},
        {"code": "\0"},
        {"code": ["spam", "glimbo"]},
        {"code": "spam", "text": "long " * 200},
        {"code": "spam", "text": "x" * 1_000_000},
        {"code": "error"},
        {"code": "error", "text": "\u200b"},
        {"code": "error", "text": "It is wrong.", "quote": "x" * 301},
    ],
)
def test_what_can_not_be_taken_is_said_beside_the_field(client, fields):
    response = client.post(path(make_comment()), fields)
    assert response.status_code == 422
    assert "field__error" in response.text
    assert not Report.objects.exists()


def test_what_was_typed_stays_in_a_refused_form(client):
    response = client.post(path(make_comment()), {"text": "Glimbo <b>here</b>."})
    assert "Glimbo &lt;b&gt;here&lt;/b&gt;." in response.text


def test_an_unfit_letter_does_not_reach_the_database(client):
    send(client, make_comment(), text="a\0b\u202ec")
    assert Report.objects.get().text == "abc"


@pytest.mark.parametrize("status", [0, 2, 3])
def test_what_readers_do_not_see_takes_no_reports(client, status):
    comment = make_comment(status=status)
    response = send(client, comment)
    assert response.status_code == 422
    assert comment.text not in response.text
    assert client.get(path(comment)).status_code == 422


def test_a_comment_of_a_draft_is_not_found(client):
    comment = make_comment(make_article(status="draft"))
    assert client.get(path(comment)).status_code == 404
    assert send(client, comment).status_code == 404


def test_a_banned_reader_can_not_report(client):
    user = make_user()
    Sanction.objects.create(member=user, kind="ban", code="spam")
    client.force_login(user)
    assert "can&#x27;t report" in send(client, make_comment()).text
    assert not Report.objects.exists()


def test_an_address_reports_ten_times_an_hour_and_keeps_its_text(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"report": "10/h/ip"}
    article = make_article()
    for _ in range(10):
        assert send(Client(), make_comment(article)).status_code == 303
    response = send(Client(), make_comment(article), text="Glimbo here.")
    assert response.status_code == 429
    assert response.headers["Retry-After"]
    assert "Glimbo here." in response.text


def test_a_reader_reports_ten_times_an_hour_wherever_they_are(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "report": "",
        "reporter": "2/h/key",
    }
    client.force_login(make_user())
    answers = [send(client, make_comment()).status_code for _ in range(3)]
    assert answers == [303, 303, 429]


def test_illegal_content_leads_to_a_form_of_its_own_with_what_was_typed(client):
    response = send(client, make_comment(), code="illegal", text="Glimbo law.")
    assert "Which law does it break?" in response.text
    assert "Glimbo law." in response.text
    assert not Report.objects.exists()


def test_looking_at_the_form_changes_nothing(client):
    comment = make_comment()
    client.get(path(comment), {"code": "spam"})
    assert not Report.objects.exists()


def test_a_report_of_a_text_that_a_moderator_let_stand_is_not_taken_again(client):
    comment = make_comment()
    send(client, comment)
    comment.approve(by=make_user())
    assert send(client, comment).status_code == 422
    assert fresh(comment).open_reports == 0


def test_another_text_can_be_reported_again(client):
    comment = make_comment()
    send(client, comment)
    comment.approve(by=make_user())
    comment.edit_text("Another glimbo.")
    assert send(client, comment).status_code == 303
    assert fresh(comment).open_reports == 1


# What comes of it


def test_a_thread_grows_hot_with_the_reports_in_it():
    root = make_comment()
    reply = make_comment(parent=root)
    report(root, uuid4(), code="spam")
    report(reply, uuid4(), code="spam")
    assert fresh(root).heat == 2
    reply.approve(by=make_user())
    assert fresh(root).heat == 1
    assert not recount(mend=False)


def test_a_decision_answers_the_reports():
    kept, removed = make_comment(), make_comment()
    first, second = (report(each, uuid4(), code="spam") for each in (kept, removed))
    kept.approve(by=make_user())
    reject(removed)
    states = [Report.objects.get(pk=each.pk).state for each in (first, second)]
    assert states == ["dismissed", "upheld"]


def test_three_trusted_readers_of_three_networks_hide_a_comment():
    parent = make_comment()
    comment = make_comment(parent=parent)
    for number in range(3):
        assert fresh(comment).is_visible
        report(comment, trusted_reader(), code="spam", origins=network(number))
    assert fresh(comment).status == comment.Status.PENDING
    assert comment.open_reports == 3
    [decision] = comment.decisions.all()
    assert (decision.action, decision.rule, decision.moderator) == ("hold", "reports", None)
    assert fresh(parent).heat == 3
    assert not recount(mend=False)


def test_approving_what_they_hid_dismisses_their_reports():
    comment = make_comment()
    for number in range(3):
        report(comment, trusted_reader(), code="spam", origins=network(number))
    fresh(comment).approve(by=make_user())
    assert fresh(comment).is_visible
    assert comment.reports.filter(state="dismissed").count() == 3


def test_readers_of_one_network_count_as_one():
    comment = make_comment()
    for number in (1, 1, 2, 2):
        report(comment, trusted_reader(), code="spam", origins=network(number))
    assert fresh(comment).is_visible


def test_a_network_counts_once_over_a_change_of_keys():
    comment = make_comment()
    old, new, other = (network(number)[0] for number in (1, 2, 3))
    for origins in ([old], [new, old], [other]):
        report(comment, trusted_reader(), code="spam", origins=origins)
    assert fresh(comment).is_visible


def test_readers_without_a_past_hide_nothing():
    comment = make_comment()
    for number in range(5):
        report(comment, uuid4(), code="spam", origins=network(number))
    assert fresh(comment).is_visible


def test_a_reader_who_was_wrong_as_often_as_right_does_not_count():
    comment, key, wrong = make_comment(), trusted_reader(), make_comment()
    report(wrong, key, code="spam")
    wrong.approve(by=make_user())
    for number, reader in enumerate([key, trusted_reader(), trusted_reader()]):
        report(comment, reader, code="spam", origins=network(number))
    assert fresh(comment).is_visible


@pytest.mark.parametrize("spare", ["official", "approved"])
def test_what_the_newsroom_said_or_looked_at_is_not_hidden(spare):
    comment = make_comment(is_official=spare == "official")
    if spare == "approved":
        comment.approve(by=make_user())
    for number in range(4):
        report(comment, trusted_reader(), code="spam", origins=network(number))
    assert fresh(comment).is_visible
    assert comment.open_reports == 4


def test_a_new_text_can_be_hidden_again():
    comment = make_comment()
    comment.approve(by=make_user())
    comment.edit_text("Another glimbo.")
    for number in range(3):
        report(comment, trusted_reader(), code="spam", origins=network(number))
    assert fresh(comment).status == comment.Status.PENDING


def test_erasing_a_reader_leaves_nothing_of_them_in_their_reports():
    reader = Reader(guest_id=uuid4().hex)
    client = Client()
    client.cookies.update(reader.keep_in(HttpResponse()).cookies)
    comment = make_comment()
    send(client, comment, text="Glimbo.")
    client.post(reverse("comments:erase_mine"))
    made = Report.objects.values().get()
    assert {made[name] for name in ("reporter", "member_id", "address", "network")} == {None}
    assert made["text"] == ""
    assert fresh(comment).open_reports == 1


def test_readers_take_away_what_they_reported():
    client = Client()
    send(client, make_comment(), text="Glimbo.")
    assert "Glimbo." in client.post(reverse("comments:export")).text


# At the same time


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_three_reports_at_once_hide_once_and_are_all_counted():
    comment = make_comment(parent=make_comment())
    readers = [trusted_reader() for _ in range(3)]

    def work(number):
        report(comment, readers[number], code="spam", origins=network(number))

    in_parallel(3, work)
    assert fresh(comment).status == comment.Status.PENDING
    assert comment.open_reports == 3
    assert comment.decisions.filter(action="hold").count() == 1
    assert not recount(mend=False)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_reader_in_many_windows_reports_once():
    comment, reader = make_comment(), uuid4()
    in_parallel(4, lambda _number: report(comment, reader, code="spam"))
    assert comment.reports.count() == 1
    assert fresh(comment).open_reports == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_reports_and_decisions_in_one_thread_wait_for_each_other():
    root = make_comment()
    replies = [make_comment(parent=root) for _ in range(2)]
    deep = [make_comment(parent=reply) for reply in replies]

    def work(number):
        for turn in range(6):
            with suppress(Comment.DoesNotExist):  # removed meanwhile
                report([root, *replies, *deep][(number + turn) % 5], uuid4(), code="spam")
            chosen = [*deep, *replies][(number * turn) % 4]
            [reject, Comment.approve][turn % 2](chosen, by=None)

    in_parallel(4, work)
    assert not recount(mend=False)
