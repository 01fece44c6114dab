"""What the demo newsroom is working on: a draft in every state, and a live article with changes."""

from datetime import timedelta

from articles.contents import content_of
from articles.models import Article
from articles.writing import write
from newsportal.demo import texts

PLAIN = ("slug", "headline", "standfirst", "body")


def add_drafts(now, articles, labels, accounts):
    """Moved on by the verbs that editors use, so that the log tells the same story."""
    table = texts.table("drafts")
    for row in table["drafts"]:
        draft = _add(row, labels, accounts[row["owner"]])
        _move_on(draft, row, now, accounts)
    changes, article = table["changes"], articles[table["changes"]["article"]]
    content = content_of(article) | {"standfirst": changes["standfirst"]}
    write(article, content, by=accounts[changes["owner"]])


def _add(row, labels, owner):
    draft = Article.objects.create(
        **{name: row[name] for name in PLAIN},
        section=labels["sections"][row["section"]],
        owner=owner,
    )
    draft.topics.set(labels["topics"][slug] for slug in row["topics"])
    draft.bylines.create(author=labels["authors"][row["signed"]])
    return draft


def _move_on(draft, row, now, accounts):
    owner, editor = accounts[row["owner"]], accounts["editor"]
    state = row.get("state", "draft")
    if state in {"review", "sent back"}:
        draft.submit(by=owner)
    if state == "sent back":
        draft.send_back(by=editor, note=row["note"])
    if state == "approved":
        draft.approve(by=editor)
    if "until" in row:
        draft.set_embargo(_on_the_hour(now, row["until"]), by=editor)
    if state == "scheduled":
        draft.publish(_on_the_hour(now, row["at"]), by=owner)


def _on_the_hour(now, days):
    return (now + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
