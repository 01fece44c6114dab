"""A guest confirms an e-mail address once, and gets at all that was written from it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from comments import private_links
from comments.models import Comment, Guest, Vote
from tests import plans
from tests.comments.guests import MARA, MINE, ask, opened, send, shown
from tests.factories import make_article, make_comment, make_user
from tests.mails import link_in

pytestmark = pytest.mark.django_db


def test_a_guest_sees_what_they_wrote_on_this_device(client):
    send(client, make_article(), text="From this device.")
    make_comment(text="By somebody else.")
    page = shown(client)
    assert "From this device." in page
    assert "By somebody else." not in page


def test_a_stranger_sees_no_comments_and_can_ask_for_the_link(client):
    make_comment(text="By somebody else.")
    page = shown(client)
    assert "By somebody else." not in page
    assert f'action="{reverse("comments:ask")}"' in page


def test_the_link_comes_by_mail_and_opens_all_comments_of_the_address(client, mailoutbox):
    make_comment(text="From the old phone.", email="Mara@Example.com")
    make_comment(text="By somebody else.", email="other@example.com")
    ask(client)
    client.post(link_in(mailoutbox[0]))
    page = shown(client)
    assert "From the old phone." in page
    assert "By somebody else." not in page


@pytest.mark.parametrize("asked", ["MARA@bücher.example", "mara@xn--bcher-kva.example"])
def test_one_address_in_two_spellings_is_one_guest(client, mailoutbox, asked):
    send(client, make_article(), email="Mara@Bücher.example")
    ask(Client(), asked)
    assert [mail.to for mail in mailoutbox] == [["mara@xn--bcher-kva.example"]]


def test_the_mail_is_plain_and_leads_to_the_site_itself(client, mailoutbox, settings):
    settings.SITE_URL = "https://news.example"
    make_comment(email=MARA)
    client.post(reverse("comments:ask"), {"email": MARA}, headers={"host": "127.0.0.1"})
    mail = mailoutbox[0]
    assert mail.to == [MARA]
    assert mail.subject == f"Your comments on {settings.SITE_NAME}"
    assert "https://news.example/comments/mine/open/" in mail.body


def test_the_mail_is_in_the_language_of_who_asks(client, monkeypatch):
    spoken = []
    monkeypatch.setattr(private_links, "send_link", lambda *_: spoken.append(get_language()))
    client.cookies["language"] = "ru"
    ask(client)
    assert spoken == ["ru"]


def test_every_address_gets_the_same_answer(client, mailoutbox):
    make_comment(email=MARA)
    known, unknown = ask(client), ask(client, "nobody@example.com")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert client.get(known.url).text == client.get(unknown.url).text
    assert [mail.to for mail in mailoutbox] == [[MARA]]
    assert not Guest.objects.exclude(email=MARA).exists()


def test_who_it_is_and_the_mail_wait_until_the_answer_is_sent(rf, django_assert_num_queries):
    from comments.views.mine import ask as view

    make_comment(email=MARA)
    request = rf.post(reverse("comments:ask"), {"email": MARA})
    with django_assert_num_queries(0):
        view(request)


def test_a_mail_that_can_not_be_sent_is_one_line_without_the_address(client, monkeypatch, caplog):
    def refuse(*args):
        raise OSError(f"refused: {MARA}")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    make_comment(email=MARA)
    assert ask(client).status_code == 303
    assert "send_link was not done: OSError" in caplog.text
    assert MARA not in caplog.text


@pytest.mark.parametrize(
    "address", ["mara@example.com", "MARA@example.com", "mara+news@example.com"]
)
def test_three_mails_an_hour_reach_an_inbox_whatever_the_spelling(mailoutbox, address):
    make_comment(email=MARA)
    make_comment(email="mara+news@example.com")
    for number in range(4):
        ask(Client(REMOTE_ADDR=f"192.0.2.{number}"))
    ask(Client(REMOTE_ADDR="192.0.2.9"), address)
    assert len(mailoutbox) == 3


def test_many_questions_from_one_network_are_slowed_down(client):
    answers = [ask(client, f"reader{number}@example.com") for number in range(11)]
    assert answers[9].status_code == 303
    assert answers[10].status_code == 429
    assert answers[10].headers["Retry-After"]
    assert "reader10@example.com" in answers[10].text


@pytest.mark.parametrize(
    "wrong", ["", "mara", "mi\u212ae@example.org", "a@b\r\nBcc: c@example.com"]
)
def test_what_is_no_address_is_said_beside_the_field(client, wrong, mailoutbox):
    response = ask(client, wrong)
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text
    assert mailoutbox == []


def test_looking_at_the_link_opens_nothing(client):
    make_comment(email=MARA, text="From the old phone.")
    page = client.get(private_links.path_for(Guest.objects.asking(MARA)))
    assert page.status_code == 200
    assert not page.cookies
    assert "From the old phone." not in page.text + shown(client)
    assert Guest.objects.get().confirmed_at is None


def test_the_first_opening_is_remembered():
    opened()
    first = Guest.objects.get().confirmed_at
    opened()
    assert Guest.objects.get().confirmed_at == first is not None


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("kind", ["forged", "old", "ended", "for something else", "garbage"])
def test_a_link_that_does_not_hold_opens_nothing(client, method, kind, monkeypatch):
    make_comment(email=MARA, text="From the old phone.")
    guest = Guest.objects.asking(MARA)
    path = private_links.path_for(guest)
    if kind == "forged":
        path = path[:-3] + ("aa/" if path[-3:-1] != "aa" else "bb/")
    elif kind == "old":
        monkeypatch.setattr(private_links, "DAYS", -1)
    elif kind == "ended":
        guest.end_links()
    elif kind == "garbage":
        path = reverse("comments:open", args=["x" * 300])
    else:
        path = reverse("comments:open", args=[signing.dumps([guest.pk, 1], salt="comments.reader")])
    response = getattr(client, method)(path)
    assert response.status_code == 410
    assert not response.cookies
    assert "From the old phone." not in shown(client)


def test_ending_all_links_ends_links_and_devices():
    make_comment(email=MARA, text="From the old phone.")
    first, second = opened(), opened()
    link = private_links.path_for(Guest.objects.get())
    first.post(reverse("comments:end_links"))
    assert "From the old phone." not in shown(first) + shown(second)
    assert Client().post(link).status_code == 410


def test_a_later_link_works_again():
    make_comment(email=MARA, text="From the old phone.")
    opened().post(reverse("comments:end_links"))
    assert "From the old phone." in shown(opened())


def test_others_see_nothing_of_what_was_opened(client):
    comment = make_comment(email=MARA, name="Mara L.")
    opened()
    assert MARA not in client.get(comment.article.get_absolute_url()).text
    assert comment.text not in shown(client)


def test_a_comment_of_the_confirmed_address_can_be_edited_and_deleted():
    comment = make_comment(email=MARA)
    device = opened()
    device.post(
        reverse("comments:edit", args=[comment.pk]),
        {"text": "Corrected.", "version": comment.version},
    )
    comment.refresh_from_db()
    assert comment.text == "Corrected."
    device.post(reverse("comments:delete", args=[comment.pk]))
    comment.refresh_from_db()
    assert comment.status == Comment.Status.ERASED


@pytest.mark.parametrize("name", ["edit", "delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_comments_of_other_addresses_stay_out_of_reach(name, method):
    other = make_comment(email="other@example.com")
    member = make_user(email="mara2@example.com")
    by_member = make_comment(email="", author=member)
    device = opened()
    for comment in (other, by_member):
        response = getattr(device, method)(reverse(f"comments:{name}", args=[comment.pk]))
        assert response.status_code == 404


def test_article_pages_ask_only_what_they_follow_of_who_opened_a_link(
    django_assert_max_num_queries,
):
    article = make_comment(email=MARA).article
    plain, device = Client(), opened()
    send(plain, make_article())
    with django_assert_max_num_queries(20) as before:
        plain.get(article.get_absolute_url())
    with django_assert_max_num_queries(len(before) + 1):
        device.get(article.get_absolute_url())


def test_a_members_comment_is_theirs_alone_though_it_came_with_an_address():
    """An import keeps both."""
    comment = make_comment(email=MARA, author=make_user(), text="By a member.")
    device = opened()
    assert "By a member." not in shown(device)
    assert device.get(reverse("comments:delete", args=[comment.pk])).status_code == 404
    device.force_login(make_user())
    device.post(reverse("comments:claim"))
    assert Comment.objects.get().author == comment.author


def test_nobody_votes_for_what_was_written_from_their_address():
    comment = make_comment(email=MARA)
    response = opened().post(reverse("comments:vote", args=[comment.pk]), {"value": 1})
    assert response.status_code == 422
    assert not Vote.objects.exists()


def test_waiting_and_removed_comments_are_shown_to_their_writer_with_the_reason(client):
    article = make_article()
    send(client, article, text="Was removed.")
    send(client, article, text="Looked like spam.")
    send(client, article, text="Still waits.", website="filled in")
    removed, spam, _waiting = Comment.objects.order_by("pk")
    moderator = make_user(group="Moderator")
    removed.reject(code="off_topic", by=moderator, reason="Off the subject")
    spam.reject(code="spam", by=moderator, reason="Known seller")
    page = shown(client)
    assert "Waiting for a moderator" in page
    assert "Off the subject" in page
    assert "Known seller" not in page
    assert page.count("Removed") == 2


def test_the_reason_goes_when_the_comment_is_shown_again(client):
    send(client, make_article())
    comment, moderator = Comment.objects.get(), make_user(group="Moderator")
    comment.reject(code="off_topic", by=moderator, reason="Off the subject")
    comment.approve(by=moderator)
    assert "Off the subject" not in shown(client)


def test_an_article_that_was_withdrawn_is_not_named(client):
    article = make_article(headline="Secret valley")
    send(client, article)
    article.status = article.Status.UNPUBLISHED
    article.save()
    page = shown(client)
    assert "Secret valley" not in page
    assert "/delete/" not in page  # that page is not there


def test_own_comments_come_newest_first_and_in_pages(client):
    article = make_article()
    start = timezone.now() - timedelta(days=1)
    send(client, article, text="The newest.")
    key = Comment.objects.get().reader
    for number in range(25):
        at = start + timedelta(minutes=number)
        make_comment(article, text=f"Number {number}.", reader=key, created_at=at)
    first = shown(client)
    assert first.index("The newest.") < first.index("Number 24.") < first.index("Number 6.")
    assert "Number 5." not in first
    older = client.get(MINE, {"after": client.get(MINE).context["older"]})
    assert "Number 5." in older.text
    assert older.context["older"] == ""


def test_older_comments_can_be_reached_from_a_form_that_was_refused(client):
    article = make_article()
    send(client, article)
    key = Comment.objects.get().reader
    for _ in range(20):
        make_comment(article, reader=key)
    page = ask(client, "no address")
    assert f'href="{MINE}?after={page.context["older"]}"' in page.text


@pytest.mark.parametrize("cursor", ["abc", "1_2_3", "9" * 40, "\ud800"])
def test_a_cursor_that_is_none_of_ours_shows_the_first_page(client, cursor):
    send(client, make_article(), text="The newest.")
    assert "The newest." in client.get(MINE, {"after": cursor.encode("utf-8", "replace")}).text


def test_the_list_costs_the_same_for_one_comment_and_for_many(
    client, django_assert_max_num_queries
):
    article = make_article()
    send(client, article)
    key = Comment.objects.get().reader
    with django_assert_max_num_queries(12) as before:
        shown(client)
    for _ in range(15):
        make_comment(make_article(), reader=key)
    with django_assert_max_num_queries(len(before)):
        shown(client)


def test_a_guest_deletes_everything_after_being_asked():
    comment, other = make_comment(email=MARA), make_comment()
    device = opened()
    device.post(reverse("comments:vote", args=[other.pk]), {"value": 1})
    assert "1 comment is deleted" in device.get(reverse("comments:erase_mine")).text
    device.post(reverse("comments:erase_mine"))
    comment.refresh_from_db()
    other.refresh_from_db()
    assert (comment.status, comment.text, comment.email) == (Comment.Status.ERASED, "", "")
    assert (other.up, Vote.objects.count(), Guest.objects.count()) == (0, 0, 0)
    assert not device.cookies[settings.READER_COOKIE_NAME].value


@pytest.mark.parametrize("name", ["mine", "erase_mine", "ask", "export", "end_links", "claim"])
def test_opening_a_page_changes_nothing(name):
    make_comment(email=MARA)
    device = Client()
    device.force_login(make_user())
    opened(client=device)
    before = [list(model.objects.values()) for model in (Comment, Guest, Vote)]
    response = device.get(reverse(f"comments:{name}"))
    assert response.status_code in {200, 302, 405}
    assert [list(model.objects.values()) for model in (Comment, Guest, Vote)] == before
    assert not response.cookies


@pytest.mark.parametrize("path", [MINE, "/comments/mine/erase/"])
def test_these_pages_are_for_nobody_elses_cache(path):
    device = opened()
    response = device.get(path)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert '<meta name="robots" content="noindex">' in response.text


def test_a_cookie_from_before_private_links_still_holds(client):
    send(client, make_article(), text="From this device.")
    facts = signing.loads(client.cookies["reader"].value, salt="comments.reader")
    assert len(facts) == 3
    assert "From this device." in shown(client)


def test_an_address_is_found_by_its_index(client):
    from comments.belongings import from_address

    make_comment(plans.make_known_discussion(), email=MARA)
    plans.know_tables()
    found = Comment.objects.filter(from_address(MARA)).order_by()
    assert "comment_by_address" in found.explain()
