"""Notices of illegal content: given by anybody, decided by a moderator, told to both sides."""

import csv
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comments import cases
from comments.models import Decision, LegalCase
from newsportal import outbox
from newsportal.models import OutgoingMail
from tests.factories import make_article, make_comment, make_member, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_mail")]

NOTICE = {
    "law": "Glimbo act, section 3",
    "explanation": "It names a glimbo.",
    "name": "Ada Marsh",
    "email": "ada@example.com",
    "is_in_good_faith": "on",
}


def send(client, comment, *left_out, **fields):
    said = {name: value for name, value in (NOTICE | fields).items() if name not in left_out}
    return client.post(reverse("comments:illegal", args=[comment.pk]), said)


def make_case(comment=None, **fields):
    said = {name: NOTICE[name] for name in ("law", "explanation", "name", "email")}
    return cases.open_case(comment or make_comment(), **said | fields)


def case_page(case):
    return reverse("moderation:case", args=[case.reference])


def delivered():
    outbox.deliver()
    return {sent.to[0]: sent for sent in mail.outbox}


@pytest.fixture
def desk():
    client = Client()
    client.force_login(make_user(group="Moderator"))
    return client


# The notice


def test_a_stranger_gets_a_shared_form(client):
    response = client.get(reverse("comments:illegal", args=[make_comment().pk]))
    assert response.headers["Cache-Control"].startswith("public")
    assert not response.cookies


def test_a_member_finds_name_and_address_in_the_form(client):
    client.force_login(make_user(first_name="Ada", last_name="Marsh", email="ada@example.com"))
    response = client.get(reverse("comments:illegal", args=[make_comment().pk]))
    assert 'value="Ada Marsh"' in response.text
    assert 'value="ada@example.com"' in response.text
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_notice_is_kept_and_answered_with_its_reference(client):
    comment = make_comment()
    response = send(client, comment)
    case = LegalCase.objects.get()
    assert response.url == reverse("comments:notice", args=[case.reference])
    assert case.reference in client.get(response.url).text
    assert (case.comment, case.state, case.is_in_good_faith) == (comment, "awaiting", True)
    assert case.address.endswith(comment.get_absolute_url())
    assert (case.law, case.email) == (NOTICE["law"], NOTICE["email"])


def test_a_receipt_goes_to_the_notifier_without_what_was_said(client):
    send(client, make_comment())
    receipt = delivered()["ada@example.com"]
    assert LegalCase.objects.get().reference in receipt.subject
    assert "glimbo" not in receipt.body.lower()


def test_one_inbox_is_not_filled_with_receipts(client):
    article = make_article()
    for number in range(5):
        send(Client(), make_comment(article), email=f"ada+{number}@example.com")
    assert LegalCase.objects.count() == 5
    assert OutgoingMail.objects.count() == 3


def test_the_same_notice_sent_twice_is_one_case(client):
    comment = make_comment()
    first, second = (send(client, comment).url for _ in range(2))
    assert first == second
    assert LegalCase.objects.count() == 1


@pytest.mark.parametrize("name", NOTICE)
def test_what_the_law_asks_for_is_asked_for(client, name):
    response = send(client, make_comment(), name)
    assert response.status_code == 422
    assert "field__error" in response.text
    assert not LegalCase.objects.exists()


def test_offences_against_children_are_noticed_without_a_name(client):
    send(client, make_comment(), "name", "email", is_nameless="on")
    case = LegalCase.objects.get()
    assert (case.name, case.email) == ("", "")
    assert not OutgoingMail.objects.exists()


def test_who_gives_no_name_leaves_none_by_accident(client):
    send(client, make_comment(), is_nameless="on")
    assert LegalCase.objects.get().name == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"law": "x" * 501},
        {"explanation": "x" * 1001},
        {"explanation": "x" * 1_000_000},
        {"law": "\u200b"},
        {"name": "\u200b"},
        {"name": "x" * 101},
        {"email": "a@example.com, b@example.com"},
        {"email": "a@example.com\r\nBcc: b@example.com"},
    ],
)
def test_what_can_not_be_taken_is_said_and_kept(client, fields):
    response = send(client, make_comment(), **fields)
    assert response.status_code == 422
    assert "field__error" in response.text
    assert not LegalCase.objects.exists()


def test_an_address_gives_ten_notices_an_hour(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"notice": "10/h/ip"}
    comment = make_comment()
    answers = [send(Client(), comment, law=f"Act {number}") for number in range(11)]
    assert [answer.status_code for answer in answers] == [303] * 10 + [429]
    assert answers[-1].headers["Retry-After"]
    assert "Act 10" in answers[-1].text


def test_what_readers_do_not_see_takes_no_notices(client):
    comment = make_comment(status=3)
    response = send(client, comment)
    assert response.status_code == 422
    assert comment.text not in response.text


def test_with_htmx_the_receipt_takes_the_place_of_the_form(client):
    address = reverse("comments:illegal", args=[make_comment().pk])
    response = client.post(address, NOTICE, headers={"HX-Request": "true"})
    assert "<html" not in response.text
    assert LegalCase.objects.get().reference in response.text


@pytest.mark.parametrize("reference", ["NONE", "%F0%9F%98%80", "x" * 300])
def test_an_unknown_reference_is_not_found(client, reference):
    assert client.get(f"/comments/notices/{reference}/").status_code == 404


# The decision


def test_a_case_goes_its_steps_and_no_others():
    by = make_user()
    case = make_case()
    with pytest.raises(cases.WrongStep):
        cases.decide(case, "kept", ground="Glimbo.", by=by)
    cases.take_up(case, by=by)
    cases.decide(case, "kept", ground="Glimbo.", by=by)
    with pytest.raises(cases.WrongStep):
        cases.drop(case, ground="Glimbo.", by=by)
    case.refresh_from_db()
    assert (case.state, case.outcome, case.handler) == ("completed", "kept", by)
    assert case.closed_at


def test_removing_takes_the_content_from_readers_and_tells_both(desk):
    writer = make_member()
    comment = make_comment(author=writer, email="", text="A glimbo of a text.")
    case = make_case(comment)
    desk.post(case_page(case), {"step": "review"})
    desk.post(case_page(case), {"step": "removed", "ground": "It is a glimbo."})
    comment.refresh_from_db()
    case.refresh_from_db()
    assert comment.status == comment.Status.REMOVED
    assert (case.decision.code, case.decision.comment) == ("illegal", comment)
    sent = delivered()
    assert set(sent) == {"ada@example.com", writer.email}
    assert "removed" in sent["ada@example.com"].body
    statement = sent[writer.email].body
    for part in ("A glimbo of a text.", NOTICE["law"], "It is a glimbo.", "not a program", "court"):
        assert part in statement
    assert "Ada" not in statement
    assert len(mail.outbox) == 3  # with the receipt


def test_content_that_stays_is_told_to_the_notifier_alone(desk):
    comment = make_comment(author=make_member(), email="")
    case = make_case(comment, may_write=lambda email: False)
    desk.post(case_page(case), {"step": "review"})
    desk.post(case_page(case), {"step": "kept", "ground": "No glimbo."})
    comment.refresh_from_db()
    assert comment.is_visible
    assert not Decision.objects.exists()
    assert list(delivered()) == ["ada@example.com"]
    assert "No glimbo." in mail.outbox[0].body
    assert "No glimbo." in Client().get(reverse("comments:notice", args=[case.reference])).text


def test_a_guest_who_only_typed_an_address_gets_no_statement(desk):
    case = make_case(make_comment(email="typed@example.com"))
    desk.post(case_page(case), {"step": "review"})
    desk.post(case_page(case), {"step": "removed", "ground": "It is a glimbo."})
    assert list(delivered()) == ["ada@example.com"]


def test_mails_are_in_the_language_of_the_notice(desk, client):
    client.cookies["language"] = "ar"
    send(client, make_comment())
    case = LegalCase.objects.get()
    assert case.language == "ar"


def test_a_decision_gives_grounds(desk):
    case = cases.take_up(make_case(), by=make_user())
    response = desk.post(case_page(case), {"step": "removed", "ground": " "})
    assert response.status_code == 422
    assert "Give the grounds" in response.text
    case.refresh_from_db()
    assert case.state == "under_review"


def test_a_notice_that_says_nothing_is_void_and_the_notifier_told(desk):
    case = make_case()
    desk.post(case_page(case), {"step": "void", "ground": "No law is named."})
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("void", "")
    assert "No law is named." in delivered()["ada@example.com"].body


def test_a_moderator_who_comes_second_is_told(desk):
    case = make_case()
    desk.post(case_page(case), {"step": "review"})
    cases.decide(case, "kept", ground="No glimbo.", by=make_user())
    response = desk.post(case_page(case), {"step": "removed", "ground": "Glimbo."})
    assert response.status_code == 409
    assert "Another moderator was here meanwhile" in response.text
    case.refresh_from_db()
    assert case.outcome == "kept"


def test_a_comment_erased_meanwhile_can_still_be_decided_about(desk):
    comment = make_comment(author=make_member(), email="")
    case = cases.take_up(make_case(comment), by=make_user())
    comment.erase()
    assert "Its author has deleted it" in desk.get(case_page(case)).text
    desk.post(case_page(case), {"step": "removed", "ground": "It was a glimbo."})
    case.refresh_from_db()
    assert (case.state, case.decision) == ("completed", None)
    assert list(delivered()) == ["ada@example.com"]


@pytest.mark.parametrize("step", [{}, {"step": "glimbo"}, {"step": "\0"}, {"step": "completed"}])
def test_unknown_steps_change_nothing(desk, step):
    case = make_case()
    assert desk.post(case_page(case), step | {"ground": "x"}).status_code == 422
    case.refresh_from_db()
    assert case.state == "awaiting"


# The moderators' pages


@pytest.mark.parametrize("group", [None, "Editor", "Treasurer"])
@pytest.mark.parametrize("page", ["/", "/2026.csv", "/{}/"])
def test_cases_are_for_moderators(client, group, page):
    case = make_case()
    client.force_login(make_user(group=group) if group else make_user())
    path = "/moderation/cases" + page.format(case.reference)
    assert client.get(path).status_code == 403
    assert Client().get(path).status_code == 302
    assert client.post(path, {"step": "review"}).status_code == 403


def test_cases_are_listed_by_state(desk):
    waiting, void = make_case(law="Waiting act"), make_case(law="Void act")
    cases.drop(void, ground="Glimbo.", by=make_user())
    listed = desk.get(reverse("moderation:cases")).text
    assert "Waiting act" in listed
    assert "Void act" not in listed
    listed = desk.get(reverse("moderation:cases"), {"state": "void"}).text
    assert waiting.reference not in listed
    assert void.reference in listed


@pytest.mark.parametrize("query", ["state=glimbo", "p=-1", "p=x", f"p={10**30}", "state=%00"])
def test_nonsense_in_the_address_does_no_harm(desk, query):
    assert desk.get(f"/moderation/cases/?{query}").status_code in (200, 400)


def test_the_list_asks_as_much_for_many_cases_as_for_one(desk, django_assert_num_queries):
    desk.get(reverse("moderation:cases"))
    comment = make_comment()
    make_case(comment)
    with CaptureQueriesContext(connection) as one:
        desk.get(reverse("moderation:cases"))
    for number in range(3):
        make_case(comment, law=f"Act {number}")
    with django_assert_num_queries(len(one)):
        desk.get(reverse("moderation:cases"))


def test_hostile_words_stay_words(desk):
    comment = make_comment(text="<b>bold</b>", name="<i>Ada</i>")
    hostile = "<script>glimbo</script>"
    case = make_case(comment, law=hostile, explanation=hostile, name=hostile)
    for page in (case_page(case), reverse("moderation:cases")):
        text = desk.get(page).text
        assert hostile not in text
        assert "<b>bold</b>" not in text


def test_the_cases_of_a_year_are_a_file(desk):
    comment = make_comment()
    case = make_case(comment, law='=1+1 "glimbo", act')
    for when in (datetime(2025, 12, 31, 23, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)):
        LegalCase.objects.filter(pk=make_case(comment, law=str(when)).pk).update(opened_at=when)
    LegalCase.objects.filter(pk=case.pk).update(opened_at=datetime(2026, 1, 1, tzinfo=UTC))
    response = desk.get("/moderation/cases/2026.csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    header, first, second = csv.reader(response.content.decode().splitlines())
    row = dict(zip(header, first, strict=True))
    assert row["reference"] == case.reference
    assert row["opened_at"] == "2026-01-01T00:00:00+00:00"
    assert row["law"] == '\'=1+1 "glimbo", act'
    assert "ada@example.com" not in response.content.decode()


@pytest.mark.parametrize("start", "=+-@＝＋－＠\t\r\n")
def test_no_cell_is_a_formula(start):
    assert cases._cell(f"{start}1").startswith("'")


@pytest.mark.parametrize("year", [0, 1, 10**30])
def test_years_without_a_calendar_are_not_found(desk, year):
    assert desk.get(f"/moderation/cases/{year}.csv").status_code == 404
