"""What moderators see of a person, and what they do about them there."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from comments.models import Comment, Guest, Note, Report, Sanction, Trace
from comments.traces import TRACE_DAYS
from tests.factories import make_comment, make_member, make_user, mark_spam, reject

pytestmark = pytest.mark.django_db

Status, Kind = Comment.Status, Sanction.Kind
MARA = "mara@example.com"
HTMX = {"HX-Request": "true"}
TABS = ("comments", "rejected", "reports", "account", "notes")


@pytest.fixture
def moderator():
    return make_user(group="Moderator")


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def drawer_of(comment):
    return reverse("moderation:person_of", args=[comment.pk])


def member_page(member, show="comments"):
    return reverse("moderation:member", args=[member.pk]) + f"?show={show}"


def make_guest_comment(**fields):
    """By Mara, who typed an address and wrote from some network."""
    comment = make_comment(**{"name": "Mara L.", "email": MARA} | fields)
    Trace.objects.create(comment=comment, network=uuid4())
    return comment


def test_a_comment_leads_to_its_writer(desk):
    member = make_member(username="ferry_notes")
    comment = make_comment(author=member, name="ferry_notes")
    page = desk.get(drawer_of(comment)).text
    assert "ferry_notes" in page
    assert comment.text in page


def test_htmx_gets_the_drawer_alone(desk):
    page = desk.get(drawer_of(make_comment(author=make_member())), headers=HTMX).text
    assert "<html" not in page
    assert "data-drawer" in page


@pytest.mark.parametrize("show", [*TABS, "nonsense"])
def test_every_tab_is_a_page(desk, show):
    member = make_member()
    make_comment(author=member)
    assert desk.get(member_page(member, show)).status_code == 200


@pytest.mark.parametrize("after", ["1", "1_2", "9" * 30, "x", "-1_-1", "9" * 19 + "_1"])
@pytest.mark.parametrize("show", ["comments", "reports"])
def test_a_cursor_that_is_none_of_ours_does_no_harm(desk, show, after):
    assert (
        desk.get(member_page(make_member(), show), {"show": show, "after": after}).status_code
        == 200
    )


@pytest.mark.parametrize("name", ["person_of", "member", "guest"])
@pytest.mark.parametrize("pk", [0, 10**9, 10**30])
def test_who_never_was_is_not_found(desk, name, pk):
    assert desk.get(reverse(f"moderation:{name}", args=[pk])).status_code == 404


def test_who_wrote_what_was_erased_is_not_found_any_more(desk):
    comment = make_comment()
    comment.erase()
    assert desk.get(drawer_of(comment)).status_code == 404


def test_looking_writes_nothing(desk):
    desk.get(drawer_of(make_guest_comment()))
    assert not Guest.objects.exists()


def test_the_numbers_are_theirs_alone(desk):
    member = make_member()
    comments = [make_comment(author=member) for _ in range(4)]
    reject(comments[0])
    mark_spam(comments[1])
    comments[2].cast_vote(uuid4(), 1)
    make_comment(author=make_member())
    numbers = desk.get(member_page(member)).context["drawer"].numbers
    assert (numbers["published"], numbers["rejected"], numbers["spam"]) == (2, 1, 1)
    assert (numbers["votes"], numbers["share"]) == (1, 50)


def test_the_share_is_that_of_the_last_seven_days(desk):
    member = make_member()
    long_ago = timezone.now() - timedelta(days=8)
    reject(make_comment(author=member, created_at=long_ago))
    make_comment(author=member)
    assert desk.get(member_page(member)).context["drawer"].numbers["share"] == 0


def test_what_was_rejected_is_shown_with_who_and_why(desk, moderator):
    member = make_member()
    make_comment(author=member, text="The bridge is open.")
    reject(make_comment(author=member, text="Glimbo."), by=moderator, code="language")
    page = desk.get(member_page(member, "rejected")).text
    assert "Glimbo." in page
    assert "Words we don" in page
    assert moderator.public_name in page
    assert "The bridge is open." not in page


def test_reports_made_and_received_are_told_apart(desk):
    member = make_member()
    Report.objects.create(comment=make_comment(author=member), code="hate", reporter=uuid4())
    Report.objects.create(comment=make_comment(), code="spam", member=member, state="upheld")
    page = " ".join(desk.get(member_page(member, "reports")).text.split())
    assert "Made 1 report: 1 upheld, 0 dismissed." in page
    assert page.count("Reported by them") == page.count("Their comment was reported") == 1


@pytest.mark.parametrize("show", ["comments", "rejected", "reports"])
def test_older_ones_follow_page_by_page_without_gap(desk, monkeypatch, show):
    monkeypatch.setattr("comments.drawers.PER_PAGE", 2)
    member = make_member()
    for _ in range(5):
        comment = make_comment(author=member)
        Report.objects.create(comment=comment, code="spam", reporter=uuid4())
        if show == "rejected":
            reject(comment)
    name, seen, after = "reports" if show == "reports" else "comments", [], ""
    for _ in range(3):
        context = desk.get(member_page(member), {"show": show, "after": after}).context
        seen += [each.pk for each in context[name]]
        after = context["older"]
    assert len(set(seen)) == len(seen) == 5
    assert after == ""


@pytest.mark.parametrize("show", TABS)
def test_a_page_takes_as_many_statements_for_many_as_for_one(
    desk, django_assert_max_num_queries, show, moderator
):
    def add(member):
        comment = make_comment(author=member)
        Report.objects.create(comment=comment, code="spam", reporter=uuid4())
        reject(comment, by=moderator)
        Trace.objects.create(comment=comment, network=uuid4())
        Note.objects.create(member=member, text="Note.", moderator=moderator)
        Sanction.objects.create(member=member, kind="warning", code="spam", moderator=moderator)

    def statements(member):
        with django_assert_max_num_queries(40) as asked:
            desk.get(member_page(member, show), headers=HTMX)
        return len(asked)

    one, many = make_member(), make_member()
    add(one)
    for _ in range(5):
        add(many)
    statements(one)
    assert statements(many) == statements(one) <= 20


def test_an_address_is_masked_and_marked_until_it_is_confirmed(desk):
    comment = make_guest_comment()
    page = desk.get(drawer_of(comment)).text
    assert MARA not in page
    assert "m•••@example.com" in page
    assert "Address not confirmed" in page
    Guest.objects.asking(MARA).confirm()
    assert "Address not confirmed" not in desk.get(drawer_of(comment)).text


def test_a_guest_is_found_by_cookie_and_by_address(desk):
    reader = uuid4()
    comment = make_guest_comment(reader=reader)
    other_device = make_comment(email=MARA.title())
    other_address = make_comment(email="new@example.com", reader=reader)
    found = desk.get(drawer_of(comment)).context["comments"]
    assert {*found} == {comment, other_device, other_address}


def test_other_names_from_the_same_network_are_counted_without_showing_it(desk):
    comment, other, stranger = make_guest_comment(), make_comment(name="Petra N."), make_comment()
    Trace.objects.create(comment=other, network=comment.trace.network)
    Trace.objects.create(comment=stranger, network=uuid4())
    response = desk.get(drawer_of(comment))
    assert response.context["drawer"].neighbours == ["Petra N."]
    assert "1 other name from the same network in 30 days" in response.text
    assert str(comment.trace.network) not in response.text
    assert TRACE_DAYS == 30


def test_hostile_text_stays_text(desk):
    hostile = '<img src=x onerror="glimbo()">'
    comment = make_comment(text=hostile, name="<b>Mara</b>", email='"<i>"@example.com')
    Report.objects.create(comment=comment, code="spam", text=hostile, reporter=uuid4())
    for show in TABS:
        page = desk.get(drawer_of(comment), {"show": show}).text
        for tag in ("<img src=x", "<b>Mara", "<i>"):
            assert tag not in page
