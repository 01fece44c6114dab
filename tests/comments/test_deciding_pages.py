"""What moderators decide on a card, with and without htmx."""

import pytest
from django.urls import reverse

from comments.claims import claim
from comments.deciding import version_of
from comments.models import Comment, Decision
from tests.comments.desk import HTMX, decide, make_moderator
from tests.factories import make_article, make_comment, make_user, reject

pytestmark = pytest.mark.django_db
Status = Comment.Status
QUEUE = "/moderation/?queue=pending"


@pytest.fixture(name="moderator")
def _moderator(client):
    user = make_moderator(first_name="Kofi", last_name="Osei")
    client.force_login(user)
    return user


def make_waiting(article=None, **fields):
    return make_comment(article, status=Status.PENDING, **fields)


def of(comment):
    return Comment.objects.get(pk=comment.pk)


@pytest.mark.parametrize(
    ("action", "sent", "status", "code"),
    [
        ("approve", {}, Status.VISIBLE, ""),
        ("reject", {"code": "off_topic", "reason": "Another valley."}, Status.REMOVED, "off_topic"),
        ("reject", {"code": "spam"}, Status.SPAM, "spam"),
        ("spam", {}, Status.SPAM, "spam"),
    ],
)
def test_a_press_decides_and_goes_on_at_the_next_card(
    client, moderator, action, sent, status, code
):
    comment = make_waiting()
    answer = decide(client, comment, action, next=QUEUE, following=7, **sent)
    assert (answer.status_code, answer["Location"]) == (303, f"{QUEUE}#card-7")
    decision = Decision.objects.get()
    assert (of(comment).status, decision.moderator, decision.code) == (status, moderator, code)
    assert decision.reason == sent.get("reason", "")


def test_the_next_page_says_what_was_done_and_takes_it_back(client, moderator):
    comment = make_waiting()
    decide(client, comment, "approve", next=QUEUE)
    page = client.get(QUEUE).text
    assert "Approved." in page
    address = reverse("moderation:undo", args=[Decision.objects.get().act])
    assert f'action="{address}"' in page
    assert "Approved." not in client.get(QUEUE).text


def test_htmx_gets_a_line_in_place_of_the_card_and_new_numbers(client, moderator):
    article = make_article()
    comment, _other = make_waiting(article), make_waiting(article)
    page = decide(client, comment, "approve", headers=HTMX, queue="pending").text
    assert f'id="card-{comment.pk}"' in page
    assert "data-done" in page
    assert 'id="count-pending" hx-swap-oob="true">1<' in page
    assert "Approved. 1 left." in page


def test_the_same_press_twice_is_one_decision_and_says_the_same(client, moderator):
    comment = make_waiting()
    version = version_of(of(comment))
    answers = [decide(client, comment, "spam", version=version, next=QUEUE) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("headers", [None, HTMX])
@pytest.mark.parametrize(
    ("meanwhile", "words"),
    [
        (lambda comment, other: comment.approve(by=other), "Lena Orst approved this just now."),
        (lambda comment, other: reject(comment, by=other), "Lena Orst rejected this just now."),
        (lambda comment, other: reject(comment, rule="words"), "A rule rejected this just now."),
        (lambda comment, other: comment.edit_text("Other."), "Its writer edited it meanwhile."),
        (lambda comment, other: comment.erase(), "Its writer deleted this just now."),
    ],
)
def test_a_card_that_changed_meanwhile_is_refused_with_who_did_what(
    client, moderator, meanwhile, words, headers
):
    comment = make_waiting()
    version = version_of(of(comment))
    meanwhile(comment, make_moderator(first_name="Lena", last_name="Orst"))
    before = of(comment).status
    answer = decide(client, comment, "spam", version=version, headers=headers)
    assert answer.status_code == 409
    assert words in answer.text
    assert of(comment).status == before
    assert not Decision.objects.filter(moderator=moderator).exists()


def test_a_card_reported_meanwhile_is_refused(client, moderator):
    comment = make_comment()
    version = version_of(comment)
    Comment.objects.filter(pk=comment.pk).update(open_reports=1)
    answer = decide(client, comment, "approve", version=version)
    assert (answer.status_code, "Readers reported it meanwhile." in answer.text) == (409, True)


@pytest.mark.parametrize("version", ["", "1-2", "x" * 90, "1-0-0-0-0", "١-٠-٠-٠"])
def test_a_card_that_says_no_known_version_is_refused(client, moderator, version):
    comment = make_waiting()
    assert decide(client, comment, "approve", version=version).status_code == 409
    assert of(comment).status == Status.PENDING


@pytest.mark.parametrize("headers", [None, HTMX])
@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"action": "reject"}, "Choose a reason."),
        ({"action": "reject", "code": "glimbo"}, "Choose a reason from the list."),
        ({"action": "reject", "code": "other", "reason": " "}, "Say what the reason is."),
    ],
)
def test_a_rejection_without_reason_is_asked_for_one_and_keeps_what_was_typed(
    client, moderator, sent, words, headers
):
    comment = make_waiting()
    answer = decide(client, comment, **{"reason": "Half a word"} | sent, headers=headers)
    assert answer.status_code == 422
    assert words in answer.text
    assert sent.get("reason") == " " or 'value="Half a word"' in answer.text
    assert of(comment).status == Status.PENDING


@pytest.mark.parametrize("sent", [{"code": ""}, {"version": ""}], ids=["a reason", "a version"])
def test_a_decision_that_is_asked_for_more_still_leads_on_to_the_next_card(client, moderator, sent):
    answer = decide(
        client, make_waiting(), "reject", next=QUEUE, following=7, **{"code": "hate"} | sent
    )
    assert f'name="next" value="{QUEUE}#card-7"' in answer.text


@pytest.mark.parametrize(
    "sent",
    [
        {"action": ""},
        {"action": "glimbo"},
        {"action": "reject", "code": "spam", "reason": "x" * 301},
        {"action": "reject", "code": "spam", "reason": "a\0b"},
        {"action": "approve", "version": "\0"},
    ],
)
def test_nonsense_is_refused_without_a_trace(client, moderator, sent):
    comment = make_waiting()
    assert decide(client, comment, **sent).status_code == 422
    assert not Decision.objects.exists()


@pytest.mark.parametrize("sent", [{"following": "9" * 30}, {"queue": "glimbo"}, {"next": "\0"}])
def test_garbage_about_the_place_is_left_out(client, moderator, sent):
    answer = decide(client, make_waiting(), "approve", **{"next": QUEUE} | sent)
    assert answer.status_code == 303
    assert answer["Location"].startswith("/moderation/")


@pytest.mark.parametrize("way", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_nobody_is_sent_to_another_site(client, moderator, way):
    assert decide(client, make_waiting(), "approve", next=way)["Location"] == "/moderation/"


def test_featuring_needs_its_own_right(client):
    comment, moderator = make_comment(), make_moderator()
    moderator.groups.get().permissions.filter(codename="feature_comment").delete()
    client.force_login(moderator)
    assert decide(client, comment, "feature").status_code == 403
    assert not of(comment).featured_at
    card = client.get(reverse("moderation:comment", args=[comment.pk])).text
    assert 'value="feature"' not in card


def test_a_featured_comment_keeps_its_card(client, moderator):
    comment = make_comment()
    page = decide(client, comment, "feature", headers=HTMX).text
    assert of(comment).featured_at
    assert "Featured." in page
    assert 'value="unfeature"' in page
    decide(client, comment, "unfeature")
    assert not of(comment).featured_at


def test_a_thread_is_closed_from_any_of_its_comments(client, moderator):
    root = make_comment()
    deep = make_comment(parent=make_comment(parent=root))
    decide(client, deep, "close")
    assert of(root).closed_at
    decide(client, root, "open")
    assert not of(root).closed_at


def test_a_visible_comment_can_be_held_again(client, moderator):
    comment = make_comment()
    decide(client, comment, "hold")
    assert of(comment).status == Status.PENDING


def test_what_is_claimed_by_another_is_left_alone(client, moderator):
    comment = make_waiting()
    claim(comment, make_moderator(first_name="Lena", last_name="Orst"))
    answer = decide(client, comment, "approve", headers=HTMX)
    assert answer.status_code == 409
    assert "Lena Orst is looking at this (just now)." in answer.text
    assert "Take it over" in answer.text
    assert of(comment).status == Status.PENDING


@pytest.mark.parametrize("name", ["decide", "claim"], ids=["a decision", "a claim"])
def test_looking_at_the_address_changes_nothing(client, moderator, name):
    assert client.get(reverse(f"moderation:{name}", args=[make_comment().pk])).status_code == 405


def test_members_decide_nothing(client):
    comment = make_comment()
    client.force_login(make_user())
    assert decide(client, comment, "spam").status_code == 403
    client.logout()
    assert decide(client, comment, "spam").status_code == 302
    assert of(comment).is_visible


def test_hostile_text_stays_text_in_the_line_that_is_left(client, moderator):
    comment = make_waiting(text="<b hx-get=/x>glimbo</b>", name="<i>Gl")
    page = decide(client, comment, "approve", headers=HTMX).text
    assert "&lt;b hx-get=/x&gt;" in page
    assert "<i>" not in page
