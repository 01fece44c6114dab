"""Who is behind a comment: a member, or a guest as far as they can be told."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from comments.models import Guest, Sanction, Trace
from comments.persons import Person, person_of, person_of_reader
from comments.readers import Reader
from tests.factories import make_comment, make_member, make_user

pytestmark = pytest.mark.django_db

MARA = "mara@example.com"
NETWORK = UUID(int=24)


def make_guest(email=MARA, *, is_confirmed=True):
    guest = Guest.objects.asking(email)
    if is_confirmed:
        guest.confirm()
    return Guest.objects.get(pk=guest.pk)


def make_sanction(**fields):
    return Sanction.objects.create(**{"kind": "ban", "code": "abuse"} | fields)


def of_cookie(**fields):
    return Reader(guest_id="a", **fields)


def opened(guest):
    return of_cookie(link=(guest.pk, guest.number))


def test_a_member_is_known_by_account():
    member = make_user()
    own, _other = make_comment(author=member), make_comment(author=make_user())
    for person in (person_of(own), person_of_reader(Reader(user=member))):
        assert person.is_known
        assert person.is_confirmed
        assert person.comments().get() == own


def test_nobody_is_known_who_left_nothing():
    person = person_of_reader(Reader())
    assert not person.is_known
    assert not person.is_confirmed
    assert not person.comments().exists()
    assert not person.sanctions().exists()


def test_a_guest_is_known_by_cookie():
    comment = make_comment(reader=of_cookie().key, email="")
    make_comment(reader=uuid4(), email="")
    assert person_of_reader(of_cookie()).comments().get() == comment
    assert person_of(comment).comments().get() == comment


def test_who_types_an_address_is_not_taken_for_its_owner():
    make_guest()
    make_comment(email=MARA)
    person = person_of_reader(of_cookie(), MARA)
    assert not person.comments().exists()


def test_who_opened_the_private_link_is():
    guest = make_guest()
    comment = make_comment(email=MARA.upper())
    person = person_of_reader(opened(guest))
    assert person.is_confirmed
    assert person.comments().get() == comment


def test_of_a_comment_the_owner_of_a_confirmed_address_is_told():
    comment, other = make_comment(email=MARA), make_comment(email=MARA)
    assert not person_of(comment).is_confirmed
    assert not person_of(comment).comments().exists()
    guest = make_guest()
    assert person_of(comment).guest == guest
    assert {*person_of(comment).comments()} == {comment, other}


def test_sanctions_of_a_member_hold_for_the_account_alone():
    member = make_user()
    sanction = make_sanction(member=member)
    make_sanction(member=make_user())
    assert person_of_reader(Reader(user=member), networks=[NETWORK]).sanctions().get() == sanction


def test_who_gives_a_banned_address_is_banned_whether_or_not_it_is_theirs():
    sanction = make_sanction(guest=make_guest())
    assert person_of_reader(of_cookie(), MARA.title()).sanctions().get() == sanction
    assert not person_of_reader(of_cookie(), "other@example.com").sanctions().exists()


def test_who_opened_their_link_is_found_under_another_address_too():
    guest = make_guest()
    sanction = make_sanction(guest=guest)
    assert person_of_reader(opened(guest), "new@example.com").sanctions().get() == sanction


def test_a_network_answers_for_its_guests_but_not_for_members():
    until = timezone.now() + timedelta(hours=1)
    sanction = make_sanction(network=NETWORK, kind="suspension", until=until)
    assert person_of_reader(Reader(), networks=[NETWORK]).sanctions().get() == sanction
    assert not person_of_reader(Reader(user=make_user()), networks=[NETWORK]).sanctions().exists()
    comment = make_comment()
    Trace.objects.create(comment=comment, network=NETWORK)
    assert person_of(comment).sanctions().get() == sanction


def test_what_is_over_or_lifted_holds_no_more():
    member, now = make_user(), timezone.now()
    make_sanction(member=member, kind="suspension", until=now)
    make_sanction(member=member, lifted_at=now)
    assert not Person(member=member).sanctions().exists()


def test_sanctions_take_one_statement(django_assert_num_queries):
    person = person_of_reader(of_cookie(), MARA, networks=[NETWORK])
    with django_assert_num_queries(1):
        list(person.sanctions())


@pytest.mark.parametrize("email", [MARA, MARA.upper()])
def test_an_account_and_a_guest_with_one_address_answer_for_each_other(email):
    member = make_member(email=MARA)
    of_member = make_sanction(member=member)
    assert person_of_reader(of_cookie(), email).sanctions().get() == of_member
    of_guest = make_sanction(guest=make_guest())
    assert {*Person(member=member).sanctions()} == {of_member, of_guest}


def test_a_typed_address_finds_no_warning_and_is_told_nothing():
    warning = make_sanction(guest=make_guest(), kind="warning")
    ban = make_sanction(guest=warning.guest)
    stranger, owner = person_of_reader(of_cookie(), MARA), person_of_reader(opened(warning.guest))
    assert {*stranger.sanctions()} == {ban}
    assert {*owner.sanctions()} == {warning, ban}
    assert owner.may_know(ban)
    assert not stranger.may_know(ban)


def test_a_stranger_is_asked_about_without_a_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not person_of_reader(Reader()).is_banned
    with django_assert_num_queries(1):
        assert not person_of_reader(of_cookie(email=MARA)).is_banned
