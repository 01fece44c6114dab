"""The discussion of an article, and how many comments articles have."""

from functools import lru_cache
from zlib import crc32

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from comments.display import counted_articles, discussion_context
from comments.models import Comment
from comments.reading import counts_for

register = template.Library()

PERSON_COLOURS = 6
MINUTE, HOUR, DAY = 60, 3600, 86400
DAYS_IN_WORDS = 30
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
def ago(moment):
    """How long ago, in one unit; the date once it is long ago."""
    seconds = max(0, int((timezone.now() - moment).total_seconds()))
    if seconds < MINUTE:
        return _("just now")
    if seconds < HOUR:
        number = seconds // MINUTE
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", number) % {"n": number}
    if seconds < DAY:
        number = seconds // HOUR
        return ngettext("%(n)s hour ago", "%(n)s hours ago", number) % {"n": number}
    number = seconds // DAY
    if number <= DAYS_IN_WORDS:
        return ngettext("%(n)s day ago", "%(n)s days ago", number) % {"n": number}
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


@register.filter
def full_time(moment):
    """The moment in the site's time zone, to the minute."""
    return _full_time(timezone.localtime(moment).replace(second=0, microsecond=0), get_language())


@lru_cache(maxsize=5000)
def _full_time(local, language):
    return f"{date_format(local, 'DATETIME_FORMAT')} {local.tzname()}"


@register.filter
def path_of(comments_path, row):
    """The address of a comment, without asking the address book once per row."""
    return f"{comments_path}{row.id}/"


@register.filter
def answered(row, on_page):
    """Whom a reply answers, linked to where that comment is."""
    if row.answered_id in on_page:
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
