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


def sanction(desk, kind, pk, **fields):
    asked = {"step": "warning", "code": "abuse"} | fields
    return desk.post(reverse("moderation:sanction", args=[kind, pk]), asked)


def add_note(desk, kind, pk, text="Wrote a kind reply."):
    return desk.post(reverse("moderation:note", args=[kind, pk]), {"text": text})


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


def test_a_step_of_the_ladder_is_taken_with_its_reason(desk, moderator):
    member = make_member()
    response = sanction(desk, "member", member.pk, step="week", text="Third time.")
    assert response.status_code == 303
    made = Sanction.objects.get()
    assert (made.kind, made.code, made.text) == (Kind.SUSPENSION, "abuse", "Third time.")
    assert made.until - made.imposed_at > timedelta(days=6, hours=23)
    assert "Third time." in desk.get(response.url).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"step": ""},
        {"step": "glimbo"},
        {"code": ""},
        {"code": "glimbo"},
        {"code": "other", "text": ""},
        {"text": "a" * 501},
        {"step": "ban"},
        {"act": "glimbo"},
    ],
)
def test_a_form_that_is_not_complete_is_kept_and_explained(desk, wrong):
    member = make_member()
    response = sanction(desk, "member", member.pk, **{"text": "Third time."} | wrong)
    assert response.status_code == 422
    assert response.context["sanction_form"].errors
    assert wrong.get("text", "Third time.") in response.text
    assert not Sanction.objects.exists()


def test_a_ban_takes_a_second_tick_and_comments_with_it(desk):
    member = make_member()
    comment = make_comment(author=member)
    ban = {"step": "ban", "is_sure": "on", "takes_comments": "on"}
    assert sanction(desk, "member", member.pk, **ban).status_code == 303
    comment.refresh_from_db()
    assert comment.status == Status.REMOVED
    assert Sanction.objects.get().act == comment.decisions.get().act


def test_the_same_form_sent_twice_is_one_sanction(desk):
    member, act = make_member(), uuid4()
    for _ in range(2):
        sanction(desk, "member", member.pk, act=act)
    assert Sanction.objects.count() == 1


def test_colleagues_and_oneself_are_offered_no_ladder(desk, moderator):
    for person in (moderator, make_user(group="Editor")):
        assert "sanction_form" not in desk.get(member_page(person)).context
        assert sanction(desk, "member", person.pk).status_code == 422
    assert not Sanction.objects.exists()


def test_a_guest_without_a_confirmed_address_is_suspended_by_network(desk):
    comment = make_guest_comment()
    assert sanction(desk, "comment", comment.pk, step="ban", is_sure="on").status_code == 422
    assert sanction(desk, "comment", comment.pk, step="hour").status_code == 303
    assert Sanction.objects.get().network == comment.trace.network


def test_where_a_guest_wrote_from_is_forgotten_and_the_page_says_so(desk):
    page = desk.get(drawer_of(make_comment(email=""))).text
    assert "It is no longer known where this guest wrote from." in page


def test_a_sanction_is_lifted_and_the_page_comes_back(desk, moderator):
    member = make_member()
    made = Sanction.objects.create(member=member, kind="ban", code="spam")
    answer = desk.post(
        reverse("moderation:lift", args=[made.pk]), {"next": member_page(member, "account")}
    )
    assert (answer.status_code, answer.url) == (303, member_page(member, "account"))
    assert Sanction.objects.get().lifted_by == moderator
    assert "Lifted" in desk.get(answer.url).text


def test_nobody_lifts_what_was_imposed_on_themselves(desk, moderator):
    made = Sanction.objects.create(member=moderator, kind="warning", code="spam")
    assert desk.post(reverse("moderation:lift", args=[made.pk])).status_code == 403
    assert Sanction.objects.get().lifted_at is None


def test_a_note_is_read_by_the_next_moderator(desk, client):
    member = make_member()
    response = add_note(desk, "member", member.pk, "Wrote a <kind> reply.\nAnd another.")
    client.force_login(make_user(group="Moderator"))
    assert "Wrote a &lt;kind&gt; reply.<br>And another." in client.get(response.url).text


@pytest.mark.parametrize("text", ["", "   ", "a" * 1001])
def test_an_empty_note_and_a_book_are_refused(desk, text):
    assert add_note(desk, "member", make_member().pk, text).status_code == 422
    assert not Note.objects.exists()


def test_a_note_about_a_guest_stays_with_the_address(desk):
    add_note(desk, "comment", make_guest_comment().pk)
    page = desk.get(drawer_of(make_comment(email=MARA)), {"show": "notes"}).text
    assert "Wrote a kind reply." in page
    assert Guest.objects.get().confirmed_at is None


def test_without_an_address_there_are_no_notes(desk):
    assert add_note(desk, "comment", make_comment(email="").pk).status_code == 422


def test_a_note_is_taken_back_by_its_writer_within_a_day(desk, moderator):
    member, now = make_member(), timezone.now()
    about = {"member": member, "text": "Note."}
    mine = Note.objects.create(**about, moderator=moderator)
    old = Note.objects.create(**about, moderator=moderator, noted_at=now - timedelta(hours=25))
    other = Note.objects.create(**about, moderator=make_user())
    codes = [
        desk.post(reverse("moderation:delete_note", args=[n.pk])).status_code
        for n in (mine, old, other)
    ]
    assert codes == [303, 404, 404]
    assert {*Note.objects.all()} == {old, other}


@pytest.mark.parametrize("name", ["sanction", "note"])
@pytest.mark.parametrize("kind", ["glimbo", "network"])
def test_there_are_no_other_kinds_of_people(desk, name, kind):
    assert desk.post(reverse(f"moderation:{name}", args=[kind, 1])).status_code == 404
