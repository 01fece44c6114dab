"""Bringing in whole discussions against COPY of finished rows into the same table."""

from datetime import UTC, datetime, timedelta
from operator import attrgetter
from uuid import UUID, uuid4

from django.db import transaction

from bench import discussions, floors
from bench.rounds import at_most, in_turn, ratio
from comments import bulk, text
from comments.importing import import_thread
from tests.factories import make_article

COMMENTS = 8000
ROUNDS = 5
START = datetime(2026, 1, 1, tzinfo=UTC)


def measure():
    finished = finished_rows()
    seconds = in_turn(
        {
            "copy": lambda: copy(finished),
            "plant": plant,
            "rendered copy": lambda: (render_all(), copy(finished)),
            "import": lambda: import_thread(make_article(), rows()),
        },
        rounds=ROUNDS,
    )
    return {
        "numbering, counting and storing / COPY": at_most(ratio(seconds, "plant", "copy"), 1.2),
        "whole import / rendering + COPY": at_most(ratio(seconds, "import", "rendered copy"), 1.2),
    }


def newcomers(article):
    """Threads of eight."""
    found = []
    for number in range(COMMENTS):
        each = bulk.Newcomer(
            answered=found[-1] if number % 8 else None,
            article_id=article.pk,
            submission=uuid4(),
            name="Reader",
            text=discussions.TEXT,
            body_html=floors.HTML,
            created_at=START + timedelta(minutes=number),
            shown_at=START + timedelta(minutes=number),
        )
        found.append(each)
    return found


@transaction.atomic
def plant():
    article = make_article()
    bulk.plant(article.pk, newcomers(article))


def finished_rows():
    """What the database is handed in the end."""
    article = make_article()
    planted = newcomers(article)
    bulk.plant(article.pk, planted)
    return [attrgetter(*bulk.COLUMNS)(each) for each in planted]


@transaction.atomic
def copy(finished):
    bulk.write("comments_comment", bulk.COLUMNS, anew(finished))


def anew(finished):
    """The same rows with keys, threads and submissions that are not taken yet."""
    shift = uuid4().int >> 80
    places = [bulk.COLUMNS.index(name) for name in ("id", "tree_id", "parent_id")]
    submission = bulk.COLUMNS.index("submission")
    for row in finished:
        row = list(row)
        for place in places:
            row[place] = row[place] and row[place] + shift
        row[submission] = UUID(int=(row[submission].int + shift) % 2**128)
        yield row


def render_all():
    for _ in range(COMMENTS):
        text.render(text.clean_text(discussions.TEXT))


def rows():
    return [
        {
            "key": number,
            "parent_key": number - 1 if number % 8 else None,
            "name": "Reader",
            "text": discussions.TEXT,
            "created_at": START + timedelta(minutes=number),
        }
        for number in range(COMMENTS)
    ]
