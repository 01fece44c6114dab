"""Readers tell the editors what is wrong in an article."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from articles import telling
from comments.models import Report, Ticket
from newsportal import outbox
from tests.factories import make_comment, make_member, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_mail")]

WRONG = {"code": "error", "quote": "The gauge reads two.", "text": "It reads three."}


def send(client, comment, **fields):
    return client.post(reverse("comments:report", args=[comment.pk]), WRONG | fields, follow=True)


def ticket_page(ticket):
    return reverse("admin:comments_ticket_change", args=[ticket.pk])


@pytest.fixture
def ticket(client):
    member = make_member()
    client.force_login(member)
    send(client, make_comment())
    client.logout()
    return Ticket.objects.get()


def test_an_error_in_the_article_is_a_ticket_and_no_report(client):
    comment = make_comment()
    response = send(client, comment)
    made = Ticket.objects.get()
    assert (made.article, made.comment) == (comment.article, comment)
    assert (made.quote, made.text) == ("The gauge reads two.", "It reads three.")
    assert "Thank you. The editors look at" in response.text
    assert not Report.objects.exists()
    comment.refresh_from_db()
    assert comment.open_reports == 0


def test_the_same_reader_opens_one_ticket_about_a_comment(client):
    comment = make_comment()
    for text in ("It reads three.", "It reads four."):
        send(client, comment, text=text)
    assert Ticket.objects.get().text == "It reads three."


def test_editors_find_open_tickets_with_article_and_comment(client, ticket):
    client.force_login(make_user(group="Editor"))
    page = client.get(reverse("admin:comments_ticket_changelist"), {"state__exact": "open"})
    assert ticket.text in page.text
    page = client.get(ticket_page(ticket))
    assert ticket.article.get_absolute_url() in page.text
    assert ticket.comment.get_absolute_url() in page.text


def test_an_editor_answers_and_a_member_reads_it(client, ticket):
    editor = make_user(group="Editor")
    client.force_login(editor)
    client.post(ticket_page(ticket), {"state": "corrected", "answer": "It reads three now."})
    ticket.refresh_from_db()
    assert (ticket.state, ticket.editor) == ("corrected", editor)
    assert ticket.settled_at
    outbox.deliver()
    [sent] = mail.outbox
    assert sent.to == [ticket.member.email]
    assert "It is corrected. Thank you." in sent.body
    assert "It reads three now." in sent.body


def test_saving_an_open_ticket_settles_nothing(client, ticket):
    client.force_login(make_user(group="Editor"))
    client.post(ticket_page(ticket), {"state": "open", "answer": "Asked the author."})
    ticket.refresh_from_db()
    assert (ticket.answer, ticket.settled_at) == ("Asked the author.", None)
    assert outbox.deliver() == 0


def test_what_the_reader_said_can_not_be_rewritten(client, ticket):
    client.force_login(make_user(group="Editor"))
    client.post(ticket_page(ticket), {"state": "declined", "answer": "", "text": "Glimbo."})
    ticket.refresh_from_db()
    assert (ticket.state, ticket.text) == ("declined", "It reads three.")


@pytest.mark.parametrize("group", ["Treasurer", "Moderator"])
def test_others_do_not_answer_for_the_editors(client, ticket, group):
    client.force_login(make_user(group=group))
    assert client.post(ticket_page(ticket), {"state": "declined"}).status_code == 403


def test_hostile_words_stay_words_in_the_admin(client):
    send(client, make_comment(), text="<script>glimbo</script>", quote="<img src=glimbo>")
    client.force_login(make_user(group="Editor"))
    for page in (reverse("admin:comments_ticket_changelist"), ticket_page(Ticket.objects.get())):
        assert "<script>glimbo" not in client.get(page).text
        assert "<img src=glimbo" not in client.get(page).text


def settle(client, ticket, **fields):
    client.force_login(make_user(group="Editor"))
    return client.post(ticket_page(ticket), {"state": "corrected", "answer": ""} | fields)


def test_the_comment_says_that_the_article_was_corrected(client, ticket):
    note = telling.correct(ticket.article, kind="correction", text="It reads three.")
    address = ticket.article.get_absolute_url()
    client.logout()
    assert "Article corrected" not in client.get(address).text
    settle(client, ticket, correction=note.pk)
    ticket.refresh_from_db()
    assert ticket.correction == note
    page = client.get(address).text
    assert f'href="{address}#correction-{note.pk}">Article corrected</a>' in page
    thread = client.get(reverse("comments:thread", args=[ticket.comment_id])).text
    assert "Article corrected" in thread


def test_settling_renews_the_shared_page(client, ticket, django_capture_on_commit_callbacks):
    note = telling.correct(ticket.article, kind="correction", text="It reads three.")
    address = ticket.article.get_absolute_url()
    stranger = Client()
    assert "Article corrected" not in stranger.get(address).text
    with django_capture_on_commit_callbacks(execute=True):
        settle(client, ticket, correction=note.pk)
    assert "Article corrected" in stranger.get(address).text


def test_a_note_of_another_article_is_refused(client, ticket):
    note = telling.correct(make_comment().article, kind="correction", text="Another.")
    assert settle(client, ticket, correction=note.pk).status_code == 200
    ticket.refresh_from_db()
    assert (ticket.correction, ticket.state) == (None, "open")


def test_an_error_that_was_none_leads_to_no_note(client, ticket):
    note = telling.correct(ticket.article, kind="correction", text="It reads three.")
    settle(client, ticket, state="declined", correction=note.pk)
    ticket.refresh_from_db()
    assert (ticket.correction, ticket.state) == (None, "declined")


def test_the_mail_to_the_member_leads_to_the_note(client, ticket):
    note = telling.correct(ticket.article, kind="correction", text="It reads three.")
    settle(client, ticket, correction=note.pk)
    outbox.deliver()
    assert f"#correction-{note.pk}" in mail.outbox[0].body


def test_a_note_that_is_taken_back_leaves_the_ticket(client, ticket):
    note = telling.correct(ticket.article, kind="correction", text="It reads three.")
    settle(client, ticket, correction=note.pk)
    telling.take_back(note)
    ticket.refresh_from_db()
    assert (ticket.correction, ticket.state) == (None, "corrected")
