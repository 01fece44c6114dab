"""Two editors open one article: the later one is asked, and nothing that anybody wrote is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from articles import working
from articles.contents import working_content
from articles.models import Article, WorkingCopy
from articles.writing import write
from tests.articles.forms import article_form
from tests.factories import make_article, make_author, make_topic, make_user

pytestmark = pytest.mark.django_db
DRAFT = {"status": "draft", "published_at": None}
LIST = "/admin/articles/article/"


@pytest.fixture
def ines(client):
    user = make_user(group="Editor", first_name="Ines", last_name="Harrow")
    client.force_login(user)
    return user


@pytest.fixture
def rhea():
    return make_user(group="Editor", first_name="Rhea", last_name="Alder")


def address_of(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def save_as(user, article, **fields):
    """Somebody else saves, from the newest version."""
    write(article, working_content(article) | fields, by=user, origin="form")


def sent_again(response):
    """What the browser sends when the page that came back is saved as it is."""
    fields = dict(response.context["adminform"].form.data.lists())
    return fields | {"rescue": response.context["collision"].copy.pk}


def now(article):
    return working_content(Article.objects.get(pk=article.pk))


def test_a_stale_save_is_refused_and_shows_base_theirs_and_mine(client, ines, rhea):
    article = make_article(headline="River rises", **DRAFT)
    stale = article_form(article, headline="River falls")
    save_as(rhea, article, headline="River stands")
    response = client.post(address_of(article), stale)
    assert response.status_code == 409
    assert now(article)["headline"] == "River stands"
    (question,) = response.context["collision"].questions
    page = response.content.decode()
    assert (question.name, question.base) == ("headline", "River rises")
    assert "<del> rises</del><ins> stands</ins>" in page
    assert "<del> rises</del><ins> falls</ins>" in page
    assert "Rhea Alder" in page
    assert response.context["adminform"].form["headline"].value() == "River falls"


def test_saving_again_keeps_mine_when_nothing_else_is_chosen(client, ines, rhea):
    article = make_article(headline="River rises", **DRAFT)
    stale = article_form(article, headline="River falls")
    save_as(rhea, article, headline="River stands")
    client.post(address_of(article), sent_again(client.post(address_of(article), stale)))
    assert now(article)["headline"] == "River falls"
    assert [one.content["headline"] for one in article.revisions.order_by("version")] == [
        "River rises",
        "River stands",
        "River falls",
    ]
    assert not WorkingCopy.objects.exists()


def test_theirs_is_taken_where_it_is_chosen_and_my_words_stay_aside(client, ines, rhea):
    article = make_article(headline="River rises", **DRAFT)
    stale = article_form(article, headline="River falls", standfirst="Mine.")
    save_as(rhea, article, headline="River stands", standfirst="Theirs.")
    again = sent_again(client.post(address_of(article), stale))
    client.post(address_of(article), again | {"choice-headline": "theirs"})
    assert (now(article)["headline"], now(article)["standfirst"]) == ("River stands", "Mine.")
    assert WorkingCopy.objects.get(user=ines).content["headline"] == "River falls"


def test_what_does_not_collide_is_joined_and_said(client, ines, rhea):
    topics = [make_topic(), make_topic(), make_topic()]
    article = make_article(body="<p>a</p><p>b</p><p>c</p>", topics=topics[:1], **DRAFT)
    mine = {"headline": "Mine", "body": "<p>A</p><p>b</p><p>c</p>"}
    stale = article_form(article, topics=[topics[0].pk, topics[1].pk], **mine)
    theirs = {"kicker": "Theirs", "body": "<p>a</p><p>b</p><p>C</p>", "topics": [topics[2].pk]}
    save_as(rhea, article, **theirs)
    response = client.post(address_of(article), stale)
    collision = response.context["collision"]
    assert (response.status_code, collision.questions) == (409, [])
    assert collision.taken == [
        "Their change was taken over: kicker.",
        "Their changes to other paragraphs are in your text now.",
        "Their topics and yours were joined.",
    ]
    client.post(address_of(article), sent_again(response))
    saved = now(article)
    assert saved["body"] == "<p>A</p><p>b</p><p>C</p>"
    assert (saved["headline"], saved["kicker"]) == ("Mine", "Theirs")
    assert saved["topics"] == [topics[1].pk, topics[2].pk]


@pytest.mark.parametrize(("choice", "winner"), [("mine", 1), ("theirs", 2)])
def test_two_bylines_are_a_question_too(client, ines, rhea, choice, winner):
    authors = [make_author() for _ in range(3)]
    article = make_article(authors=authors[:1], **DRAFT)
    stale = article_form(article, bylines=[(authors[1].pk, "text")])
    save_as(rhea, article, bylines=[{"author": authors[2].pk, "role": "map", "place": "Tarn"}])
    response = client.post(address_of(article), stale)
    (question,) = response.context["collision"].questions
    assert (question.name, question.base) == ("bylines", f"{authors[0].name}, Text")
    client.post(address_of(article), sent_again(response) | {"choice-bylines": choice})
    assert [line["author"] for line in now(article)["bylines"]] == [authors[winner].pk]


def test_their_byline_is_taken_over_where_i_left_it_alone(client, ines, rhea):
    authors = [make_author(), make_author()]
    article = make_article(authors=authors[:1], **DRAFT)
    stale = article_form(article, headline="Mine")
    lines = [{"author": author.pk, "role": "text", "place": "Tarn"} for author in authors]
    save_as(rhea, article, bylines=lines)
    client.post(address_of(article), sent_again(client.post(address_of(article), stale)))
    assert (now(article)["headline"], now(article)["bylines"]) == ("Mine", lines)


def test_a_third_save_in_between_is_asked_about_again(client, ines, rhea):
    article = make_article(headline="One", standfirst="Base", **DRAFT)
    stale = article_form(article, headline="Mine")
    save_as(rhea, article, headline="Two")
    again = sent_again(client.post(address_of(article), stale))
    save_as(rhea, article, headline="Three", standfirst="Third")
    response = client.post(address_of(article), again)
    (question,) = response.context["collision"].questions
    assert (response.status_code, question.base) == (409, "Two")
    client.post(address_of(article), sent_again(response))
    assert (now(article)["headline"], now(article)["standfirst"]) == ("Mine", "Third")
    assert not WorkingCopy.objects.exists()


def test_what_changed_only_in_state_is_said_and_not_asked(client, ines, rhea):
    article = make_article(**DRAFT)
    stale = article_form(article, headline="Mine")
    article.approve(by=rhea)
    response = client.post(address_of(article), stale)
    assert response.context["collision"].questions == []
    assert "“Approved”, Rhea Alder" in response.content.decode()
    client.post(address_of(article), sent_again(response))
    assert now(article)["headline"] == "Mine"


def test_the_waiting_changes_of_a_public_article_collide_not_its_text(client, ines, rhea):
    article = make_article(headline="Out")
    save_as(rhea, article, headline="Waits")
    stale = article_form(article, headline="Mine")
    save_as(rhea, article, headline="Theirs")
    (question,) = client.post(address_of(article), stale).context["collision"].questions
    assert question.base == "Waits"
    assert Article.objects.get().headline == "Out"


def test_a_refused_save_is_kept_at_once_and_offered_on_the_next_opening(client, ines, rhea):
    article = make_article(headline="One", **DRAFT)
    stale = article_form(article, headline="Mine")
    save_as(rhea, article, headline="Two")
    for _ in range(2):
        client.post(address_of(article), stale)
    copy = WorkingCopy.objects.get()
    assert (copy.kind, copy.user, copy.content["headline"]) == ("rescue", ines, "Mine")
    assert f"?copy={copy.pk}" in client.get(address_of(article)).content.decode()
    assert "Mine" in client.get(f"{LIST}copies/{copy.pk}/").content.decode()
    client.post(f"{LIST}copies/{copy.pk}/discard/")
    assert not WorkingCopy.objects.exists()


def test_the_oldest_of_very_many_rescues_are_forgotten(ines):
    article = make_article()
    for number in range(working.MOST_RESCUES + 2):
        working.rescue(ines, article, {"headline": str(number)}, 0)
    kept = {copy.content["headline"] for copy in WorkingCopy.objects.all()}
    assert kept == {str(number) for number in range(2, working.MOST_RESCUES + 2)}


def test_text_is_kept_when_the_right_to_save_it_was_lost(client):
    writer = make_user(group="Contributor")
    client.force_login(writer)
    article = make_article(headline="One", owner=writer, **DRAFT)
    stale = article_form(article, headline="Mine", body="<p>All of it.</p>")
    article.submit(by=writer)
    page = client.post(address_of(article), stale, follow=True).content.decode()
    assert "nothing was saved. Your text is here." in page
    assert "<p>All of it.</p>" in page
    assert now(article)["headline"] == "One"
    assert WorkingCopy.objects.get().user == writer


def test_text_is_kept_when_the_article_was_deleted(client, ines):
    article = make_article(**DRAFT)
    stale = article_form(article, headline="Mine")
    Article.objects.all().delete()
    page = client.post(f"{LIST}{stale['version'] + 99}/change/", stale, follow=True)
    assert "This article is not there any more" in page.content.decode()
    copy = WorkingCopy.objects.get()
    restored = client.get(f"{LIST}add/?copy={copy.pk}")
    assert 'value="Mine"' in restored.content.decode()


def test_who_may_change_nothing_keeps_nothing(client):
    article = make_article(**DRAFT)
    stale = article_form(article)
    client.force_login(make_user(group="Moderator"))
    assert client.post(address_of(article), stale).status_code in {302, 403}
    assert not WorkingCopy.objects.exists()


def test_a_form_with_a_mistake_is_kept_too(client, ines):
    article = make_article(**DRAFT)
    response = client.post(address_of(article), article_form(article, headline="", kicker="Mine"))
    assert response.status_code == 422
    assert WorkingCopy.objects.get(kind="autosave").content["kicker"] == "Mine"


@pytest.mark.parametrize("page", ["", "discard/"])
def test_nobody_finds_another_persons_copy(client, ines, rhea, page):
    copy = working.rescue(rhea, make_article(), {"headline": "Theirs"}, 0)
    address = f"{LIST}copies/{copy.pk}/{page}"
    assert (client.post if page else client.get)(address).status_code == 404
    assert "Theirs" not in client.get(f"{address_of(copy.article)}?copy={copy.pk}").content.decode()
    assert WorkingCopy.objects.count() == 1


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "٣", "1.5"])
def test_an_odd_version_is_a_stale_one(client, ines, version):
    article = make_article(**DRAFT)
    sent = article_form(article, headline="Mine") | {"version": version, "rescue": version}
    sent["choice-headline"] = "theirs"
    assert client.post(address_of(article), sent).status_code in {302, 409}
    assert now(article)["headline"] == article.headline


def test_a_stale_row_of_the_list_is_refused(client, ines, rhea):
    article = make_article(headline="One")
    row = {"form-0-id": article.pk, "form-0-version": article.version, "form-0-is_featured": "on"}
    row |= {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "_save": "Save"}
    save_as(rhea, article, headline="Two")
    page = client.post(LIST, row, follow=True).content.decode()
    assert "Nothing was saved: somebody else changed" in page
    assert not Article.objects.get().is_featured


def test_the_base_is_what_the_editor_saw_not_what_was_discarded(ines, rhea):
    article = make_article(headline="Out")
    save_as(rhea, article, headline="Discarded")
    seen = article.version
    article.discard_changes(by=rhea)
    assert working.base_of(article, seen)["headline"] == "Discarded"
    assert working.base_of(article, article.version)["headline"] == "Out"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_wins_and_the_other_is_asked():
    article = make_article(headline="One", **DRAFT)
    start, names = Barrier(2), ["Ines", "Rhea"]
    users = [make_user(group="Editor", first_name=name) for name in names]
    sent = article_form(article)

    def save(number):
        browser = Client()
        browser.force_login(users[number])
        start.wait()
        try:
            response = browser.post(address_of(article), sent | {"headline": names[number]})
            return response.status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(save, range(2)))
    assert sorted(statuses) == [302, 409]
    winner, loser = sorted((0, 1), key=statuses.__getitem__)
    assert now(article)["headline"] == names[winner]
    copy = WorkingCopy.objects.get()
    assert (copy.user, copy.content["headline"]) == (users[loser], names[loser])
