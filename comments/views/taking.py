"""A comment that was sent: through the pipeline to its answer, whatever page it was written on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from comments.forms import comment_form
from comments.models import Comment, DiscussionClosed, InlinePrompt, PromptClosed
from comments.pipeline.closing import CLOSED, PROMPT_CLOSED, THREAD_CLOSED, is_in_closed_thread
from comments.pipeline.nudging import nudge_token
from comments.pipeline.sendings import first_sent
from comments.pipeline.storing import examine, post_comment, writer_of
from comments.pipeline.submission import Submission
from comments.readers import reader_of
from comments.views.refusals import told, unpublished
from comments.views.replies import can_follow, follow_replies


@dataclass
class Sending:
    """A form as it arrived, and how its page answers: `again(form=, refusal=...)` shows the form
    once more, `done(stored, reader)` what came of it."""

    request: Any
    form: Any
    article: Any
    again: Callable
    done: Callable
    parent: Comment | None = None
    prompt: InlinePrompt | None = None

    def submission(self, reader):
        writer, said = writer_of(reader, self.form), self.form.cleaned_data
        about = {"parent": self.parent, "prompt": self.prompt}
        return Submission(self.request, self.article, writer, said, **about)


def take(sending):
    reader = reader_of(sending.request)
    if _was_signed_in(sending.request, reader):
        return _greet_as_guest(sending, reader)
    if not sending.form.is_valid() or not can_follow(reader, sending.form):
        return sending.again(form=sending.form, status=422)
    submission = sending.submission(reader)
    if first := first_sent(submission):
        return _answer(sending, submission, first)
    outcome = examine(submission)
    if not outcome.is_stored:
        return _turn_back(sending, submission, outcome)
    return _store(sending, submission, outcome)


def _was_signed_in(request, reader):
    """The form was a member's, which asks for no name, and the session has ended since."""
    return not reader.user and not {"name", "email"}.intersection(request.POST)


def _greet_as_guest(sending, reader):
    """The text stays, whether they sign in again or go on without."""
    written = {name: sending.request.POST.get(name, "") for name in ("text", "submission")}
    form = comment_form(reader, parent=sending.parent, prompt=sending.prompt, **written)
    return sending.again(form=form, is_signed_out=True, status=422)


def _turn_back(sending, submission, outcome):
    """Nothing is stored: why, and what can be done about it.

    Unless the same sending came twice at once, and what stands against this one is the other.
    """
    form = sending.form
    if first := first_sent(submission):
        return _answer(sending, submission, first)
    if outcome.refusal:
        return sending.again(form=form, **told(form, outcome.refusal))
    form.send_again(nudged=nudge_token(submission))
    return sending.again(form=form, nudges=outcome.nudges, status=422)


def _store(sending, submission, outcome):
    try:
        stored = post_comment(submission, outcome)
    except PromptClosed:
        return sending.again(form=sending.form, refusal=PROMPT_CLOSED, status=422)
    except DiscussionClosed:
        parent = submission.parent
        refusal = THREAD_CLOSED if parent and is_in_closed_thread(parent) else CLOSED
        return sending.again(form=sending.form, refusal=refusal, status=422)
    return _answer(sending, submission, stored)


def _answer(sending, submission, stored):
    """The comment, or why it is not there; a guest will be known by their cookie."""
    reader = submission.reader.remembering(sending.form)
    if stored.is_editable:
        answer = follow_replies(sending.request, sending.form, stored, sending.done(stored, reader))
        return reader.keep_in(answer)
    return reader.keep_in(sending.again(form=sending.form, **unpublished(stored)))
