"""Names and texts made to break pages: on every page they are words, whoever looks."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from comments.models import Comment
from tests.comments.surface import addresses, guest, member
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
BREAK = "\"'><xss onxss=1 style=x>{{7}}</script></textarea></title><!--"
NAME = "<xss onxss=1>\"'"
TEXTS = [
    BREAK,
    f'[spoiler title="{NAME}"]{BREAK}[/spoiler]',
    f"[{BREAK}](https://example.com/{BREAK})",
    f"[a](javascript:alert(1)) [b](data:text/html,x) <javascript:alert(1)> {BREAK}",
    f"```{BREAK}\n{BREAK}\n```\n`{BREAK}` > {BREAK}",
    f"@reader{BREAK} https://example.com/\"onxss=1'{BREAK}",
    "&lt;xss&gt; &#60;xss&#62; \\<xss> %3Cxss%3E <xss\n>",
]
SAFE_ADDRESS = re.compile(r"(https?://|mailto:|/|#|\?|$)")


class Strange(HTMLParser):
    """Collects what is on a page though no template of ours says so."""

    def __init__(self):
        super().__init__()
        self.found = set()

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        if tag == "xss" or (tag == "script" and "src" not in known and "type" not in known):
            self.found.add(tag)
        self.found |= {name for name in known if name.startswith("on") or name == "style"}
        self.found |= {name for name in known if not re.fullmatch(r"[a-z:-]+[0-9]?", name)}
        for name in ("href", "src", "action", "hx-get", "hx-post"):
            if name in known and not SAFE_ADDRESS.match(known[name] or ""):
                self.found.add(known[name])

    handle_startendtag = handle_starttag


def test_what_breaks_a_page_is_found():
    page = Strange()
    page.feed(f'<a href="javascript:x"></a><p title="{BREAK}"></p>')
    assert page.found >= {"xss", "onxss", "style", "javascript:x"}


def strange_on(answer):
    page = Strange()
    page.feed(answer.content.decode())
    return page.found


@pytest.fixture(name="article")
def _article():
    article = make_article(headline=NAME)
    root = make_comment(article, name=NAME, text=BREAK)
    for text in TEXTS:
        comment = make_comment(article, parent=root, name=NAME, text=text)
        comment.edit_text(f"{text} again")
        comment.cast_vote(root.submission, 1)
        comment.edit_text(f"{text} once more")
        comment.feature()
    make_comment(parent=comment, name=NAME, status=Comment.Status.REMOVED)
    make_comment(article, parent=root, author=make_user(first_name=NAME[:30]), name=NAME)
    return article


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
def test_no_page_is_broken_by_what_somebody_wrote(article, headers):
    browser, strange = guest(*article.comments.all()), {}
    for path in addresses(article):
        answer = browser.get(path, headers=headers)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            strange[path] = strange_on(answer)
    assert {path: found for path, found in strange.items() if found} == {}


def test_no_page_of_the_newsroom_is_broken(article):
    moderator = member(make_user(is_superuser=True, is_staff=True))
    comment = article.comments.last()
    comment.cast_vote(comment.submission, 1)
    comment.reject(code="off_topic", by=make_user(first_name=NAME[:30]), reason=BREAK)
    paths = [reverse("admin:comments_comment_changelist"), reverse("comments:held_votes")]
    for each in article.comments.all():
        paths.append(reverse("admin:comments_comment_change", args=[each.pk]))
        paths.append(reverse("comments:votes", args=[each.pk]))
    strange = {path: strange_on(moderator.get(path)) - {"script"} for path in paths}
    assert {path: found for path, found in strange.items() if found} == {}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
def test_no_answer_to_a_form_is_broken(text, headers):
    article = make_article()
    path = reverse("comments:post", args=[article.pk])
    form = {"text": text, "name": NAME, "email": "ada@example.com"}
    for more in ({}, {"preview": "1"}, {"email": BREAK}, {"submission": BREAK, "website": BREAK}):
        answer = Client().post(path, form | more, headers=headers, follow=True)
        assert strange_on(answer) == set()
