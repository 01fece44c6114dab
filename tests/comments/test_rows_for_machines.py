"""What search engines read of comments: schema.org Comment as microdata."""

from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import timezone

from comments.models import Comment
from tests.factories import make_comment, make_user, mark_spam, reject

pytestmark = pytest.mark.django_db
COMMENT, PERSON = "https://schema.org/Comment", "https://schema.org/Person"
EMPTY = {"area", "br", "hr", "img", "input", "link", "meta"}


class Microdata(HTMLParser):
    """The items of a page, as the HTML standard reads them; fails where it would not be one."""

    def __init__(self, html):
        super().__init__()
        self.items, self.open = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs, item = dict(attrs), None
        if "itemscope" in attrs:
            item = {"type": attrs["itemtype"]}
        if "itemprop" in attrs:
            self._owner()[attrs["itemprop"]] = self._value(tag, attrs, item)
        elif item:
            self.items.append(item)
        if tag not in EMPTY:
            name = attrs.get("itemprop") if item is None else None
            self.open.append((tag, item, name))

    def _owner(self):
        return next(item for _, item, _ in reversed(self.open) if item)

    def _value(self, tag, attrs, item):
        if item:
            return item
        return attrs.get("href") or attrs.get("content") or attrs.get("datetime") or ""

    def handle_data(self, words):
        for depth, (tag, _, name) in enumerate(self.open):
            if name and tag not in ("a", "time"):
                owner = next(item for _, item, _ in reversed(self.open[:depth]) if item)
                owner[name] += words

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass


def items_on(client, comment):
    return Microdata(client.get(comment.article.get_absolute_url()).text).items


def test_a_comment_tells_its_writer_text_time_votes_and_address(client):
    comment = make_comment(name="Mara L.", text="The *pillar* stands.")
    comment.cast_vote(Comment.objects.get().submission, 1)
    (item,) = items_on(client, comment)
    assert item == {
        "type": COMMENT,
        "author": {"type": PERSON, "name": "Mara L."},
        "text": "The pillar stands.",
        "datePublished": comment.created_at.isoformat(),
        "url": comment.get_absolute_url(),
        "upvoteCount": "1",
        "downvoteCount": "0",
        "parentItem": comment.article.get_absolute_url(),
    }


def test_a_member_has_an_address_and_an_edit_a_time(client):
    comment = make_comment(author=make_user())
    edited_at = timezone.now()
    Comment.objects.update(edited_at=edited_at)
    (item,) = items_on(client, comment)
    page = reverse("comments:person_by_number", args=[comment.author_id])
    assert item["author"]["url"] == page
    assert item["dateModified"] == edited_at.isoformat()


def test_a_reply_names_the_comment_it_answers(client):
    root = make_comment()
    reply = make_comment(parent=root)
    deep = make_comment(parent=reply)
    parents = {item["url"]: item["parentItem"] for item in items_on(client, root)}
    assert parents == {
        root.get_absolute_url(): root.article.get_absolute_url(),
        reply.get_absolute_url(): root.get_absolute_url(),
        deep.get_absolute_url(): reply.get_absolute_url(),
    }


@pytest.mark.parametrize("verb", [reject, mark_spam])
def test_what_was_removed_is_no_item(client, verb):
    root = make_comment(text="Words to remove", name="Rude Person")
    reply = make_comment(parent=root)
    verb(root, by=make_user())
    (item,) = items_on(client, root)
    assert item["url"] == reply.get_absolute_url()
