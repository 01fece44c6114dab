"""What stands in a mail about new comments: by article and thread, and the links that end it."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from comments import subscriber_links
from comments.excerpts import excerpt
from comments.models import Comment, Notice
from comments.quoting import first_words

COMMENTS_PER_MAIL = 20
EXCERPT_CHARACTERS = 300
Kind = Notice.Kind


@dataclass
class Said:
    """One comment, as a mail shows it."""

    name: str
    written_at: datetime
    text: str
    link: str
    kind: str
    # The phrase of the article that it is about.
    quote: str = ""


@dataclass
class Thread:
    comments: list
    mute: str


@dataclass
class Talk:
    """What is told of the discussion of one article."""

    headline: str
    link: str
    number: int
    threads: list = field(default_factory=list)
    # Ends all that is followed there; "" when nothing is.
    stop: str = ""

    @property
    def more(self):
        """Comments that are new as well but don't stand in the mail."""
        return self.number - sum(len(thread.comments) for thread in self.threads)


class News:
    """A mail for one subscriber about some notices; all links in it are whole addresses."""

    def __init__(self, subscriber, notices, told):
        """`told` gives articles, first comments of threads, and texts (mailing.Told)."""
        self.subscriber, self.notices, self.told = subscriber, notices, told
        keys = {notice.comment.article_id for notice in notices}
        known = told.articles(keys)
        self.articles = {key: known[key] for key in keys}
        # Who presses "Unsubscribe" under a reply wants no more replies either.
        is_wished = subscriber.answers_level and any(each.kind != Kind.COMMENT for each in notices)
        self.wishes = ("answers",) if is_wished else ()
        reasons = {each.subscription_id: each.subscription for each in notices}
        self.subscriptions = [each for each in reasons.values() if each]

    def context(self):
        talks = self._talks()
        end = subscriber_links.end_path(self.subscriber, self.subscriptions, wishes=self.wishes)
        return {
            "talks": talks,
            "about": self._about(),
            "number": len(self.notices),
            "headline": talks[0].headline if len(talks) == 1 else "",
            "reasons": [(each, self._headline(each.article_id)) for each in self.subscriptions],
            "is_wished": bool(self.wishes),
            "manage": _whole(subscriber_links.manage_path(self.subscriber)),
            "unsubscribe": _whole(end),
        }

    def headers(self):
        """Mails about one article stand together, whatever their subjects."""
        known = subscriber_links.headers(self.subscriber, self.subscriptions, wishes=self.wishes)
        articles = {notice.comment.article_id for notice in self.notices}
        if len(articles) > 1:
            return known
        name = f"<article.{articles.pop()}@{urlsplit(settings.SITE_URL).hostname}>"
        return known | {"In-Reply-To": name, "References": name}

    def _talks(self):
        stops, talks = self._stops(), {}
        for notice in self.notices:
            key = notice.comment.article_id
            article = self.articles[key]
            link = _whole(article.get_absolute_url())
            talk = talks.setdefault(
                key, Talk(self._headline(key), link, 0, stop=stops.get(key, ""))
            )
            talk.number += 1
        shown = self._shown()
        texts = self.told.texts(notice.comment_id for notice in shown)
        for (key, thread), notices in groupby(shown, _place):
            said = [_said(notice, *texts[notice.comment_id]) for notice in notices]
            talks[key].threads.append(self._thread(thread, said))
        return list(talks.values())

    def _thread(self, number, comments):
        root = self.told.roots([number])[number]
        mute = subscriber_links.mute_path(self.subscriber, root)
        return Thread(comments, _whole(mute))

    def _shown(self):
        """As many as a mail holds, what speaks to the subscriber first of all; by thread."""
        ranked = sorted(self.notices, key=lambda each: (each.kind == Kind.COMMENT, each.comment_id))
        return sorted(ranked[:COMMENTS_PER_MAIL], key=lambda each: (*_place(each), each.comment_id))

    def _stops(self):
        """The link that ends all that is followed under an article, by its key."""
        followed = self.subscriber.subscriptions.filter(article__in=self.articles, ended_at=None)
        by_article = {}
        for subscription in followed:
            by_article.setdefault(subscription.article_id, []).append(subscription)
        return {
            key: _whole(subscriber_links.end_path(self.subscriber, theirs))
            for key, theirs in by_article.items()
        }

    def _about(self):
        """What all of them are: replies, a mention, or comments in general."""
        kinds = {notice.kind for notice in self.notices}
        if kinds == {Kind.REPLY} or (kinds == {Kind.MENTION} and len(self.notices) == 1):
            return kinds.pop()
        return Kind.COMMENT

    def _headline(self, key):
        return one_line(self.articles[key].headline)


def texts_of(comments):
    """What they say and about which phrase, by key."""
    shown = Comment.objects.using(connection.alias).filter(pk__in=comments)
    return {pk: said for pk, *said in shown.values_list("pk", "body_html", "prompt__quote")}


def _said(notice, body_html, quote):
    comment = notice.comment
    return Said(
        name=one_line(comment.name),
        written_at=comment.created_at,
        text=excerpt(body_html, EXCERPT_CHARACTERS),
        link=_whole(comment.get_absolute_url()),
        kind=notice.kind,
        quote=one_line(first_words(quote or "")),
    )


def one_line(words):
    """The first line of a mail's text becomes its subject: nothing in it may end it."""
    return " ".join(words.split())


def _place(notice):
    return notice.comment.article_id, notice.thread


def _whole(path):
    return settings.SITE_URL + path
