"""What stands in mails about new comments, and what is not mailed after all."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from comments import mailing, subscribing
from comments.announcing import announce_due
from comments.models import Ignored, Notice, Subscriber
from newsportal.models import OutgoingMail
from tests.factories import (
    make_article,
    make_comment,
    make_member,
    make_prompt,
    make_subscriber,
    make_subscription,
    make_user,
    reject,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article(headline="The ferry", slug="ferry")


@pytest.fixture
def followed(article):
    return make_subscription(article, level="at_once")


def mailed():
    announce_due()
    return mailing.mail_due()


def html_of(mail):
    [(html, kind)] = mail.alternatives
    assert kind == "text/html"
    return html


def test_a_mail_says_who_wrote_what_where(article, followed, mailoutbox, settings):
    comment = make_comment(article, name="Ida", text="The **pier** & the quay.")
    assert mailed() == 1
    [mail] = mailoutbox
    assert mail.to == [followed.subscriber.user.email]
    assert mail.subject == "1 new comment: The ferry"
    link = settings.SITE_URL + comment.get_absolute_url()
    for said in ("Ida · ", "The pier & the quay.", link, "Mute this thread", "Unsubscribe"):
        assert said in mail.body
    html = html_of(mail)
    for said in ("Ida", "The pier &amp; the quay.", link, "Mute this thread", "Unsubscribe"):
        assert said in html
    assert "Stop following this article" in mail.body
    assert "You get this mail because you follow:\n- All new comments: The ferry" in mail.body


def test_a_mail_says_which_phrase_an_answer_is_about(article, followed, mailoutbox):
    make_comment(article, prompt=make_prompt(article, quote="the <pier>\nof stone"))
    mailed()
    [mail] = mailoutbox
    assert "On the phrase “the <pier> of stone”\n" in mail.body
    assert "On the phrase “the &lt;pier&gt; of stone”" in html_of(mail)


def test_one_article_is_named_once(article, followed, mailoutbox):
    make_comment(article)
    mailed()
    [mail] = mailoutbox
    [title] = re.findall(r"<h\d>(.*?)</h\d>", html_of(mail))
    assert "1 new comment: The ferry</a>" in title


def test_nothing_is_mailed_twice(article, followed, mailoutbox):
    make_comment(article)
    assert [mailed(), mailed()] == [1, 0]
    assert len(mailoutbox) == 1


def test_mails_carry_what_mail_programs_ask_for(article, followed, mailoutbox):
    make_comment(article)
    make_comment(article)
    mailed()
    [mail] = mailoutbox
    headers = mail.extra_headers
    assert headers["List-Unsubscribe"].startswith("<http")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["In-Reply-To"] == headers["References"] == f"<article.{article.pk}@127.0.0.1>"
    assert headers["List-Id"]
    assert headers["X-Portal-Priority"] == "1"
    assert len(mail.recipients()) == 1


@pytest.mark.parametrize(
    ("text", "subject"),
    [("So it is.", "Reply to your comment: The ferry"), ("@ann, look.", "Reply to your comment")],
)
def test_the_subject_says_that_it_is_a_reply(text, subject, article, mailoutbox):
    ann = make_subscriber(make_member(username="ann"), answers_level="at_once")
    make_comment(parent=make_comment(article, author=ann.user), text=text, name="Ida")
    mailed()
    assert mailoutbox[0].subject.startswith(subject)
    assert "Ida answered you" in mailoutbox[0].body
    assert "answers to you and mentions of you" in mailoutbox[0].body


def test_the_subject_says_that_it_is_a_mention(article, mailoutbox):
    make_subscriber(make_member(username="ann"), answers_level="at_once")
    make_comment(article, text="@ann has a map.")
    mailed()
    assert mailoutbox[0].subject == "You are mentioned: The ferry"


def test_comments_stand_by_thread_and_each_thread_can_be_muted(article, followed, mailoutbox):
    first, second = (make_comment(article, text=f"Thread {n}.") for n in (1, 2))
    make_comment(parent=second, text="In 2.")
    make_comment(parent=first, text="In 1.")
    mailed()
    body = mailoutbox[0].body
    places = [body.index(text) for text in ("Thread 1.", "In 1.", "Thread 2.", "In 2.")]
    assert places == sorted(places)
    assert body.count("Mute this thread:") == 2


def test_every_article_has_a_mail_of_its_own(article, mailoutbox):
    ann, other = make_subscriber(), make_article(headline="The lock")
    for each in (article, other):
        make_subscription(each, subscriber=ann, level="at_once")
        make_comment(each)
    assert mailed() == 2
    subjects = [mail.subject for mail in mailoutbox]
    assert subjects == ["1 new comment: The ferry", "1 new comment: The lock"]


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("ru", "ltr"), ("xx", "ltr")])
def test_mails_are_in_the_subscribers_language(language, direction, article, mailoutbox):
    guest = make_subscriber(email="ann@example.com", language=language)
    make_subscription(article, subscriber=guest, level="at_once")
    make_comment(article)
    mailed()
    assert f'lang="{language if language != "xx" else "en"}" dir="{direction}"' in html_of(
        mailoutbox[0]
    )
    assert translation.get_language() == "en"


def test_long_texts_are_cut_and_spoilers_stay_hidden(article, followed, mailoutbox):
    make_comment(article, text="glimbo " * 100 + "\n\n")
    make_comment(article, text="Before [spoiler]the end of it[/spoiler] after.")
    mailed()
    assert mailoutbox[0].body.count("glimbo") < 50
    assert "the end of it" not in mailoutbox[0].body + html_of(mailoutbox[0])


@pytest.mark.parametrize("sign", ["\r\n", "\n", "\u2028", "\u0085", "\0"])
def test_headlines_and_names_never_break_a_header(sign, followed, stored_mail, mailoutbox):
    article = followed.article
    article.headline = f"One{sign}Bcc: eve@example.com"
    type(article).objects.filter(pk=article.pk).update(headline=article.headline.replace("\0", " "))
    make_comment(article, name="Ida Bcc: eve@example.com")
    mailed()
    stored = OutgoingMail.objects.get()
    assert stored.subject == "1 new comment: One Bcc: eve@example.com"
    assert not {name.lower() for name in stored.headers} & {"bcc", "to", "cc"}


def test_html_of_readers_is_text_in_mails(article, followed, mailoutbox):
    make_comment(article, name="<b>Ida</b>", text="`<img src=x>`")
    mailed()
    assert "<img" not in html_of(mailoutbox[0])
    assert "<b>Ida" not in html_of(mailoutbox[0])


# What happens between notice and mail


def test_what_was_removed_meanwhile_is_not_mailed(article, followed, mailoutbox):
    kept, gone = make_comment(article, text="Kept."), make_comment(article, text="Gone.")
    announce_due()
    reject(gone)
    mailing.mail_due()
    assert mailoutbox[0].subject == "1 new comment: The ferry"
    assert "Gone." not in mailoutbox[0].body
    assert Notice.objects.get(comment=gone).due_at is None
    assert Notice.objects.get(comment=kept).mailed_at


def test_what_was_erased_names_nobody(article, followed, mailoutbox):
    make_comment(article)
    gone = make_comment(article, name="Ida")
    announce_due()
    gone.erase()
    mailing.mail_due()
    assert "Ida" not in mailoutbox[0].body


def test_what_is_held_is_mailed_once_it_is_shown_again(article, followed, mailoutbox, time_machine):
    comment = make_comment(article)
    announce_due()
    comment.hold()
    assert mailing.mail_due() == 0
    comment.approve(by=None)
    time_machine.move_to(timezone.now() + timedelta(hours=1))
    assert mailing.mail_due() == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda followed, root: subscribing.end([followed]),
        lambda followed, root: subscribing.mute(followed.subscriber, root),
        lambda followed, root: Ignored.objects.create(
            member=followed.subscriber.user, person=root.author
        ),
        lambda followed, root: Subscriber.objects.update(stopped_at=timezone.now()),
        lambda followed, root: followed.subscriber.user.emailaddress_set.update(verified=False),
        lambda followed, root: type(root.article).objects.update(status="draft"),
    ],
    ids=["ended", "muted", "ignored", "stopped", "no address", "article off"],
)
def test_who_wants_no_more_of_it_gets_none(change, article, followed, mailoutbox):
    root = make_comment(article, author=make_user())
    announce_due()
    change(followed, root)
    assert mailing.mail_due() == 0
    assert not mailoutbox
    assert not Notice.objects.exclude(due_at=None).exists()


def test_a_decision_has_a_mail_of_its_own(article, mailoutbox):
    from comments import noticing

    comment = make_comment(article)
    noticing.notice(make_subscriber(), "featured", comment, level="at_once")
    assert mailing.mail_due() == 0


def test_one_bad_mail_holds_up_nobody(article, followed, mailoutbox, monkeypatch):
    make_subscription(article, level="at_once")
    make_comment(article)
    news = mailing.News

    def stumbling(subscriber, notices, told):
        if subscriber == followed.subscriber:
            raise RuntimeError
        return news(subscriber, notices, told)

    monkeypatch.setattr(mailing, "News", stumbling)
    assert mailed() == 1
    monkeypatch.undo()
    assert mailed() == 1


@pytest.mark.parametrize(("level", "mails"), [("", 0), ("daily", 1)])
def test_answers_are_mailed_for_as_long_as_they_are_wanted(level, mails, article, mailoutbox):
    ann = make_subscriber(answers_level="at_once")
    make_comment(parent=make_comment(article, author=ann.user))
    announce_due()
    Subscriber.objects.update(answers_level=level)
    assert mailing.mail_due() == mails


def test_to_unsubscribe_under_a_reply_ends_replies_as_well(article, client, mailoutbox):
    ann = make_subscriber(answers_level="daily")
    followed = make_subscription(article, subscriber=ann, level="at_once")
    make_comment(parent=make_comment(article, author=ann.user))
    mailed()
    end = mailoutbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    client.post(end, {"List-Unsubscribe": "One-Click"})
    ann.refresh_from_db()
    followed.refresh_from_db()
    assert followed.ended_at
    assert ann.answers_level == ""
