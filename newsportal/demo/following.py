"""What the demo's editors ask about phrases, and what one of its members follows and is told."""

from comments import prompts
from comments.models import Comment, InlinePrompt, Notice, Subscriber, Subscription
from newsportal.demo import texts


def add_following(now, articles, accounts):
    table = texts.table("following")
    for row in table["questions"]:
        _ask(articles[row["article"]], row, accounts[row["asked_by"]])
    follows = table["follows"]
    _follow(now, accounts[follows["member"]], [articles[name] for name in follows["articles"]])


def _ask(article, row, editor):
    """The comments that answer stay where they are: the well-known discussion looks the same."""
    facts = {name: row[name] for name in ("quote", "question")}
    asked = InlinePrompt(article=article, asked_by=editor, created_at=article.published_at, **facts)
    prompt = prompts.keep(asked)
    roots = Comment.objects.filter(article=article, parent=None, name__in=row["answered_by"])
    roots.update(prompt=prompt)


def _follow(now, member, articles):
    """They heard of the first answer to them; the others wait at the bell."""
    subscriber = Subscriber.objects.of_member(member, language="en")
    for article in articles:
        known = {"kind": Subscription.Kind.ARTICLE, "confirmed_at": now}
        Subscription.objects.create(subscriber=subscriber, article=article, **known)
    answers = Comment.objects.visible().filter(parent__author=member).exclude(author=member)
    for number, answer in enumerate(answers.order_by("created_at")):
        Notice.objects.create(
            subscriber=subscriber,
            kind=Notice.Kind.REPLY,
            comment=answer,
            thread=answer.tree_id,
            made_at=answer.created_at,
            read_at=None if number else answer.created_at,
        )
