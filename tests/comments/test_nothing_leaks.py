"""What was held back, taken away or is private is on no page that somebody else can open."""

import pytest
from django.test import Client

from comments.models import Comment
from tests.comments.surface import addresses, guest, member
from tests.factories import edit_and_hold, make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
Status = Comment.Status
READERS = {"nobody": Client, "a guest": guest, "a member": member}
HTMX = {"HX-Request": "true"}
# Every text, name, address and reason that is nobody else's business has this in it.
SECRET = "quagmire"


@pytest.fixture(name="article")
def _article():
    """A discussion with secrets wherever one can be."""
    article, moderator = make_article(), make_user(is_superuser=True, is_staff=True)
    root = make_comment(article, email=f"{SECRET}@example.com")
    for status in set(Status) - {Status.VISIBLE}:
        for parent in (None, root):
            hidden = make_secret(article, parent)
            answer = make_comment(parent=hidden)
            hidden.edit_text(f"{SECRET} again.")
            hidden.feature()
            take_away(hidden, status, moderator)
            if not parent:
                answer.reject(code="off_topic", by=moderator, reason=SECRET)
    edited = make_comment(article, parent=root, text=f"{SECRET} at first.")
    edited.edit_text("Before anybody answered.")
    return article


def make_secret(article, parent):
    fields = {"email": f"{SECRET}@example.com"} if parent else {"author": make_user()}
    fields |= {"text": f"{SECRET}.", "name": SECRET, "is_official": True}
    return make_comment(article, parent=parent, **fields)


def take_away(comment, status, moderator):
    """Bring a visible comment to another status."""
    if status == Status.ERASED:
        comment.erase()
    elif status == Status.PENDING:
        edit_and_hold(comment, f"{SECRET} once more.")
    else:
        code = "spam" if status == Status.SPAM else "off_topic"
        comment.reject(by=moderator, code=code, reason=SECRET)


@pytest.mark.parametrize(
    ("who", "headers"),
    [("nobody", {}), ("a guest", {}), ("a member", HTMX)],
    ids=lambda each: str(each),
)
def test_no_page_tells_what_is_private(article, who, headers):
    client = READERS[who]()
    told = {
        path
        for path in addresses(article)
        if SECRET in client.get(path, headers=headers).content.decode()
    }
    assert told == set()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_no_answer_to_a_form_tells_what_is_private(article, headers, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    client = member()
    form = {"text": "Yes.", "value": "1", "action": "void", "votes": "1-0"}
    told = {
        path
        for path in addresses(article)
        if SECRET in client.post(path, form, headers=headers).content.decode()
    }
    assert told == set()
