"""Writers change what they said for some minutes; what others had judged or answered stays on record."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments.editing import ChangedMeanwhile
from comments.models import Comment, Discussion, Revision
from comments.recounting import recount
from comments.tree import MAX_LEVEL
from tests.comments.test_concurrency import in_parallel
from tests.factories import edit_and_hold, make_article, make_comment, make_user

GUEST = {"name": "Mara L.", "email": "mara@example.com", "text": "The bridge is open."}
HTMX = {"HX-Request": "true"}
MINUTE = timedelta(minutes=1)
VOTER = uuid4()


@pytest.fixture
def member(client, db):
    member = make_user(username="walker")
    client.force_login(member)
    return member


@pytest.fixture
def own(client, member):
    """A comment by the member who is signed in."""
    client.post(reverse("comments:post", args=[make_article().pk]), {"text": "The bridge is open."})
    return Comment.objects.get()


def edit(client, comment, text="The bridge is closed.", *, headers=None, **more):
    known = {"text": text, "version": comment.version}
    return client.post(reverse("comments:edit", args=[comment.pk]), known | more, headers=headers)


def fresh(comment):
    return Comment.objects.get(pk=comment.pk)


def test_a_member_changes_the_text_and_is_sent_to_the_comment(client, own):
    response = edit(client, own)
    assert response.status_code == 303
    assert response.url.endswith(f"#comment-{own.pk}")
    assert fresh(own).text == "The bridge is closed."
    assert fresh(own).edited_at


def test_a_guest_edits_by_their_cookie(client, db):
    client.post(reverse("comments:post", args=[make_article().pk]), GUEST)
    comment = Comment.objects.get()
    assert edit(client, comment).status_code == 303
    assert fresh(comment).text == "The bridge is closed."


@pytest.mark.parametrize("verb", ["edit", "delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_other_peoples_comments_are_not_found(db, own, verb, method):
    address = reverse(f"comments:{verb}", args=[own.pk])
    other = Client()
    other.post(reverse("comments:post", args=[own.article_id]), GUEST)
    member = Client()
    member.force_login(make_user())
    for stranger in (Client(), other, member):
        assert getattr(stranger, method)(address, {"text": "Mine now"}).status_code == 404
    assert fresh(own).text == "The bridge is open."


def test_the_form_holds_the_text_as_it_was_typed(client, own):
    own.edit_text("*now* </textarea>")
    page = client.get(reverse("comments:edit", args=[own.pk])).text
    assert "*now* &lt;/textarea&gt;" in page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_when_the_time_is_over_it_is_said_and_the_text_kept(client, own, headers):
    with time_machine.travel(timezone.now() + 11 * MINUTE):
        client.force_login(own.author)
        assert "That time is over." in client.get(reverse("comments:edit", args=[own.pk])).text
        response = edit(client, own, "Half a thought", headers=headers)
    assert response.status_code == 422
    assert "A comment can be edited for 10 minutes. That time is over." in response.text
    assert "Half a thought" in response.text
    assert fresh(own).text == "The bridge is open."


@pytest.mark.parametrize(("wrong", "said"), [("", "Write something"), ("x" * 3001, "1 character")])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_rules_for_texts_are_those_of_posting(client, own, wrong, said, headers):
    response = edit(client, own, wrong, headers=headers)
    assert response.status_code == 422
    assert said in response.text
    assert fresh(own).text == "The bridge is open."


def test_too_many_edits_are_answered_with_429_and_the_text_kept(client, own):
    for number in range(10):
        edit(client, fresh(own), f"Number {number}")
    response = edit(client, fresh(own), "One too many")
    assert (response.status_code, bool(response.headers["Retry-After"])) == (429, True)
    assert "One too many" in response.text


def test_saving_the_same_text_changes_nothing(client, own):
    assert edit(client, own, " The bridge is open.\r\n").status_code == 303
    assert fresh(own).edited_at is None
    assert not Revision.objects.exists()


def test_the_same_edit_sent_twice_is_one(client, own):
    for _ in range(2):
        assert edit(client, own).status_code == 303
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_edit_of_an_older_text_is_told_and_sees_both(client, own, headers):
    edit(client, own, "From the **first** tab")
    response = edit(client, own, "From the second tab", headers=headers)
    assert response.status_code == 422
    assert "changed meanwhile" in response.text
    assert "From the <strong>first</strong> tab" in response.text
    assert "From the second tab</textarea>" in response.text
    assert fresh(own).text == "From the **first** tab"


def test_whoever_was_told_may_still_have_their_way(client, own):
    edit(client, own, "First tab")
    told = edit(client, own, "Second tab").text
    assert f'value="{fresh(own).version}"' in told
    edit(client, fresh(own), "Second tab")
    assert fresh(own).text == "Second tab"


def test_a_form_without_a_version_is_not_taken_over_another_text(client, own):
    assert edit(client, own, version="").status_code == 422
    assert edit(client, own, version="\0\ud7ff").status_code == 422


@pytest.mark.parametrize("code", ["off_topic", "spam"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_a_moderator_removed_is_not_edited_and_not_shown(client, own, code, headers):
    own.reject(code=code, by=None)
    address = reverse("comments:edit", args=[own.pk])
    asked = client.get(address, headers=headers)
    sent = edit(client, own, headers=headers)
    assert (asked.status_code, sent.status_code) == (422, 422)
    assert "A moderator removed this comment." in asked.text
    assert "The bridge is open." not in asked.text
    assert "The bridge is closed." in sent.text
    assert fresh(own).text == "The bridge is open."


def test_a_comment_on_an_article_that_is_not_public_is_not_edited(client, own):
    own.article.unpublish()
    assert edit(client, own).status_code == 404


def test_with_premoderation_an_edited_comment_waits_once_more(client, own, settings):
    settings.COMMENTS_PREMODERATED = True
    parent = own
    make_comment(parent=parent)
    edit(client, own)
    assert fresh(own).status == Comment.Status.PENDING
    assert fresh(own).listed
    assert own.decisions.get().new_status == Comment.Status.PENDING
    assert Discussion.objects.get().visible == 1
    assert not recount(mend=False)
    anonymous = Client().get(own.article.get_absolute_url()).text
    assert "The bridge is" not in anonymous


def test_what_a_program_edits_is_held(client, own):
    edit(client, own, website="https://example.com")
    assert fresh(own).status == Comment.Status.PENDING


@pytest.mark.parametrize("is_premoderated", [True, False])
def test_a_waiting_comment_can_be_edited_and_still_waits(client, member, settings, is_premoderated):
    settings.COMMENTS_PREMODERATED = True
    client.post(reverse("comments:post", args=[make_article().pk]), {"text": "One"})
    comment = Comment.objects.get()
    settings.COMMENTS_PREMODERATED = is_premoderated
    edit(client, comment, "Two")
    assert (fresh(comment).text, fresh(comment).status) == ("Two", Comment.Status.PENDING)


def test_a_preview_of_an_edit_stores_nothing(client, own):
    for headers in ({}, HTMX):
        page = edit(client, own, "So **bold**", preview="1", headers=headers)
        assert "So <strong>bold</strong>" in page.text
    assert fresh(own).text == "The bridge is open."


def test_htmx_gets_the_comment_as_it_is_now(client, own):
    reply = make_comment(parent=own)
    response = edit(client, own, headers=HTMX)
    assert response.headers["HX-Retarget"].startswith(f"#comment-{own.pk} >")
    assert response.headers["HX-Reselect"] == ".comment__box"
    assert "The bridge is closed." in response.text
    assert "Comment saved." in response.text
    assert f"comment-{reply.pk}" not in response.text


def test_htmx_gets_whom_an_edited_answer_answers(client, own):
    client.post(reverse("comments:reply", args=[own.pk]), {"text": "Since when?"})
    answer = Comment.objects.get(parent=own)
    assert "<bdi>walker</bdi></a>" in edit(client, answer, headers=HTMX).text
    make_comment(parent=own)
    own.reject(code="off_topic", by=None)
    page = edit(client, fresh(answer), "And now?", headers=HTMX).text
    assert "a comment that is gone" in page
    assert "The bridge" not in page


# What is kept


@pytest.mark.django_db
def test_before_anybody_reacted_the_earlier_text_is_kept_but_not_public():
    comment = make_comment(text="One")
    comment.edit_text("Two")
    kept = comment.revisions.get()
    assert (kept.text, kept.is_public) == ("One", False)
    assert (kept.written_at, kept.replaced_at) == (comment.created_at, comment.edited_at)


def vote_and_take_back(comment):
    for value in (1, 0):
        comment.cast_vote(VOTER, value)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "react",
    [
        lambda comment: comment.cast_vote(uuid4(), 1),
        lambda comment: comment.cast_vote(uuid4(), -1),
        vote_and_take_back,
        lambda comment: make_comment(parent=comment),
        lambda comment: make_comment(parent=comment, status=Comment.Status.PENDING),
    ],
)
def test_once_somebody_reacted_the_earlier_text_is_public(react):
    comment = make_comment(text="One")
    react(comment)
    comment.edit_text("Two")
    assert comment.revisions.get().is_public


@pytest.mark.django_db
def test_an_answer_to_the_deepest_comment_is_a_reaction_too():
    comment = make_comment()
    while comment.level < MAX_LEVEL:
        comment = make_comment(parent=comment)
    comment.edit_text("Before")
    answer = make_comment(parent=comment)
    assert answer.reply_to == comment
    comment.edit_text("After")
    assert [revision.is_public for revision in comment.revisions.all()] == [True, False]


@pytest.mark.django_db
def test_a_text_that_only_waited_is_never_public():
    comment = make_comment(text="One")
    comment.cast_vote(uuid4(), 1)
    edit_and_hold(comment, "Held")
    comment.edit_text("Three")
    comment.approve(by=None)
    assert {each.text: each.is_public for each in comment.revisions.all()} == {
        "One": True,
        "Held": False,
    }


@pytest.mark.django_db
def test_an_edit_never_makes_a_comment_visible():
    comment = make_comment(status=Comment.Status.PENDING)
    comment.edit_text("New")
    assert fresh(comment).status == Comment.Status.PENDING


@pytest.mark.django_db
def test_an_edit_takes_no_more_statements_in_a_long_thread(django_assert_max_num_queries):
    comment = make_comment()
    for _ in range(20):
        make_comment(parent=comment)
    with django_assert_max_num_queries(8):
        comment.edit_text("New")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_parallel_edits_of_one_text_leave_one_winner_and_every_loser_told():
    comment = make_comment(text="Start")

    def act(number):
        try:
            return Comment.objects.get(pk=comment.pk).edit_text(f"Text {number}", version="first")
        except ChangedMeanwhile:
            return None

    found = in_parallel(8, act)
    assert (found.count(True), found.count(None)) == (1, 7)
    assert comment.revisions.count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("depth", [0, MAX_LEVEL])
def test_whoever_reacts_while_a_text_is_edited_can_look_up_what_they_reacted_to(depth):
    for _ in range(6):
        comment = make_comment(text="Start")
        while comment.level < depth:
            comment = make_comment(parent=comment, text="Start")
        pk = comment.pk

        def act(number, pk=pk):
            chosen = Comment.objects.get(pk=pk)
            if number == 0:
                return [chosen.edit_text(f"Text {n}") for n in range(4)]
            seen = []
            for _ in range(3):
                if number == 1:
                    make_comment(parent=chosen)
                else:
                    chosen.cast_vote(uuid4(), 1)
                seen.append(Comment.objects.values_list("text", flat=True).get(pk=pk))
            return seen

        seen = {text for each in in_parallel(3, act)[1:] for text in each}
        public = set(comment.revisions.filter(is_public=True).values_list("text", flat=True))
        assert seen <= public | {fresh(comment).text}
    assert not recount(mend=False)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_edits_and_votes_and_holding_in_parallel_keep_every_count():
    parent = make_comment()
    comment = make_comment(parent=parent)

    def act(number):
        chosen = Comment.objects.get(pk=comment.pk)
        for turn in range(5):
            if number % 3 == 0:
                edit_and_hold(chosen, f"{number} {turn}")
            elif number % 3 == 1:
                chosen.approve(by=None)
            else:
                make_comment(parent=comment)

    in_parallel(9, act)
    assert not recount(mend=False)
