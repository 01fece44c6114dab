"""The discussion of an article, and how many comments articles have."""

from zlib import crc32

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.display import counted_articles, discussion_context, discussion_page
from comments.drawing import composer_for_strangers, drawn
from comments.models import Comment
from comments.reading import counts_for
from comments.times import ago, full_time

register = template.Library()
register.filter("ago", ago)
register.filter("full_time", full_time)
register.simple_tag(composer_for_strangers)

PERSON_COLOURS = 6
SORT_LABELS = {
    "oldest": gettext_lazy("Oldest"),
    "newest": gettext_lazy("Newest"),
    "votes": gettext_lazy("Most voted"),
}


@register.simple_tag(takes_context=True)
def discussion(context, article):
    """The section below an article: form, sorts, comments."""
    request = context["request"]
    parts = discussion_context(request, article)
    return mark_safe(render_to_string("comments/_discussion.html", parts, request))  # noqa: S308


@register.simple_tag(takes_context=True)
def drawn_thread(context, thread):
    """The comments of a thread; see drawing.py."""
    chosen, refusal = context.get("chosen"), context.get("refusal")
    return drawn(
        thread,
        sort=context["sort"],
        is_open=context["is_open"],
        comments_path=context["comments_path"],
        is_fresh=bool(context.get("is_fresh")),
        has_parent=bool(context.get("parent")),
        chosen_id=chosen.pk if chosen else None,
        refusal=str(refusal or ""),
    )


@register.simple_tag(takes_context=True)
def comment_total(context, article):
    """How many comments the discussion on this page has, without another statement."""
    return discussion_page(context["request"], article).total


@register.simple_tag
def comment_counts(articles):
    """How many visible comments these articles have, in one statement; read by `count_for`."""
    return counts_for([article.pk for article in articles])


@register.filter
def count_for(counts, article):
    return counts.get(article.pk, 0) if counts else 0


@register.simple_tag
def most_discussed(limit=5):
    """Pairs of article and number of comments, most discussed in the last days first."""
    return counted_articles(limit)


@register.filter
def sort_label(name):
    return SORT_LABELS[name]


@register.filter
def initials(name):
    """One or two letters that stand for a person."""
    words = [word for word in name.replace("_", " ").replace("-", " ").split() if word[0].isalnum()]
    if len(words) > 1:
        return (words[0][0] + words[-1][0]).upper()
    return name[:2].upper()


@register.filter
def person_colour(person):
    """A number that stays with a member, or with a guest's name."""
    known = getattr(person, "author_id", None) or getattr(person, "name", None) or person.pk
    return crc32(str(known).encode()) % PERSON_COLOURS


@register.filter
def path_of(comments_path, row):
    """The address of a comment, without asking the address book once per row."""
    return f"{comments_path}{row.id}/"


@register.filter
def answered(row):
    """Whom a reply answers, linked to where that comment is."""
    if row.is_answered_here:
        address = f"#comment-{row.answered_id}"
        name = row.answered_name or _("a removed comment")
    else:
        address = reverse("comments:comment", args=[row.answered_id])
        name = row.answered_name or _("an earlier comment")
    link = format_html('<a href="{}"><bdi>{}</bdi></a>', address, name)
    return format_html(_("In reply to {name}"), name=link)


@register.filter
def gone_title(row):
    """What stands in place of the name of somebody whose comment is gone."""
    is_erased = row.status == Comment.Status.ERASED
    return _("Deleted comment") if is_erased else _("Removed comment")


@register.filter
def gone_text(row):
    if row.status == Comment.Status.ERASED:
        return _("Deleted by its author.")
    return _("A moderator removed this comment.")


@register.filter
def signed(score):
    """A score with a minus sign that is not a hyphen."""
    return str(score).replace("-", "\u2212")
