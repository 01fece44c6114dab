"""A comment on its way in."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db import connection
from django.utils import timezone

from comments import traces
from comments.models import Comment, InlinePrompt, Trace
from comments.persons import person_of_reader
from comments.pipeline.sendings import submission_keys
from comments.readers import Reader, address_of, reader_of
from comments.rules import rules_of


@dataclass
class Submission:
    """One sending, as all phases see it; what costs a statement is asked when it is needed.

    `said` is what the form says: cleaned fields. `comment` is the one that an edit is about.
    """

    request: object
    article: object
    reader: Reader
    said: dict
    parent: Comment | None = None
    comment: Comment | None = None
    # The phrase of the article it is about.
    prompt: InlinePrompt | None = None
    moment: datetime = field(default_factory=timezone.now)
    # What the phases before said.
    verdicts: list = field(default_factory=list)
    # Where it was counted against the limits, to give it back.
    usages: list = field(default_factory=list)
    is_counted: bool = False

    @property
    def text(self):
        return self.said["text"]

    @property
    def is_edit(self):
        return self.comment is not None

    @property
    def name(self):
        if self.comment:
            return self.comment.name
        return self.reader.user.public_name if self.reader.user else self.said["name"]

    @property
    def email(self):
        if self.comment:
            return self.comment.email
        return "" if self.reader.user else self.said["email"]

    @property
    def read_warning(self):
        """The key of the warning they say they have read, as they sent it."""
        return self.said.get("warning", "") if self.said.get("acknowledged") else ""

    @cached_property
    def keys(self):
        return submission_keys(self)

    @property
    def key(self):
        """The same for the same sending."""
        return self.keys[0]

    @cached_property
    def who(self):
        """Who sent it, as far as the request alone tells: by account or cookie, else by address."""
        return str(reader_of(self.request).key or address_of(self.request))

    @property
    def place(self):
        """Where it is to stand."""
        if self.comment:
            return f"edit:{self.comment.pk}"
        about = f":{self.prompt.quote}" if self.prompt else ""
        return f"{self.article.pk}:{self.parent.pk if self.parent else ''}{about}"

    @cached_property
    def person(self):
        networks = traces.networks_of(self.request)
        return person_of_reader(self.reader, self.email, networks=networks)

    @cached_property
    def origin(self):
        return traces.origin_of(self.request)

    @cached_property
    def words_keys(self):
        """What is kept of the text: this week's key of it, then last week's."""
        return traces.said_keys(self.text)

    @cached_property
    def rules(self):
        return rules_of(self.article)

    @cached_property
    def root(self):
        """The first comment of the thread it belongs to; None when it starts one."""
        if self.parent is None or not self.parent.level:
            return self.parent
        rows = Comment.objects.using(connection.alias)
        return rows.get(tree_id=self.parent.tree_id, lft=1)

    def trace(self):
        """Where it came from and what it said, to be stored with it."""
        return Trace(
            address=self.origin.address,
            network=self.origin.network,
            said=self.words_keys[0],
            made_at=self.moment,
        )
