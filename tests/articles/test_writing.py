"""The one way into an article's content: nothing overwritten, nothing mixed, everything kept."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from articles.admin.sent import sent_content
from articles.contents import content_of, normal, working_content
from articles.models import Article
from articles.writing import Conflict, start, write
from tests.comments.test_concurrency import in_parallel
from tests.factories import (
    make_article,
    make_author,
    make_map,
    make_section,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db


def make_draft(**fields):
    return make_article(**{"status": Article.Status.DRAFT, "published_at": None} | fields)


def changed(article, **fields):
    return working_content(article) | fields


def test_a_draft_is_changed_at_once_with_its_byline_topics_and_pictures():
    article, author, topic = make_draft(), make_author(), make_topic()
    lead, figure = make_map(), make_map()
    content = changed(
        article,
        headline="Written",
        topics=[topic.pk],
        lead_image=lead.pk,
        body=f'<figure><img src="/media/a.webp" alt="" data-file="{figure.pk}"></figure>',
        bylines=[{"author": author.pk, "role": "map", "place": "Telva"}],
    )
    write(article, content)
    assert article.headline == "Written"
    assert list(article.topics.all()) == [topic]
    assert article.bylines.get().place == "Telva"
    assert [place.image for place in article.placements.all()] == [lead, figure]


@pytest.mark.parametrize("state", ["published", "retracted"])
def test_what_readers_see_stays_until_it_is_published(state):
    author = make_author()
    article = make_article(headline="Known", authors=[author], status=state)
    write(article, changed(article, headline="Meant", bylines=[]))
    assert (article.headline, article.bylines.count()) == ("Known", 1)
    assert working_content(article)["headline"] == "Meant"


def test_saving_what_is_there_already_leaves_no_trace():
    article = make_draft()
    assert write(article, changed(article), seen=0) is None
    assert (article.version, article.revisions.count(), article.events.count()) == (0, 0, 0)


def test_the_text_from_before_the_first_revision_is_kept_too():
    article = make_article(headline="Imported")
    write(article, changed(article, headline="Written"))
    first, second = article.revisions.order_by("version")
    assert (first.content["headline"], first.edition) == ("Imported", 1)
    assert first.published_at == article.published_at
    assert (second.content["headline"], second.edition) == ("Written", None)


@pytest.mark.parametrize("status", ["draft", "published"])
def test_a_save_from_an_old_version_is_refused_and_changes_nothing(status):
    article = make_article(status=status)
    write(article, changed(article, headline="First"), seen=0)
    with pytest.raises(Conflict) as refused:
        write(article, changed(article, headline="Second"), seen=0)
    assert refused.value.article.version == 1
    article.refresh_from_db()
    assert working_content(article)["headline"] == "First"
    assert article.revisions.count() == 2


def test_a_verb_between_two_saves_outdates_the_second():
    article = make_draft()
    article.submit()
    with pytest.raises(Conflict):
        write(article, changed(article, headline="From before"), seen=0)


def test_what_was_approved_is_reviewed_again_after_its_writer_changes_it():
    author, editor = make_user(group="Author"), make_user(group="Editor")
    article = make_draft(owner=author)
    article.approve(by=editor)
    write(article, changed(article, headline="By the editor"), by=editor)
    assert article.status == "approved"
    write(article, changed(article, headline="By the author"), by=author)
    assert article.status == "review"


def test_a_new_article_belongs_to_who_started_it_and_has_a_first_version():
    writer, author = make_user(), make_author()
    content = {"headline": "New", "slug": "new", "section": make_section().pk, "language": "en"}
    article = Article()
    start(article, content | {"bylines": [{"author": author.pk, "role": "text"}]}, by=writer)
    article.refresh_from_db()
    assert (article.owner, article.version, article.status) == (writer, 1, "draft")
    assert article.revisions.get().content["bylines"][0]["author"] == author.pk
    assert article.events.get().action == "created"


@pytest.mark.parametrize("status", ["draft", "published"])
def test_an_address_of_another_article_is_refused(status):
    make_article(slug="valley")
    article = make_article(status=status)
    with pytest.raises(ValidationError):
        write(article, changed(article, slug="valley"))


def test_people_and_pictures_that_are_gone_are_left_out():
    article, author = make_draft(), make_author()
    content = changed(article, lead_image=10**6, topics=[10**6])
    write(article, content | {"bylines": [{"author": author.pk, "role": "text"}, {"author": 9**6}]})
    assert article.lead_image is None
    assert [line.author for line in article.bylines.all()] == [author]


def test_a_person_stands_once_in_each_role():
    line = {"author": 1, "role": "text", "place": ""}
    assert normal({"bylines": [line, line | {"place": "Telva"}]})["bylines"] == [line]


def test_a_save_after_its_time_has_come_waits_for_publication(time_machine):
    article = make_draft(headline="Scheduled")
    at = timezone.now() + timedelta(minutes=1)
    article.publish(at)
    seen = article.version
    time_machine.move_to(at + timedelta(seconds=1))
    write(article, changed(article, headline="Late"), seen=seen)
    assert (article.headline, article.pending.content["headline"]) == ("Scheduled", "Late")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("status", ["draft", "published"])
def test_of_two_writers_from_one_version_exactly_one_wins(status):
    article = make_article(status=status)

    def save(number):
        mine = Article.objects.get(pk=article.pk)
        content = content_of(article) | {"headline": f"By {number}"}
        try:
            return write(mine, content, seen=0).content["headline"]
        except Conflict:
            return None

    won = [headline for headline in in_parallel(6, save) if headline]
    article.refresh_from_db()
    assert won == [working_content(article)["headline"]]
    assert article.revisions.count() == 2


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_save_that_races_publication_ends_in_the_row_or_waits():
    article = make_draft(headline="Before")

    def act(number):
        mine = Article.objects.get(pk=article.pk)
        if number:
            return mine.publish()
        return write(mine, content_of(mine) | {"headline": "After"})

    in_parallel(2, act)
    article.refresh_from_db()
    waits = article.pending is not None
    assert article.is_public
    assert article.headline == ("Before" if waits else "After")
    [edition] = article.revisions.filter(edition__isnull=False)
    assert edition.content == normal(content_of(article))


SENT = [
    "",
    "headline=a%00b&section=x&lead_image=-1&topics=1&topics=y&topics=%D9%A3",
    "section=" + "9" * 30,
    "bylines-TOTAL_FORMS=" + "9" * 30,
    "bylines-TOTAL_FORMS=x&bylines-0-author=1",
    "bylines-TOTAL_FORMS=99999&bylines-0-author=%F0%9F%98%80",
    "body=%3Cscript%3Eglimbo%3C/script%3E&headline=%ED%A0%80",
]


@pytest.mark.parametrize("sent", SENT)
def test_whatever_was_sent_is_read_as_a_content(sent):
    content = sent_content(QueryDict(sent))
    assert content == normal(content)


def test_the_byline_is_read_in_the_order_of_its_numbers():
    rows = {"0-author": "1", "0-position": "3", "1-author": "2", "1-position": "1"}
    rows |= {"2-author": "3", "3-place": "Telva", "4-author": "4", "4-DELETE": "on"}
    sent = QueryDict(mutable=True)
    sent.update({"bylines-TOTAL_FORMS": "5"} | {f"bylines-{name}": rows[name] for name in rows})
    assert [line["author"] for line in sent_content(sent)["bylines"]] == [2, 1, 3]
