"""Which role may ask for which verb, of its own article and of another's."""

import pytest
from django.urls import reverse

from articles import publishing, rights
from articles.admin.verbs import is_offered
from articles.models import Article, Event
from tests.articles.forms import article_form
from tests.articles.test_states import STATES, make_in_state
from tests.factories import make_article, make_author, make_user

pytestmark = pytest.mark.django_db
ROLES = ["Contributor", "Author", "Editor", "Chief editor"]
NOBODY = ["Moderator", "Treasurer"]
PUBLISHING = {"publish", "unschedule", "publish_changes"}
# What each role is offered for any article, and besides for its own.
OTHERS = {
    "Contributor": set(),
    "Author": set(),
    "Editor": {"submit", "approve", "send_back", "unpublish", "discard_changes", *PUBLISHING},
}
OTHERS["Chief editor"] = OTHERS["Editor"] | {"retract"}
OWN = {
    "Contributor": {"submit", "take_back"},
    "Author": {"submit", "take_back", "discard_changes", *PUBLISHING},
    "Editor": OTHERS["Editor"] | {"take_back"},
    "Chief editor": OTHERS["Chief editor"] | {"take_back"},
}


def offered(user, article):
    return {verb for verb in publishing.STARTS if is_offered(user, verb, article)}


def possible(state):
    return {verb for verb, starts in publishing.STARTS.items() if state in starts}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("is_own", [True, False])
def test_each_role_is_offered_what_its_table_says(role, state, is_own):
    user = make_user(group=role)
    article = make_in_state(state, owner=user if is_own else make_user())
    expected = (OWN if is_own else OTHERS)[role] & possible(state)
    if state == "retracted" and role != "Chief editor":
        expected = set()
    if state == "unpublished" and role == "Author":
        expected = set()
    assert offered(user, article) == expected


@pytest.mark.parametrize("role", NOBODY)
def test_others_are_offered_nothing(role):
    user = make_user(group=role)
    assert offered(user, make_in_state("review", owner=user)) == set()


def test_who_stands_in_the_byline_owns_the_article_too():
    user = make_user(group="Author")
    article = make_in_state("draft")
    assert not rights.may_publish(user, article)
    article.bylines.create(author=make_author(user=user))
    assert rights.may_publish(user, article)


@pytest.mark.parametrize("verb", ["approve", "publish", "schedule"])
def test_a_forged_button_does_nothing_for_a_contributor(client, verb):
    user = make_user(group="Contributor")
    article = make_in_state("draft", owner=user)
    client.force_login(user)
    address = reverse("admin:articles_article_change", args=[article.pk])
    times = {"publish_at_0": "2999-01-01", "publish_at_1": "00:00"}
    response = client.post(address, article_form(article, _do=verb, **times))
    assert response.status_code == 422
    assert Article.objects.get().status == "draft"


FORGED = {"status": "published", "is_featured": "on", "published_at_0": "2001-01-01"}


@pytest.mark.parametrize("role", ["Contributor", "Author"])
def test_state_and_front_page_are_no_fields_of_a_writers_form(client, role):
    user = make_user(group=role)
    client.force_login(user)
    client.post("/admin/articles/article/add/", article_form(**FORGED, owner=1, version=9))
    article = Article.objects.get()
    assert (article.status, article.published_at) == ("draft", None)
    assert (article.owner, article.version) == (user, 1)
    assert not article.is_featured


@pytest.mark.parametrize("role", ["Contributor", "Author"])
def test_writers_find_their_own_drafts_and_what_readers_find(client, role):
    user = make_user(group=role)
    client.force_login(user)
    make_in_state("draft", headline="Mine", owner=user)
    make_in_state("draft", headline="Another's")
    make_article(headline="Public")
    found = client.get("/admin/articles/article/").context["cl"].result_list
    assert {article.headline for article in found} == {"Mine", "Public"}


@pytest.mark.parametrize("role", ["Contributor", "Author"])
def test_another_writers_draft_is_not_there(client, role):
    client.force_login(make_user(group=role))
    article = make_in_state("draft", headline="Another's")
    address = reverse("admin:articles_article_change", args=[article.pk])
    assert "Another" not in client.get(address, follow=True).content.decode()
    assert client.post(address, article_form(article)).status_code in {302, 403, 404}
    for verb in ("send_back", "unpublish", "publish_changes"):
        page = reverse(f"admin:articles_article_{verb}", args=[article.pk])
        assert client.get(page).status_code == client.post(page).status_code == 404


def test_a_contributor_reads_but_does_not_change_what_waits_for_review(client):
    user = make_user(group="Contributor")
    article = make_in_state("review", owner=user)
    client.force_login(user)
    address = reverse("admin:articles_article_change", args=[article.pk])
    assert client.get(address).status_code == 200
    client.post(address, article_form(article, headline="Changed"))
    assert Article.objects.get().headline == article.headline


@pytest.mark.parametrize(
    ("verb", "state", "sent"),
    [
        ("take_back", "review", {}),
        ("send_back", "review", {"note": "Say when."}),
        ("unschedule", "scheduled", {}),
        ("discard_changes", "published", {}),
        ("unpublish", "published", {"gone": "1"}),
        ("retract", "published", {"text": "It was wrong."}),
        ("publish_changes", "published", {"kind": "update", "text": "More.", "place": "top"}),
    ],
)
def test_each_page_asks_then_does_and_says_what_comes_next(client, verb, state, sent):
    chief = make_user(group="Chief editor")
    article = make_in_state(state, owner=chief)
    client.force_login(chief)
    page = reverse(f"admin:articles_article_{verb}", args=[article.pk])
    assert client.get(page).status_code == 200
    assert Article.objects.get().version == article.version
    response = client.post(page, {"version": article.version} | sent, follow=True)
    assert Article.objects.get().version == article.version + 1
    assert len(response.context["messages"]) == 1
    event = article.events.first()
    assert (event.by, event.origin) == (chief, "form")


@pytest.mark.parametrize(("verb", "field"), [("send_back", "note"), ("retract", "text")])
def test_a_page_comes_back_for_what_it_needs(client, verb, field):
    client.force_login(make_user(group="Chief editor"))
    article = make_in_state("review" if verb == "send_back" else "published")
    page = reverse(f"admin:articles_article_{verb}", args=[article.pk])
    response = client.post(page, {"version": article.version, field: " \x00"})
    assert response.status_code == 422
    assert response.context["form"].errors[field]


def test_a_page_does_nothing_to_what_was_changed_since_it_was_opened(client):
    client.force_login(make_user(group="Chief editor"))
    article = make_in_state("published")
    page = reverse("admin:articles_article_discard_changes", args=[article.pk])
    response = client.post(page, {"version": article.version - 1})
    assert response.status_code == 422
    assert Article.objects.get().pending


def test_a_page_for_another_state_leads_back_to_the_article(client):
    client.force_login(make_user(group="Chief editor"))
    article = make_in_state("draft")
    page = reverse("admin:articles_article_retract", args=[article.pk])
    assert client.post(page, {"text": "Why."}).status_code == 302
    assert Article.objects.get().status == "draft"


def test_a_chief_deletes_a_draft_and_the_log_keeps_it(client):
    client.force_login(make_user(group="Chief editor"))
    article = make_in_state("draft", headline="Never told")
    client.post(reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"})
    assert not Article.objects.exists()
    event = Event.objects.get()
    assert (event.action, event.headline, event.article) == ("deleted", "Never told", None)


@pytest.mark.parametrize("state", ["published", "unpublished", "retracted"])
def test_what_readers_saw_is_not_deleted(client, state):
    client.force_login(make_user(group="Chief editor"))
    article = make_in_state(state)
    address = reverse("admin:articles_article_delete", args=[article.pk])
    page = client.post(address, {"post": "yes"}).content.decode()
    assert "Unpublish it instead" in page
    sent = {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}
    client.post("/admin/articles/article/", sent)
    assert Article.objects.exists()
