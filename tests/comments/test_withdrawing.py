"""What was hidden is taken out of the mails that wait, and the rest is written anew."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import mailing
from comments.announcing import announce_due
from comments.models import Notice
from newsportal import outbox
from newsportal.models import OutgoingMail
from tests.factories import make_article, make_comment, make_member, make_subscription, reject

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def followed(article):
    return make_subscription(article, level="at_once")


def mailed():
    announce_due()
    return mailing.mail_due()


@pytest.fixture
def hide(django_capture_on_commit_callbacks):
    def hide(act):
        with django_capture_on_commit_callbacks(execute=False) as callbacks:
            act()
        for each in callbacks:
            if getattr(each, "func", None) is mailing.withdraw:
                each()

    return hide


@pytest.mark.parametrize("act", ["erase", "reject", "hold", "edit"])
def test_a_mail_that_waits_is_written_anew_without_what_was_hidden(
    act, article, followed, stored_mail, hide
):
    gone = make_comment(article, text="Gone.")
    make_comment(article, text="Kept.")
    mailed()
    acts = {"reject": lambda: reject(gone), "edit": lambda: gone.edit_text("Other.")}
    hide(acts.get(act) or getattr(gone, act))
    assert not OutgoingMail.objects.exists()
    assert mailing.mail_due() == 1
    mail = OutgoingMail.objects.get()
    assert "Kept." in mail.text
    assert "Gone." not in mail.text + mail.html
    assert ("Other." in mail.text) == (act == "edit")


def test_a_mail_in_somebodys_hands_or_sent_is_left_alone(article, followed, stored_mail, hide):
    comment = make_comment(article)
    mailed()
    soon = timezone.now() + timedelta(minutes=5)
    OutgoingMail.objects.update(taken_until=soon)
    hide(comment.hold)
    assert OutgoingMail.objects.exists()
    OutgoingMail.objects.update(taken_until=None, sent_at=timezone.now())
    mailing.withdraw(comment)
    assert OutgoingMail.objects.exists()


def test_a_mail_that_was_given_up_is_not_kept_to_be_tried_again(
    article, followed, stored_mail, hide
):
    comment, _other = make_comment(article), make_comment(article)
    mailed()
    OutgoingMail.objects.update(given_up_at=timezone.now())
    hide(comment.erase)
    assert not OutgoingMail.objects.exists()
    assert mailing.mail_due() == 0


def test_a_comment_hidden_while_its_mail_is_written_is_found_afterwards(
    article, followed, stored_mail, monkeypatch
):
    comment = make_comment(article)
    write = mailing.mail.write

    def slow(*args, **known):
        type(comment)._base_manager.filter(pk=comment.pk).update(status=comment.Status.REMOVED)
        return write(*args, **known)

    monkeypatch.setattr(mailing.mail, "write", slow)
    mailed()
    assert not OutgoingMail.objects.exists()


def test_what_is_mailed_knows_its_mail(article, followed, stored_mail):
    make_comment(article)
    mailed()
    assert Notice.objects.get().mail == OutgoingMail.objects.get()


def test_what_was_hidden_by_somebody_who_died_over_it_is_kept_back_and_written_anew(
    article, followed, stored_mail
):
    """Nothing that follows the commit ran: neither does the mail leave, nor is the rest lost."""
    gone = make_comment(article, text="Gone.")
    make_comment(article, text="Kept.")
    mailed()
    gone.hold()
    assert outbox.deliver() == 0
    assert mailing.mail_due() == 1
    assert outbox.deliver() == 1
    (mail,) = OutgoingMail.objects.all()
    assert "Kept." in mail.text
    assert "Gone." not in mail.text + mail.html


def test_mails_about_what_is_decided_leave_though_their_comment_is_hidden(stored_mail):
    reject(make_comment(author=make_member()))
    assert outbox.deliver() == 1
