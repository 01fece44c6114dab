"""The comments of a WordPress post as rows for `comments.importing.import_thread`."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.wordpress.dates import moment
from articles.wordpress.report import SKIPPED
from articles.wordpress.text import plain_text, remark_text, shortened
from comments.models import Comment
from comments.names import clean_name
from comments.text import is_blank

LONGEST_NAME = Comment._meta.get_field("name").max_length
LONGEST_EMAIL = Comment._meta.get_field("email").max_length
STATUSES = {
    "1": Comment.Status.VISIBLE,
    "approved": Comment.Status.VISIBLE,
    "0": Comment.Status.PENDING,
    "hold": Comment.Status.PENDING,
    "spam": Comment.Status.SPAM,
    "trash": Comment.Status.REMOVED,
    "post-trashed": Comment.Status.REMOVED,
}
REMARKS = {"", "comment"}  # the other types are pingbacks, trackbacks and notes of plugins


class ExportedThread:
    """The comments of one post: which of them we keep, and whom they answer."""

    def __init__(self, item, report):
        self.item, self.report = item, report
        self.comments = {}
        for number, comment in enumerate(item.comments, 1):
            key = comment.get("id") or f"unnumbered-{number}"
            if self.comments.setdefault(key, comment) is not comment:
                report.count("comment", SKIPPED, _("twice in this post"))
        self.texts = {key: remark_text(c.get("content", "")) for key, c in self.comments.items()}

    def rows(self):
        """One row for each comment we keep."""
        parents = dict.fromkeys(key for key in self.comments if self._is_kept(key))
        for key in parents:
            parents[key] = self._parent_of(key, parents)
        self._note_circles(parents)
        return [self._row(key, parent) for key, parent in parents.items()]

    def _is_kept(self, key):
        comment = self.comments[key]
        kind = comment.get("type", "")
        if kind not in REMARKS:
            self.report.count("comment", SKIPPED, _("type “%(type)s”") % {"type": kind})
        elif _is_empty(self.texts[key]):
            self.report.count("comment", SKIPPED, _("without any text"))
            self._problem(key, _("has no text: left out"))
        else:
            return True
        return False

    def _parent_of(self, key, kept):
        """The nearest comment above that we keep."""
        parent, passed = self.comments[key].get("parent", "0"), {key}
        while parent in self.comments and parent not in kept and parent not in passed:
            passed.add(parent)
            parent = self.comments[parent].get("parent", "0")
        if parent in kept:
            return parent
        if parent not in {"", "0"}:
            self._problem(key, _("answers a comment that is not in the file: starts a thread"))
        return None

    def _note_circles(self, parents):
        """Where comments answer each other in a circle, the import lets one start the thread."""
        checked = {None}
        for key in parents:
            way = set()
            while key not in checked and key not in way:
                way.add(key)
                key = parents[key]
            if key in way:
                self._problem(key, _("answers its own answer: a thread starts in this circle"))
            checked.update(way)

    def _row(self, key, parent):
        comment = self.comments[key]
        status = STATUSES.get(comment.get("approved", "1"))
        if status is None:
            self._problem(key, _("has an unknown state: waits for a moderator"))
        return {
            "key": key,
            "parent_key": parent,
            "name": self._name(key),
            "email": self._email(key),
            "text": self.texts[key],
            "created_at": self._created_at(key),
            "status": Comment.Status.PENDING if status is None else status,
            "author": None,
        }

    def _name(self, key):
        name = clean_name(plain_text(self.comments[key].get("author", "")))
        if len(name) > LONGEST_NAME:
            self._problem(key, _("name shortened, it was: %(name)s") % {"name": name})
        return shortened(name, LONGEST_NAME) or _("Anonymous")

    def _email(self, key):
        email = self.comments[key].get("author_email", "")
        try:
            validate_email(email)
        except ValidationError:
            if email:
                self._problem(key, _("e-mail address is not valid: left out"))
            return ""
        return email if len(email) <= LONGEST_EMAIL else ""

    def _created_at(self, key):
        comment = self.comments[key]
        found = moment(gmt=comment.get("date_gmt", ""), local=comment.get("date", ""))
        if found:
            return found
        self._problem(key, _("has no usable date: it has the article's"))
        fields = {"gmt": "wp:post_date_gmt", "local": "wp:post_date", "pub_date": "pubDate"}
        article_at = moment(**{name: self.item[field] for name, field in fields.items()})
        return article_at or timezone.now()

    def _problem(self, key, what):
        title = f"{plain_text(self.item['title'])} ({self.item.id})"
        self.report.problem("comment", key, title, what)


def _is_empty(text):
    """As `is_blank`, without rendering the many texts that surely say something."""
    return not any(map(str.isalnum, text)) and is_blank(text)
