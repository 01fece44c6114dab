"""The ladder: warned, held, suspended, banned, and back again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from comments import sanctions, traces
from comments.models import Comment, Decision, Guest, Sanction, Trace
from comments.persons import Person, person_of
from comments.undoing import undo
from newsportal.models import OutgoingMail
from tests.comments.test_concurrency import in_parallel
from tests.factories import make_comment, make_member, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_mail")]

Kind, Status = Sanction.Kind, Comment.Status
MARA = "mara@example.com"


def ban(person, by, **about):
    return sanctions.impose(person, Kind.BAN, by=by, **{"code": "abuse"} | about)


def suspend(person, by, hours=1, **about):
    until = timezone.now() + timedelta(hours=hours)
    return sanctions.impose(person, Kind.SUSPENSION, by=by, code="abuse", until=until, **about)


@pytest.fixture
def moderator():
    return make_user(group="Moderator")


@pytest.fixture
def person():
    return Person(member=make_member())


def unconfirmed_guest(*, days_ago=0):
    """Somebody who typed an address once, from a network."""
    comment = make_comment(email=MARA)
    made_at = timezone.now() - timedelta(days=days_ago)
    Trace.objects.create(comment=comment, network=uuid4(), made_at=made_at)
    return person_of(comment)


def confirmed_guest():
    Guest.objects.asking(MARA).confirm()
    return person_of(make_comment(email=MARA))


@pytest.mark.parametrize("kind", [Kind.WARNING, Kind.HOLD, Kind.BAN])
def test_a_sanction_holds_and_says_who_imposed_it_and_why(person, moderator, kind):
    made = sanctions.impose(person, kind, by=moderator, code="hate", text="Twice this week.")
    assert person.sanctions().get() == made
    assert (made.moderator, made.code, made.text) == (moderator, "hate", "Twice this week.")


def test_a_suspension_ends_by_itself(person, moderator):
    suspend(person, moderator)
    Sanction.objects.update(until=timezone.now())
    assert not person.sanctions().exists()


def test_a_second_ban_is_the_first(person, moderator):
    assert ban(person, moderator) == ban(person, make_user(group="Moderator"))
    assert Sanction.objects.count() == 1
    assert OutgoingMail.objects.count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_many_bans_at_once_one_is_kept(person, moderator):
    found = in_parallel(6, lambda _: ban(person, moderator).pk)
    assert len(set(found)) == 1
    assert Sanction.objects.count() == OutgoingMail.objects.count() == 1


def test_the_same_form_sent_twice_warns_once(person, moderator):
    about = {"by": moderator, "code": "abuse", "act": uuid4()}
    for _ in range(2):
        sanctions.impose(person, Kind.WARNING, **about)
    assert Sanction.objects.count() == 1


def test_nobody_acts_on_themselves(moderator):
    with pytest.raises(sanctions.NotAllowed):
        ban(Person(member=moderator), moderator)


def test_staff_are_left_to_administrators(moderator):
    colleague = Person(member=make_user(group="Editor"))
    with pytest.raises(sanctions.NotAllowed):
        ban(colleague, moderator)
    assert ban(colleague, make_user(is_superuser=True))


def test_a_guest_answers_by_the_address_they_confirmed(moderator):
    guest = confirmed_guest()
    assert ban(guest, moderator).guest.email == MARA
    assert person_of(make_comment(email=MARA.title())).is_banned


def test_who_confirmed_no_address_is_suspended_by_network(moderator):
    guest = unconfirmed_guest()
    made = suspend(guest, moderator)
    assert (made.network, made.member, made.guest) == (guest.networks[0], None, None)
    assert guest.sanctions().get() == made


@pytest.mark.parametrize("kind", [Kind.WARNING, Kind.HOLD, Kind.BAN])
def test_a_network_is_neither_warned_nor_banned(moderator, kind):
    with pytest.raises(sanctions.NotAllowed):
        sanctions.impose(unconfirmed_guest(), kind, by=moderator, code="abuse")


def test_a_network_is_left_alone_once_it_is_long_ago(moderator):
    suspend(unconfirmed_guest(days_ago=sanctions.NETWORK_DAYS - 1), moderator)
    with pytest.raises(sanctions.NotAllowed, match="no longer known"):
        suspend(unconfirmed_guest(days_ago=sanctions.NETWORK_DAYS + 1), moderator)
    with pytest.raises(sanctions.NotAllowed, match="no longer known"):
        suspend(person_of(make_comment()), moderator)


def test_the_key_of_a_network_outlives_its_longest_suspension():
    used_last, suspended = traces.KEY_DAYS, max(sanctions.SUSPENSION_HOURS) // 24
    assert used_last + sanctions.NETWORK_DAYS + suspended <= traces.TRACE_DAYS


def test_a_ban_can_take_the_comments_of_thirty_days_with_it(person, moderator):
    since = timezone.now() - timedelta(days=sanctions.REJECTED_DAYS)
    mine = {"author": person.member}
    old = make_comment(**mine, created_at=since - timedelta(hours=1))
    young = make_comment(**mine)
    waiting = make_comment(**mine, status=Status.PENDING)
    other = make_comment()
    made = ban(person, moderator, code="spam", reject_since=since)
    found = dict(Comment.objects.values_list("pk", "status"))
    assert found[old.pk] == found[other.pk] == Status.VISIBLE
    assert found[young.pk] == found[waiting.pk] == Status.SPAM
    assert set(Decision.objects.values_list("act", "moderator")) == {(made.act, moderator.pk)}


def test_what_broke_off_goes_on_when_it_is_asked_for_again(person, moderator, monkeypatch):
    monkeypatch.setattr(sanctions, "REJECTED_AT_ONCE", 2)
    since = timezone.now() - timedelta(days=1)
    comments = [make_comment(author=person.member) for _ in range(5)]
    act = ban(person, moderator).act
    comments[1].reject(by=moderator, code="abuse", act=act)
    again = ban(person, moderator, reject_since=since)
    assert again.act == act
    assert not Comment.objects.visible().exists()
    assert Decision.objects.filter(act=act).count() == 5


def test_it_is_all_taken_back_as_one_act(person, moderator):
    comment = make_comment(author=person.member)
    made = ban(person, moderator, reject_since=timezone.now() - timedelta(days=1))
    undo(made.act, moderator)
    comment.refresh_from_db()
    assert comment.is_visible
    assert not person.is_banned
    assert Sanction.objects.get().lifted_by == moderator


def test_lifting_twice_keeps_who_lifted_first(person, moderator):
    made = ban(person, moderator)
    assert sanctions.lift(made, moderator)
    assert not sanctions.lift(made, make_user(group="Moderator"))
    assert Sanction.objects.get().lifted_by == moderator
    assert ban(person, moderator) != made


def test_a_warning_is_acknowledged_once(person, moderator):
    made = sanctions.impose(person, Kind.WARNING, by=moderator, code="abuse")
    sanctions.acknowledge(made)
    first = Sanction.objects.get().acknowledged_at
    sanctions.acknowledge(made)
    assert Sanction.objects.get().acknowledged_at == first


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Kind.WARNING, "warned you"),
        (Kind.HOLD, "all your comments wait"),
        (Kind.BAN, "banned you"),
    ],
)
def test_the_person_is_told_what_why_and_how_to_answer(person, moderator, kind, said):
    sanctions.impose(person, kind, by=moderator, code="hate", text="Twice this week.")
    mail = OutgoingMail.objects.get()
    assert mail.to == person.member.email
    for words in (said, "Reason: Hateful", "Twice this week.", "answer this mail"):
        assert words in mail.text
    assert moderator.username not in mail.text


def test_they_are_told_until_when_and_when_it_ends_early(person, moderator):
    made = suspend(person, moderator)
    assert f"{timezone.localtime(made.until):%H:%M}" in OutgoingMail.objects.get().text
    sanctions.lift(made, moderator)
    assert "no longer suspended" in OutgoingMail.objects.first().text


def test_no_mail_goes_to_an_address_nobody_confirmed(moderator):
    suspend(unconfirmed_guest(), moderator)
    ban(Person(member=make_user()), moderator)
    assert not OutgoingMail.objects.exists()


def test_another_step_in_a_form_sent_before_is_taken_too(person, moderator):
    act = uuid4()
    sanctions.impose(person, Kind.WARNING, by=moderator, code="abuse", act=act)
    assert ban(person, moderator, act=act).kind == Kind.BAN
    assert person.sanctions().count() == 2


def test_an_act_against_one_person_is_none_against_another(person, moderator):
    other, act = Person(member=make_member()), uuid4()
    ban(person, moderator, act=act)
    ban(other, moderator, act=act)
    assert other.is_banned
