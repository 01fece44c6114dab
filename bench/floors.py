"""What a write can't cost less than: one row, same columns, constraints and indexes, committed."""

from functools import cache
from uuid import uuid4

from django.db import connection, models

from bench import discussions
from comments import text
from comments.models import Comment
from comments.tree import WIDTH

COLUMNS = "article_id, tree_id, lft, rght, level, slots, name, email, reader, submission, status, listed, is_official, text, body_html, created_at, shown_at, up, down, score, replies, total"
INSERT = f"""
    INSERT INTO bench_comment ({COLUMNS}) VALUES
    (1, nextval('bench_tree_id'), 1, %s, 0, 0, 'Reader', '', %s, %s, 1, true, false, %s, %s, now(), now(),
     0, 0, 0, 0, 0)
"""
UPSERT = """
    INSERT INTO bench_vote (comment_id, voter, value, previous, created_at)
    VALUES (%s, %s, 1, 0, now())
    ON CONFLICT (comment_id, voter) DO UPDATE SET value = excluded.value
"""
HTML = f"<p>{discussions.TEXT}</p>"


@cache
def create():
    """Tables like the real ones, with everything but the foreign keys; made once."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_comment (LIKE comments_comment INCLUDING ALL)")
        cursor.execute("CREATE TABLE bench_vote (LIKE comments_vote INCLUDING ALL)")
        cursor.execute("CREATE SEQUENCE bench_tree_id")


def insert_burst(number):
    for _ in range(number):
        insert()


def save_burst(number):
    for _ in range(number):
        save()


def upsert_burst(number):
    for _ in range(number):
        upsert()


def insert_rendered():
    """The same text made safe, then one bare INSERT."""
    text.render(text.clean_text(discussions.TEXT))
    insert()


def insert():
    values = [WIDTH[0], uuid4(), uuid4(), discussions.TEXT, HTML]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, values)


def upsert():
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [1, uuid4()])


class PlainComment(models.Model):
    """The same columns as Comment with nothing kept up to date: what the ORM alone costs."""

    for _field in Comment._meta.local_concrete_fields:
        if _field.name not in {"id", "lft"} and not _field.generated:
            _copy = _field.clone()
            if _field.is_relation:
                _copy = models.BigIntegerField(null=_field.null, db_column=_field.column)
            vars()[_field.name] = _copy
    lft = models.BigIntegerField()
    del _field, _copy

    class Meta:
        app_label = "bench"
        db_table = "bench_comment"
        managed = False


def save():
    """The same text made safe and stored by the ORM in a plain row: what any system must do."""
    cleaned = text.clean_text(discussions.TEXT)
    PlainComment(
        article=1,
        # Any place that is free, without asking the database for one.
        tree_id=uuid4().int >> 66,
        lft=1,
        rght=WIDTH[0],
        level=0,
        name="Reader",
        reader=uuid4(),
        text=cleaned,
        body_html=text.render(cleaned),
    ).save(force_insert=True)
