"""The Supporter badge: for members who gave, when they want it, for as long as a gift stands."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments.models import Comment
from donations import erasing
from donations.models import Campaign, Donor, Payment, Receipt
from newsportal.supporters import show_badge, take_off_badges
from tests.factories import (
    PASSWORD,
    make_article,
    make_campaign,
    make_comment,
    make_gift,
    make_member,
    make_payment,
    make_user,
)

pytestmark = pytest.mark.django_db
ADDRESS = "mara@example.com"
BADGE = '<span class="badge badge--supporter">Supporter</span>'
OFFER = "Show a Supporter badge beside my comments"


def give(email=ADDRESS, *, days_ago=1, by_hand=False):
    """A gift from an address: by card, or booked by hand with a receipt."""
    campaign = Campaign.objects.first() or make_campaign()
    donor = Donor.objects.create(email=email.title())
    moment = timezone.now() - timedelta(days=days_ago)
    if not by_hand:
        paid = make_payment(campaign, donor=donor, status=Payment.Status.SETTLED)
        return make_gift(campaign, "25", payment=paid, method="card", booked_at=moment)
    entry = make_gift(campaign, "25", booked_at=moment)
    about = {"amount_cents": entry.amount_cents, "currency": entry.currency}
    Receipt.objects.create(year=2026, serial=1, entry=entry, donor=donor, **about)
    return entry


def make_supporter():
    """A member who gave and shows the badge, with a comment."""
    member = make_member(email=ADDRESS)
    give()
    show_badge(member.pk, is_shown=True)
    return member, make_comment(author=member)


def choose(client, **chosen):
    return client.post(reverse("supporter_badge"), chosen)


def shows(member):
    member.refresh_from_db()
    return member.shows_supporter_badge


def account_page(client, member):
    client.force_login(member)
    return client.get(reverse("account")).text


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_member_who_gave_puts_the_badge_on_and_takes_it_off(client, by_hand):
    member = make_member(email=ADDRESS)
    comment = make_comment(author=member)
    give(by_hand=by_hand)
    assert OFFER in account_page(client, member)
    answer = choose(client, is_shown="on")
    assert (answer.status_code, answer.url) == (303, reverse("account"))
    assert "checked" in client.get(answer.url).text
    assert BADGE in Client().get(comment.article.get_absolute_url()).text
    choose(client)
    assert not shows(member)
    assert "checked" not in account_page(client, member)


def give_long_ago():
    give(days_ago=366)


def give_from_elsewhere():
    give("somebody.else@example.com")


def give_and_get_back():
    entry = give()
    Payment.objects.filter(pk=entry.payment_id).update(status=Payment.Status.RETURNED)


def give_nothing():
    Donor.objects.create(email=ADDRESS)


@pytest.mark.parametrize(
    "gift", [give_nothing, give_long_ago, give_from_elsewhere, give_and_get_back]
)
def test_without_a_gift_within_the_year_it_is_neither_offered_nor_given(client, gift):
    member = make_member(email=ADDRESS)
    gift()
    assert OFFER not in account_page(client, member)
    assert choose(client, is_shown="on").status_code == 403
    assert not shows(member)


def test_an_address_that_was_never_confirmed_gives_no_badge(client):
    member = make_user(email=ADDRESS)
    give()
    assert OFFER not in account_page(client, member)
    assert choose(client, is_shown="on").status_code == 403


def test_looking_changes_nothing_and_strangers_sign_in_first(client):
    member, _comment = make_supporter()
    assert choose(client).url.startswith(reverse("account_login"))
    client.force_login(member)
    assert client.get(reverse("supporter_badge"), {"is_shown": "on"}).status_code == 405
    assert shows(member)


def test_other_sites_cannot_put_it_on_or_take_it_off():
    member, _comment = make_supporter()
    browser = Client(enforce_csrf_checks=True, headers={"origin": "https://elsewhere.example"})
    browser.force_login(member)
    assert choose(browser).status_code == 403
    assert shows(member)


def test_the_account_page_says_what_others_see(client):
    member, _comment = make_supporter()
    page = account_page(client, member)
    assert "where everybody can read it" in page
    assert "Nobody is told what you gave, or when." in page
    assert "25" not in page[page.index(OFFER) : page.index("Download my data")]


def pages_with(comment):
    return [
        comment.article.get_absolute_url(),
        reverse("comments:thread", args=[comment.pk]),
        reverse("comments:person", args=[comment.author.username]),
    ]


def test_taken_off_it_goes_from_every_shared_page_at_once(django_capture_on_commit_callbacks):
    member, comment = make_supporter()
    for page in pages_with(comment):
        assert Client().get(page).text.count(BADGE) == 1, page
    with django_capture_on_commit_callbacks(execute=True):
        show_badge(member.pk, is_shown=False)
    for page in pages_with(comment):
        assert BADGE not in Client().get(page).text, page


def test_it_stands_beside_their_own_comments_alone(client):
    _member, comment = make_supporter()
    make_comment(parent=comment)
    make_comment(parent=comment, author=make_member())
    assert client.get(comment.article.get_absolute_url()).text.count(BADGE) == 1


def test_a_comment_that_is_gone_tells_nothing_of_its_writer(client):
    _member, comment = make_supporter()
    make_comment(parent=comment)
    comment.reject(code="off_topic", by=None)
    assert BADGE not in client.get(comment.article.get_absolute_url()).text


def test_a_comment_just_posted_carries_it(client):
    member, _comment = make_supporter()
    client.force_login(member)
    path = reverse("comments:post", args=[make_article().pk])
    answer = client.post(path, {"text": "A new comment."}, headers={"hx-request": "true"})
    assert Comment.objects.filter(author=member).count() == 2
    assert BADGE in answer.text


def erase_donor():
    erasing.erase_address(ADDRESS)


def give_back():
    Payment.objects.update(status=Payment.Status.RETURNED)


def change_address():
    member = Comment.objects.get().author
    member.emailaddress_set.update(verified=False)


@pytest.mark.parametrize("change", [erase_donor, give_back, change_address])
def test_the_tick_takes_it_off_when_the_reason_is_gone(change):
    member, _comment = make_supporter()
    call_command("tick")
    assert shows(member)
    change()
    call_command("tick")
    assert not shows(member)


def test_it_goes_a_year_after_the_last_gift(time_machine):
    member, _comment = make_supporter()
    time_machine.move_to(timezone.now() + timedelta(days=363))
    assert (take_off_badges(), shows(member)) == (0, True)
    time_machine.move_to(timezone.now() + timedelta(days=2))
    assert (take_off_badges(), shows(member)) == (1, False)


def test_many_badges_are_looked_at_in_two_statements(django_assert_num_queries):
    for number in range(4):
        member = make_member(email=f"mara{number}@example.com")
        give(member.email)
        show_badge(member.pk, is_shown=True)
    with django_assert_num_queries(2):
        assert take_off_badges() == 0


def test_who_erases_the_gifts_may_still_take_the_badge_off(client):
    member, _comment = make_supporter()
    erase_donor()
    assert OFFER in account_page(client, member)
    choose(client)
    assert not shows(member)
    assert OFFER not in account_page(client, member)


def test_the_export_tells_of_it(client):
    member, _comment = make_supporter()
    client.force_login(member)
    assert client.post(reverse("export_account")).json()["account"]["shows_supporter_badge"]


def test_with_the_account_it_goes_from_all_pages(client):
    member, comment = make_supporter()
    client.force_login(member)
    client.post(reverse("erase_account"), {"password": PASSWORD})
    assert BADGE not in Client().get(comment.article.get_absolute_url()).text
