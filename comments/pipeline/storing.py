"""What becomes of a comment once the phases have spoken."""

from dataclasses import replace
from uuid import UUID

from comments import sanctions
from comments.models import Comment
from comments.pipeline.rates import give_back
from comments.pipeline.running import OF_TEXT, run
from comments.readers import keyed_hash


def examine(submission):
    """What the phases say of it. A warning that was read counts as read whatever they say."""
    outcome = run(submission)
    if submission.read_warning:
        _acknowledge(submission)
    if not outcome.is_stored:
        give_back(submission)
    return outcome


def writer_of(reader, form):
    """Who writes this: a reader nobody knows yet becomes a guest.

    The same one when the same sending arrives again, because its first answer, with the cookie,
    may never have reached them.
    """
    if reader.is_known:
        return reader
    try:
        key = UUID(form.cleaned_data["submission"])
    except ValueError:
        return reader.acting()
    return replace(reader, guest_id=keyed_hash(f"first:{key}").hex)


def post_comment(submission, outcome):
    """Store it with what the phases found. Sent twice it is stored once, and the first is returned."""
    return Comment.objects.post(
        article=submission.article,
        parent=submission.parent,
        prompt=submission.prompt,
        text=submission.text,
        name=submission.name,
        email=submission.email,
        author=submission.reader.user,
        reader=submission.reader.key,
        is_official=submission.said.get("official", False),
        submission=submission.key,
        status=outcome.status,
        created_at=submission.moment,
        decided_at=submission.moment if outcome.is_decided else None,
        findings=outcome.findings(),
        code=outcome.code,
        trace=submission.trace(),
    )


def edit_comment(submission, outcome):
    """Store another text by the rules for a new one: what must wait is taken back to wait."""
    return submission.comment.edit_text(
        submission.text,
        version=submission.said["version"],
        findings=outcome.findings(),
        code=outcome.code,
        rules=OF_TEXT,
        said=submission.words_keys[0],
    )


def _acknowledge(submission):
    for sanction in submission.person.sanctions():
        if str(sanction.pk) == submission.read_warning and not sanction.acknowledged_at:
            sanctions.acknowledge(sanction)
