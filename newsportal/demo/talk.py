"""The demo's discussions: who said what, how others voted, what a moderator took away."""

import random
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils.text import slugify

from comments.importing import import_thread
from comments.models import Comment
from comments.reasons import Reason
from newsportal.demo import texts

READERS = [uuid5(NAMESPACE_URL, f"https://datum.example/readers/{number}") for number in range(60)]


def add_discussions(now, articles, accounts):
    """Comments, votes and decisions of every article that has some."""
    members = {user.public_name: user for user in accounts.values()}
    for name, article in articles.items():
        if rows := texts.discussion(name):
            _add(article, rows, now, members)


def _add(article, rows, now, members):
    keys = import_thread(article, _dated(rows, article.published_at, now, members))
    comments = Comment.objects.in_bulk(keys.values())
    chance = random.Random(article.slug)  # noqa: S311
    for row in rows:
        comment = comments[keys[row["key"]]]
        voters = chance.sample(READERS, row["up"] + row["down"])
        for number, voter in enumerate(voters):
            comment.cast_vote(voter, 1 if number < row["up"] else -1)
        if row["featured"]:
            comment.feature()
        if row["removed"]:
            comment.reject(by=members["K. Osei"], code=Reason.OFF_TOPIC, reason=row["removed"])


def _dated(rows, published_at, now, members):
    """Rows for the import. None is later than now: a young discussion went on faster."""
    minutes = max(row["minutes"] for row in rows) + 4
    speed = min(1, (now - published_at) / timedelta(minutes=minutes))
    for row in rows:
        author = members.get(row["name"])
        yield {
            "key": row["key"],
            "parent_key": row["parent_key"],
            "name": row["name"],
            "email": author.email if author else f"{slugify(row['name']) or 'reader'}@example.com",
            "text": row["text"],
            "author": author,
            "is_official": bool(author and author.is_staff),
            "created_at": published_at + timedelta(minutes=row["minutes"]) * speed,
        }
