"""A member takes what is theirs, or takes it away."""

from itertools import chain

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, models
from django.test import Client
from django.urls import reverse

from comments import belongings
from comments.models import Comment, Guest, Ignored, Vote
from comments.readers import Reader
from newsportal import account_data
from newsportal.models import User
from tests.comments.test_concurrency import in_parallel
from tests.factories import (
    PASSWORD,
    make_author,
    make_campaign,
    make_comment,
    make_gift,
    make_member,
    make_user,
)
from tests.newsportal.test_signing_in import is_signed_in, sign_in

pytestmark = pytest.mark.django_db
MARK = "kestrel"


def erase(client, password=PASSWORD):
    return client.post(reverse("erase_account"), {"password": password})


def export(client):
    return client.post(reverse("export_account"))


def make_writer(**fields):
    """A member with their name, address and words wherever the site keeps any."""
    known = {"username": MARK, "email": f"{MARK}@example.com", "last_name": MARK.title()}
    member = make_member(**known | fields)
    signed = {"author": member, "name": MARK, "email": "", "reader": Reader(user=member).key}
    comment = make_comment(text=f"{MARK} one", **signed)
    make_comment(parent=comment, text="An answer of somebody else.")
    comment.edit_text(f"{MARK} two")
    make_comment(text=f"{MARK} waits", status=Comment.Status.PENDING, **signed)
    make_comment(text=f"{MARK} removed", **signed).reject(code="off_topic", by=None)
    make_comment(text=f"{MARK} as a guest", name=MARK, email=f"{MARK.title()}@example.com")
    Guest.objects.asking(member.email)
    return member


def kept_texts(*labels):
    """Every text that these apps keep in any column of any table."""
    kinds = (models.CharField, models.TextField)
    for model in chain.from_iterable(apps.get_app_config(label).get_models() for label in labels):
        columns = [f.attname for f in model._meta.concrete_fields if isinstance(f, kinds)]
        for row in model._base_manager.values_list(*columns) if columns else ():
            yield from map(str, row)


def test_erasing_leaves_no_text_name_or_address_anywhere(client):
    member = make_writer()
    assert any(MARK in text.lower() for text in kept_texts("comments"))
    sign_in(client, member.username)
    assert erase(client).status_code == 200
    left = [
        text
        for text in kept_texts("comments", "newsportal", "account", "admin")
        if MARK in text.lower()
    ]
    assert left == []
    assert not Comment.objects.filter(author=member.pk).exists()
    assert not Comment.objects.filter(reader=Reader(user=member).key).exists()


def test_answers_of_others_stay_below_what_was_erased(client):
    member = make_writer()
    answer = Comment.objects.get(parent__isnull=False)
    sign_in(client, member.username)
    erase(client)
    page = client.get(answer.article.get_absolute_url()).text
    assert "An answer of somebody else." in page
    assert "Deleted by its author." in page
    call_command("recount", "--check")


def test_votes_are_taken_back(client):
    member, comment = make_member(), make_comment()
    comment.cast_vote(Reader(user=member).key, -1)
    comment.cast_vote(make_comment().submission, 1)
    sign_in(client, member.username)
    erase(client)
    comment.refresh_from_db()
    assert (comment.up, comment.down, comment.score) == (1, 0, 1)
    assert Vote.objects.count() == 1


def test_whom_they_ignored_and_who_ignored_them_is_forgotten(client):
    member, other = make_member(), make_user()
    Ignored.objects.set(member, other, is_ignored=True)
    Ignored.objects.set(other, member, is_ignored=True)
    sign_in(client, member.username)
    erase(client)
    assert not Ignored.objects.exists()


def test_all_sessions_end_and_nobody_signs_in_again(client):
    member, elsewhere = make_member(), Client()
    sign_in(client, member.username)
    sign_in(elsewhere, member.username)
    erase(client)
    assert not is_signed_in(client)
    assert not is_signed_in(elsewhere)
    sign_in(client, member.username)
    assert not is_signed_in(client)


def test_the_sum_of_donations_stays(client):
    member = make_member()
    entry = make_gift(make_campaign(), "20", recorded_by=member)
    sign_in(client, member.username)
    erase(client)
    entry.refresh_from_db()
    assert (entry.amount_cents, entry.recorded_by) == (2000, None)


def test_other_peoples_comments_stay(client):
    member, other = make_member(), make_comment(email="other@example.com")
    by_member = make_comment(author=make_user())
    sign_in(client, member.username)
    erase(client)
    for comment in (other, by_member):
        text = comment.text
        comment.refresh_from_db()
        assert comment.text == text != ""


def test_an_address_that_was_never_confirmed_erases_nothing():
    member = make_user(email="mara@example.com")
    comment = make_comment(email="mara@example.com")
    account_data.erase(member)
    comment.refresh_from_db()
    assert comment.is_visible


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD.upper()])
def test_without_the_password_nothing_is_erased(client, password):
    member = make_writer()
    sign_in(client, member.username)
    assert erase(client, password).status_code == 422
    assert User.objects.filter(pk=member.pk).exists()
    assert Comment.objects.filter(author=member).count() == 3


def test_guessing_the_password_on_an_open_screen_is_slowed_down(client):
    member = make_member()
    sign_in(client, member.username)
    answers = [erase(client, "wrong").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
    assert erase(client).status_code == 429
    assert User.objects.filter(pk=member.pk).exists()


@pytest.mark.parametrize("is_author", [True, False])
def test_the_newsrooms_accounts_are_left_to_an_administrator(client, is_author):
    member = make_member(group="Editor")
    if is_author:
        make_author(user=member)
    sign_in(client, member.username)
    assert "Ask an administrator" in client.get(reverse("erase_account")).text
    assert erase(client).status_code == 403
    assert User.objects.filter(pk=member.pk).exists()


def test_an_author_without_a_desk_keeps_the_account_too(client):
    member = make_member()
    make_author(user=member)
    sign_in(client, member.username)
    assert erase(client).status_code == 403


def test_looking_at_the_pages_changes_nothing(client):
    member = make_writer()
    sign_in(client, member.username)
    before = list(Comment.objects.values())
    assert client.get(reverse("erase_account")).status_code == 200
    assert client.get(reverse("export_account")).status_code == 405
    assert list(Comment.objects.values()) == before


@pytest.mark.parametrize("name", ["erase_account", "export_account"])
def test_strangers_sign_in_first(client, name):
    response = client.post(reverse(name), {"password": PASSWORD})
    assert response.url.startswith(reverse("account_login"))


def test_after_a_crash_asking_again_does_the_rest(client, monkeypatch):
    member, stopped = make_writer(), []
    monkeypatch.setattr(belongings, "BATCH", 1)
    really = Comment.erase

    def crash_at_the_second(comment):
        stopped.append(comment)
        if len(stopped) == 2:
            raise KeyboardInterrupt
        return really(comment)

    monkeypatch.setattr(Comment, "erase", crash_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        account_data.erase(member)
    assert Comment.objects.filter(status=Comment.Status.ERASED).count() == 1
    account_data.erase(member)
    assert not any(MARK in text.lower() for text in kept_texts("comments"))
    assert not User.objects.filter(pk=member.pk).exists()


def test_what_is_written_while_the_account_goes_goes_too(monkeypatch):
    member, really, written = make_writer(), belongings.erase, []

    def erase_while_they_write(reader, address):
        really(reader, address)
        if not written:
            written.append(make_comment(author=member, reader=reader.key, name=MARK, text=MARK))

    monkeypatch.setattr(belongings, "erase", erase_while_they_write)
    account_data.erase(member)
    assert not any(MARK in text.lower() for text in kept_texts("comments"))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_nothing_stays_of_who_writes_and_votes_from_elsewhere_meanwhile():
    member, thread = make_writer(), make_comment()
    key = Reader(user=member).key

    def act(number):
        if number == 0:
            account_data.erase(User.objects.get(pk=member.pk))
            return
        signed = {"author_id": member.pk, "name": MARK, "email": "", "reader": key}
        for parent in [thread, *Comment.objects.filter(reader=key), *[thread] * 20]:
            try:
                parent.cast_vote(key, 1)
                make_comment(thread.article, parent=thread, text=MARK, **signed)
            except (IntegrityError, Comment.DoesNotExist):
                return  # the account, or the comment, is gone

    in_parallel(4, act)
    assert not any(MARK in text.lower() for text in kept_texts("comments", "newsportal"))
    assert not User.objects.filter(pk=member.pk).exists()
    assert not Comment.objects.filter(reader=key).exists()
    call_command("recount", "--check")


def test_an_administrator_erases_any_account_by_name(capsys):
    member = make_writer(group="Editor")
    call_command("erase_account", MARK)
    assert not User.objects.filter(pk=member.pk).exists()
    with pytest.raises(CommandError, match="no account"):
        call_command("erase_account", MARK)


def test_a_member_downloads_all_that_is_kept_and_no_secret(client):
    member, other = make_writer(), make_user(username="teun")
    Ignored.objects.set(member, other, is_ignored=True)
    judged = make_comment(text="Words of another person.")
    judged.cast_vote(Reader(user=member).key, 1)
    sign_in(client, member.username)
    response = export(client)
    facts = response.json()
    assert response.headers["Content-Disposition"] == 'attachment; filename="account.json"'
    assert "no-store" in response.headers["Cache-Control"]
    assert facts["account"]["email"] == member.email
    texts = {f"{MARK} two", f"{MARK} waits", f"{MARK} removed"}
    assert {comment["text"] for comment in facts["comments"]} == texts
    earlier = [each["text"] for comment in facts["comments"] for each in comment["earlier_texts"]]
    assert earlier == [f"{MARK} one"]
    assert [vote["value"] for vote in facts["votes"]] == [1]
    assert facts["ignored_people"] == ["teun"]
    member.refresh_from_db()
    assert member.password not in response.text
    assert judged.text not in response.text


def test_the_account_page_leads_to_all_of_it(client):
    member = make_member()
    sign_in(client, member.username)
    page = client.get(reverse("account")).text
    for name in ("export_account", "erase_account", "comments:mine"):
        assert reverse(name) in page
    assert reverse("comments:person", args=[member.username]) in page
