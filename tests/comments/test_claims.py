"""A card that one moderator looks at is left alone by others for some minutes."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from comments import claims
from comments.models import Claim, Comment
from tests.comments.desk import HTMX, decide, make_moderator
from tests.comments.test_concurrency import in_parallel
from tests.factories import make_comment

pytestmark = pytest.mark.django_db
Status = Comment.Status


@pytest.fixture(name="comment")
def _comment():
    return make_comment(status=Status.PENDING)


@pytest.fixture(name="kofi")
def _kofi(client):
    user = make_moderator(first_name="Kofi", last_name="Osei")
    client.force_login(user)
    return user


@pytest.fixture(name="lena")
def _lena():
    return make_moderator(first_name="Lena", last_name="Orst")


def send(client, comment, action="", headers=None):
    address = reverse("moderation:claim", args=[comment.pk])
    return client.post(address, {"action": action}, headers=headers)


def owner(comment):
    held = claims.claims_on([comment.pk]).get(comment.pk)
    return held and held.moderator


def test_who_claims_first_has_it(comment, kofi, lena):
    assert claims.claim(comment, kofi).moderator == kofi
    assert claims.claim(comment, lena).moderator == kofi


def test_it_ends_by_itself(comment, kofi, lena):
    claims.claim(comment, kofi)
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)):
        assert owner(comment) is None
        assert claims.claim(comment, lena).moderator == lena


def test_who_goes_on_looking_keeps_it(comment, kofi, lena):
    claims.claim(comment, kofi)
    with time_machine.travel(timezone.now() + timedelta(minutes=9)):
        claims.claim(comment, kofi)
    with time_machine.travel(timezone.now() + timedelta(minutes=15)):
        assert claims.claim(comment, lena).moderator == kofi


def test_it_ends_with_the_decision(client, comment, kofi):
    send(client, comment)
    decide(client, comment, "approve")
    assert not Claim.objects.exists()


def test_a_press_claims_and_another_leaves_it_to_others(client, comment, kofi):
    assert send(client, comment).status_code == 303
    assert owner(comment) == kofi
    assert "You are looking at this" in client.get("/moderation/?queue=pending").text
    send(client, comment, "release")
    assert owner(comment) is None


def test_nobody_releases_the_claim_of_another(client, comment, kofi, lena):
    claims.claim(comment, lena)
    send(client, comment, "release")
    assert owner(comment) == lena


def test_htmx_gets_whose_it_is_and_a_way_to_take_it_over(client, comment, kofi, lena):
    claims.claim(comment, lena)
    answer = send(client, comment, "claim", headers=HTMX)
    assert "Lena Orst is looking at this (just now)." in answer.text
    assert 'value="take_over"' in answer.text
    send(client, comment, "take_over", headers=HTMX)
    assert owner(comment) == kofi
    assert decide(client, comment, "approve").status_code == 303


@pytest.mark.parametrize("action", ["glimbo", "a\0b", "x" * 1000])
def test_nonsense_claims(client, comment, kofi, action):
    assert send(client, comment, action).status_code == 303
    assert owner(comment) == kofi


def test_opening_the_list_of_reasons_claims(client, comment, kofi):
    page = client.get(reverse("moderation:comment", args=[comment.pk])).text
    address = reverse("moderation:claim", args=[comment.pk])
    assert f'hx-post="{address}" hx-trigger="toggle once"' in page


def test_cards_cost_the_same_for_few_claims_and_for_many(kofi, django_assert_num_queries):
    comments = [make_comment() for _ in range(5)]
    for comment in comments:
        claims.claim(comment, kofi)
    for some in (comments[:1], comments):
        with django_assert_num_queries(1):
            found = claims.claims_on([comment.pk for comment in some])
            assert {claim.moderator.public_name for claim in found.values()} == {"Kofi Osei"}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_many_who_claim_at_once_one_has_it():
    comment = make_comment(status=Status.PENDING)
    moderators = [make_moderator() for _ in range(8)]
    found = in_parallel(8, lambda number: claims.claim(comment, moderators[number]).moderator_id)
    assert len(set(found)) == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        again = in_parallel(8, lambda number: claims.claim(comment, moderators[number]))
    assert len({claim.moderator_id for claim in again}) == 1
