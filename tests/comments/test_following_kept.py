"""What people follow is theirs: handed over, moved to their account, erased, forgotten in time."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import bell, belongings, followed, retention, subscriber_links
from comments.models import (
    Announcement,
    Comment,
    Guest,
    Mute,
    Notice,
    Sanction,
    Subscriber,
    Subscription,
)
from comments.readers import Reader
from newsportal import account_data
from newsportal.models import OutgoingMail
from tests.comments.guests import MARA, opened
from tests.comments.telling import tell
from tests.factories import (
    make_article,
    make_comment,
    make_member,
    make_subscriber,
    make_subscription,
    make_user,
)

pytestmark = pytest.mark.django_db


def days_ago(number):
    return timezone.now() - timedelta(days=number)


def mara():
    """A guest who follows an article and muted a thread."""
    subscriber = make_subscriber(email=MARA)
    make_subscription(subscriber=subscriber)
    subscriber.mutes.create(root=make_comment())
    return subscriber


def waiting_mail(to, **facts):
    return OutgoingMail.objects.create(to=to, subject="News", text="News.", **facts)


def test_an_export_has_what_a_member_follows_and_was_told():
    member = make_member()
    subscriber = make_subscriber(member, language="en", answers_level="daily")
    article, root = make_article(slug="the-bridge"), make_comment()
    make_subscription(article, subscriber=subscriber, level="hourly")
    subscriber.mutes.create(root=root)
    tell(member, root, kind="mention")
    kept = account_data.exported(member)["following"]
    assert kept["mail"]["about_answers"] == "daily"
    [subscription], [notice] = kept["subscriptions"], kept["notices"]
    assert subscription["how_often"] == "Once an hour"
    assert subscription["article"].endswith("/the-bridge/")
    assert kept["muted_threads"][0].endswith(root.get_absolute_url())
    assert notice["what"] == "Mention"


def test_a_guest_takes_away_what_they_follow():
    mara()
    make_comment(email=MARA)
    kept = json.loads(opened().post(reverse("comments:export")).content)["following"]
    assert len(kept["subscriptions"]) == 1
    assert kept["subscriptions"][0]["confirmed_at"]


def test_a_link_that_subscribes_stands_in_no_export():
    subscriber = mara()
    kept = json.dumps(belongings.exported(Reader(link=(subscriber.guest_id, 1))), default=str)
    assert "token" not in kept
    assert "number" not in kept


def test_who_follows_nothing_exports_so():
    assert account_data.exported(make_member())["following"] == {}


def test_erasing_an_account_leaves_nothing_that_is_followed(django_user_model):
    member = make_member()
    make_subscription(subscriber=make_subscriber(member))
    tell(member)
    waiting_mail(member.email)
    account_data.erase(member)
    assert not django_user_model.objects.filter(pk=member.pk).exists()
    for model in (Subscriber, Subscription, Notice, OutgoingMail):
        assert not model.objects.exists()


def test_mail_that_waits_for_another_address_of_the_account_goes_too():
    member = make_member()
    member.emailaddress_set.create(email="other@example.com", verified=True)
    member.emailaddress_set.create(email="not-theirs@example.com", verified=False)
    waiting_mail("other@example.com")
    others = waiting_mail("not-theirs@example.com")
    account_data.erase(member)
    assert list(OutgoingMail.objects.all()) == [others]


def test_erasing_what_a_guest_wrote_ends_all_that_is_mailed_to_them():
    mara()
    make_comment(email=MARA)
    waiting_mail(MARA)
    opened().post(reverse("comments:erase_mine"))
    for model in (Guest, Subscriber, Subscription, Mute, OutgoingMail):
        assert not model.objects.exists()


def test_who_opened_no_link_erases_nobody_elses_subscriptions(client):
    mara()
    form = {"name": "Mara L.", "email": MARA, "text": "Yes.", "remember": "on"}
    client.post(reverse("comments:post", args=[make_article().pk]), form)
    client.post(reverse("comments:erase_mine"))
    assert Subscription.objects.count() == 1


def test_ending_private_links_leaves_the_way_out_of_mails():
    """Who wants no mail any more must get rid of it by any mail, however old."""
    subscriber = mara()
    [subscription] = subscriber.subscriptions.all()
    token = subscriber_links.end_path(subscriber, [subscription]).split("/")[-2]
    opened().post(reverse("comments:end_links"))
    _whose, subscriptions, _wishes = subscriber_links.ended_by(token)
    assert list(subscriptions) == [subscription]


def test_an_account_takes_over_what_its_guest_followed():
    member, subscriber = make_member(), mara()
    client = Client()
    client.force_login(member)
    opened(client=client).post(reverse("comments:claim"))
    [subscription], [mute] = Subscription.objects.all(), Mute.objects.all()
    assert subscription.subscriber.user == mute.subscriber.user == member
    assert not Subscriber.objects.filter(guest=subscriber.guest).exists()


def test_links_in_mails_so_far_go_on_working_for_the_account():
    subscriber = mara()
    token = subscriber_links.end_path(subscriber, subscriber.subscriptions.all()).split("/")[-2]
    followed.move(subscriber.guest, make_member())
    _whose, subscriptions, _wishes = subscriber_links.ended_by(token)
    assert subscriptions.count() == 1


def test_what_both_followed_is_followed_once_and_goes_on():
    member, theirs = make_member(), make_subscriber(email=MARA)
    own = make_subscriber(member)
    both, ended, alone = make_article(), make_article(), make_article()
    root = make_comment()
    for article in (both, ended, alone):
        make_subscription(article, subscriber=theirs, level="at_once")
    make_subscription(both, subscriber=own, level="hourly")
    make_subscription(ended, subscriber=own, ended_at=timezone.now())
    make_subscription(subscriber=theirs, confirmed_at=None)
    for each in (theirs, own):
        each.mutes.create(root=root)
    followed.move(theirs.guest, member)
    levels = dict(own.subscriptions.values_list("article", "level"))
    assert levels == {both.pk: "hourly", ended.pk: "at_once", alone.pk: "at_once"}
    assert own.subscriptions.active().count() == Subscription.objects.count() == 3
    assert own.mutes.count() == 1


def test_moving_twice_is_moving_once():
    member, subscriber = make_member(), mara()
    for _ in range(2):
        followed.move(subscriber.guest, member)
    assert Subscriber.objects.get().user == member


def test_the_bell_does_not_begin_with_what_the_guest_was_mailed():
    member, subscriber = make_member(), mara()
    comment = make_comment()
    subscriber.notices.create(kind="reply", comment=comment, thread=comment.tree_id)
    followed.move(subscriber.guest, member)
    assert bell.unread_count(member) == 0


@pytest.mark.parametrize(("why", "is_stopped"), [("bounced", False), ("asked", True)])
def test_a_wish_for_no_mail_moves_along_but_not_that_the_guests_address_failed(why, is_stopped):
    member = make_member()
    subscriber = make_subscriber(email=MARA, stopped_at=timezone.now(), stopped_why=why)
    followed.move(subscriber.guest, member)
    assert bool(Subscriber.objects.get().stopped_at) == is_stopped


def test_what_nobody_confirmed_is_forgotten_with_the_address():
    guest = Guest.objects.create(email=MARA, created_at=days_ago(4))
    subscriber = Subscriber.objects.create(guest=guest, created_at=days_ago(4))
    make_subscription(subscriber=subscriber, confirmed_at=None, created_at=days_ago(4))
    retention.forget_subscriptions()
    for model in (Subscription, Subscriber, Guest):
        assert not model.objects.exists()


def test_what_can_still_be_confirmed_is_kept():
    guest = Guest.objects.create(email=MARA, created_at=days_ago(4))
    subscriber = Subscriber.objects.create(guest=guest, created_at=days_ago(4))
    make_subscription(subscriber=subscriber, confirmed_at=None, created_at=days_ago(2))
    assert retention.forget_subscriptions() == 0


@pytest.mark.parametrize("what", ["comment", "sanction", "private link"])
def test_a_guest_of_whom_something_else_is_kept_stays(what):
    guest = Guest.objects.create(email=MARA, created_at=days_ago(4))
    if what == "comment":
        make_comment(email="Mara@example.com")
    elif what == "sanction":
        Sanction.objects.create(guest=guest, kind="warning", code="spam", moderator=make_user())
    else:
        guest.confirm()
    retention.forget_subscriptions()
    assert Guest.objects.exists()


def test_ended_subscriptions_are_forgotten_after_a_month():
    subscriber = make_subscriber(email=MARA, created_at=days_ago(400))
    Guest.objects.update(created_at=days_ago(400))
    make_subscription(subscriber=subscriber, ended_at=days_ago(29))
    assert retention.forget_subscriptions() == 0
    Subscription.objects.update(ended_at=days_ago(31))
    retention.forget_subscriptions()
    for model in (Subscription, Subscriber, Guest):
        assert not model.objects.exists()


def test_that_somebody_wants_no_mail_is_remembered():
    subscriber = make_subscriber(
        email=MARA, created_at=days_ago(400), stopped_at=days_ago(399), stopped_why="asked"
    )
    Guest.objects.update(created_at=days_ago(400))
    retention.forget_subscriptions()
    assert Subscriber.objects.get() == subscriber


def test_members_who_follow_nothing_keep_how_they_want_their_mail():
    make_subscriber(make_member(), created_at=days_ago(400), answers_level="daily")
    assert retention.forget_subscriptions() == 0


@pytest.mark.parametrize(
    ("age", "is_read", "is_kept"),
    [(89, True, True), (91, True, False), (91, False, True), (181, False, False)],
)
def test_notices_are_forgotten_in_time(age, is_read, is_kept):
    tell(make_member(), made_at=days_ago(age), read_at=days_ago(age) if is_read else None)
    retention.forget_notices()
    assert Notice.objects.exists() == is_kept


def test_forgetting_a_subscription_keeps_what_was_told_by_it():
    member = make_member()
    subscription = make_subscription(subscriber=make_subscriber(member), ended_at=days_ago(31))
    tell(member, subscription=subscription)
    retention.forget_subscriptions()
    assert Notice.objects.get().subscription is None


def test_a_comment_that_could_not_be_announced_for_a_week_is_given_up():
    old, new = make_comment(), make_comment(status=Comment.Status.PENDING)
    Announcement.objects.all().delete()
    Announcement.objects.create(comment=old, made_at=days_ago(8), tries=10)
    Announcement.objects.create(comment=new, made_at=days_ago(6))
    retention.forget_notices()
    assert Announcement.objects.get().comment == new
