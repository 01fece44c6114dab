"""A comment as `_rows.html` reads it: a dict, where templates find things quickest, with all that
has to be worked out, and with strings known to be safe, which need no escaping."""

from zlib import crc32

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.cooling import cooling_sentence
from comments.excerpts import TAG
from comments.models import Comment
from comments.quoting import quote_link
from comments.times import full_time, microseconds

# From here on downwards a comment starts folded.
FOLDED_SCORE = -5
LONG_CHARACTERS, LONG_LINES = 1200, 14
PERSON_COLOURS = 6


def face_of(row, scene):
    """What is drawn of one row; the template knows nothing else of it."""
    face = row._asdict() | _place(row, scene)
    face["is_asked_for"] = scene.is_fresh or row.id == scene.chosen_id
    face["written_at"] = SafeString(row.created_at.isoformat())
    face["written"] = full_time(row.created_at)
    face["takes_replies"] = scene.is_open and not row.is_closed
    face["ends_here"] = row.is_root and row.is_closed
    if row.is_root and row.heat > 0 and face["takes_replies"]:
        face["cooling"] = cooling_sentence(row.heat)
    if row.opens:
        face["reply_count"], face["replies_name"] = reply_count(row), replies_name(row)
    if row.is_visible:
        return face | _writer(row) | _votes(row, scene) | _text(row, face["is_asked_for"])
    return face | {"title": gone_title(row), "body": gone_text(row), "score": "0", "shown": "0"}


def _place(row, scene):
    """Where it stands; for machines the article is the parent of a first comment."""
    parent_path = scene.article_path
    if row.answered_id:
        parent_path = f"{scene.comments_path}{row.answered_id}/"
    return {
        "id": SafeString(row.id),
        "path": SafeString(f"{scene.comments_path}{row.id}/"),
        "parent_path": SafeString(parent_path),
        "depth": SafeString(row.shown_depth),
        "variants": _variants(row, scene),
        "answered": answered(row, parent_path) if row.answered_id else "",
        "quoted": quoted(row, scene) if row.quote else "",
    }


def _writer(row):
    known = row.author_id is not None
    return {"is_member": known, "initials": initials(row.name), "colour": person_colour(row)}


def _text(row, is_asked_for):
    return {
        "body": SafeString(row.body_html),
        "shown": SafeString(microseconds(row.shown_at or row.created_at)),
        "fold": _fold(row),
        "is_clamped": not is_asked_for and is_long(row.body_html),
    }


def _votes(row, scene):
    counts = {name: SafeString(getattr(row, name)) for name in ("up", "down", "score")}
    tally = f"{row.up} | {signed(-row.down)}" if scene.votes_apart else signed(row.score)
    return counts | {"tally": SafeString(tally)}


def _variants(row, scene):
    claims = {
        "gone": not row.is_visible,
        "apart": row.is_flattened,
        "new": row.is_new,
        "fresh": scene.is_fresh,
        "chosen": row.id == scene.chosen_id,
    }
    return SafeString("".join(f" comment--{name}" for name, holds in claims.items() if holds))


def _fold(row):
    """What stands on a comment that starts folded; "" on all others."""
    name = format_html("<bdi>{}</bdi>", row.name)
    if row.is_ignored and not row.is_official:
        return format_html(_("You ignore {name}."), name=name)
    if row.score <= FOLDED_SCORE and not row.is_own:
        sentence = _("Comment by {name} hidden, score {score}")
        return format_html(sentence, name=name, score=signed(row.score))
    return ""


def is_long(body_html):
    """True when a text takes more of the page than others should have to scroll past."""
    if body_html.count("\n") >= LONG_LINES:
        return True
    return len(body_html) > LONG_CHARACTERS and len(TAG.sub("", body_html)) > LONG_CHARACTERS


def answered(row, parent_path):
    """Whom a reply answers, linked to where that comment is."""
    if row.is_answered_here:
        address = f"#comment-{row.answered_id}"
        name = row.answered_name or _("a comment that is gone")
    else:
        address = parent_path
        name = row.answered_name or _("an earlier comment")
    link = format_html('<a href="{}"><bdi>{}</bdi></a>', address, name)
    return format_html(_("In reply to {name}"), name=link)


def quoted(row, scene):
    """Which phrase of the article it is about, linked to where that is or what was asked of it."""
    address = f"{'' if scene.has_phrases else scene.article_path}#ask-{row.prompt_id}"
    if row.is_quote_lost:
        address = f"{scene.comments_path}prompts/{row.prompt_id}/"
    return quote_link(row.quote, address, is_lost=row.is_quote_lost)


def reply_count(row):
    """How many replies a thread has, as its line says when it is closed."""
    number = row.total or row.replies
    words = ngettext(
        '<span class="replies__number">%(number)s</span> <span>reply</span>',
        '<span class="replies__number">%(number)s</span> <span>replies</span>',
        number,
    )
    return SafeString(words % {"number": number})


def replies_name(row):
    """The same, and whose comment they answer."""
    number = row.total or row.replies
    words = ngettext("%(number)s reply to %(name)s", "%(number)s replies to %(name)s", number)
    return words % {"number": number, "name": row.name or gone_title(row)}


def initials(name):
    """One or two letters that stand for a person."""
    words = [word for word in name.replace("_", " ").replace("-", " ").split() if word[0].isalnum()]
    if len(words) > 1:
        return (words[0][0] + words[-1][0]).upper()
    return name[:2].upper()


def person_colour(person):
    """A number that stays with a member, or with a guest's name."""
    known = getattr(person, "author_id", None) or getattr(person, "name", None) or person.pk
    return crc32(str(known).encode()) % PERSON_COLOURS


def gone_title(comment):
    """What stands in place of the name of somebody whose comment is gone."""
    titles = {
        Comment.Status.ERASED: _("Deleted comment"),
        Comment.Status.PENDING: _("Waiting comment"),
    }
    return titles.get(comment.status) or _("Removed comment")


def gone_text(comment):
    texts = {
        Comment.Status.ERASED: _("Deleted by its author."),
        Comment.Status.PENDING: _("A moderator has not read this comment yet."),
    }
    return texts.get(comment.status) or _("A moderator removed this comment.")


def signed(score):
    """A score with a minus sign that is not a hyphen."""
    return str(score).replace("-", "\u2212")
