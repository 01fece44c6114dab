"""What happens to a new or edited comment before others see it: who wrote it, is it a repeat, must it wait."""

import time
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models.functions import Coalesce
from django.utils import timezone

from comments.models import Comment
from comments.readers import address_of, keyed_hash

REPEAT_SECONDS = 600


def post_comment(request, *, form, reader, article, parent):
    """Store what a valid form says. Sent twice it is stored once, and the first is returned."""
    text = form.cleaned_data["text"]
    signature = form.cleaned_data.get("name"), form.cleaned_data.get("email", "")
    name, email = (reader.user.public_name, "") if reader.user else signature
    key = submission_key(request, form=form, reader=reader, article=article, parent=parent)
    said_before = _said_before(reader, email, article=article, parent=parent, text=text)
    return Comment.objects.post(
        article=article,
        parent=parent,
        text=text,
        name=name,
        email=email,
        author=reader.user,
        reader=reader.key,
        is_official=form.cleaned_data.get("official", False),
        submission=said_before or key,
        status=first_status(form, reader),
    )


def edit_comment(comment, *, form, reader):
    """Store an edited text by the rules for a new one: what must wait is taken back to wait."""
    return comment.edit_text(
        form.cleaned_data["text"],
        version=form.cleaned_data["version"],
        status=first_status(form, reader),
    )


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


def first_status(form, reader):
    """Visible, unless a step of the pipeline wants a moderator to look first."""
    steps = (_fell_into_the_trap, _waits_by_rule)
    is_held = any(step(form, reader) for step in steps)
    return Comment.Status.PENDING if is_held else Comment.Status.VISIBLE


def _fell_into_the_trap(form, reader):
    return form.is_trapped


def _waits_by_rule(form, reader):
    is_trusted = reader.user and reader.user.has_perm("comments.moderate_comment")
    return settings.COMMENTS_PREMODERATED and not is_trusted


def _said_before(reader, email, *, article, parent, text):
    """The key of the same words in the same place by the same person, minutes ago.

    A page loaded again, because the answer was lost, sends the draft it kept with another key.
    """
    since = timezone.now() - timedelta(seconds=REPEAT_SECONDS)
    known = Comment.objects.annotate(answered=Coalesce("reply_to", "parent")).order_by()
    known = known.filter(reader=reader.key, created_at__gt=since, article=article, email=email)
    known = known.filter(answered=parent and parent.pk, text=text)
    return known.values_list("submission", flat=True).first()


def submission_key(request, *, form, reader, article, parent):
    """One key for one sending, however often it arrives.

    The page's own key says so when a script filled it in. Without one, the same person sending the
    same text to the same place within ten minutes is a repeat; a guest is told by address and
    e-mail, because their cookie comes only with the first answer.
    """
    said = f"{article.pk}:{parent.pk if parent else ''}:{form.cleaned_data['text']}"
    if form.cleaned_data["submission"]:
        return keyed_hash(f"s:{form.cleaned_data['submission']}:{said}")
    who = reader.key if reader.user else f"{address_of(request)}:{form.cleaned_data['email']}"
    now = int(time.time()) // REPEAT_SECONDS
    earlier, current = (keyed_hash(f"s:{who}:{bucket}:{said}") for bucket in (now - 1, now))
    is_repeat = Comment.objects.filter(submission=earlier).exists()
    return earlier if is_repeat else current
