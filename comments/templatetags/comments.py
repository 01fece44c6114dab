"""The discussion of an article, and how many comments articles have."""

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.texts import text_of
from comments import appeals, bell, tickets
from comments.cooling import slow_sentence
from comments.decision_forms import offered
from comments.display import counted_articles, discussion_context, discussion_page
from comments.drawing import composer_for_strangers, drawn
from comments.excerpts import beginning, excerpt
from comments.faces import gone_text, gone_title, initials, person_colour, signed
from comments.grounds import rule_name
from comments.meanwhile import claimed
from comments.numbers import exact_number, short_number, spoken_number
from comments.prompts import marks_of
from comments.quoting import button_name, first_words, prompt_button, quote_line
from comments.readers import is_moderator
from comments.reading import counts_for
from comments.reasons import Reason
from comments.rows import minutes_to_edit
from comments.rules import rules_of
from comments.times import ago, day, duration, full_time

register = template.Library()
register.filter("ago", ago)
register.filter("day", day)
register.filter("duration", duration)
register.filter("full_time", full_time)
register.filter("slow_sentence", slow_sentence)
register.filter("edit_minutes", minutes_to_edit)
for face in (
    *(initials, person_colour, gone_title, gone_text, signed),
    *(rule_name, excerpt, exact_number, short_number, spoken_number),
    *(claimed, beginning, quote_line, first_words, button_name),
):
    register.filter(face.__name__, face)
register.simple_tag(composer_for_strangers)

SORT_LABELS = {
    "oldest": gettext_lazy("Oldest"),
    "newest": gettext_lazy("Newest"),
    "votes": gettext_lazy("Most voted"),
    "best": gettext_lazy("Best"),
}
PART_LABELS = {
    "": gettext_lazy("All"),
    "inline": gettext_lazy("Inline feedback"),
    "staff": gettext_lazy("Staff replies"),
    "mine": gettext_lazy("Mine"),
}
PART_SHOWN = {
    "staff": gettext_lazy("Only threads with comments by the newsroom."),
    "mine": gettext_lazy("Only threads with your comments."),
    "inline": gettext_lazy("Only comments about a phrase of the article."),
}
NOTHING_FOUND = {
    "staff": gettext_lazy("The newsroom has not written here yet."),
    "mine": gettext_lazy("You have not written here yet."),
    "since": gettext_lazy("Nothing new since then."),
    "inline": gettext_lazy("Nobody has said anything about a phrase of the article yet."),
}


@register.simple_tag(takes_context=True)
def discussion(context, article):
    """The section below an article: form, sorts, comments."""
    request = context["request"]
    parts = discussion_context(request, article)
    return mark_safe(render_to_string("comments/_discussion.html", parts, request))  # noqa: S308


@register.simple_tag(takes_context=True)
def drawn_comments(context, rows):
    """Comments in reading order; see drawing.py."""
    chosen, refusal = context.get("chosen"), context.get("refusal")
    return drawn(
        rows,
        sort=context["sort"],
        is_open=context["is_open"],
        article_path=context["article_path"],
        comments_path=context["comments_path"],
        is_fresh=bool(context.get("is_fresh")),
        has_parent=bool(context.get("parent")),
        chosen_id=context.get("chosen_id") or (chosen.pk if chosen else None),
        refusal=str(refusal or ""),
        is_moderator=is_moderator(context["request"]),
        has_phrases=bool(context.get("has_phrases")),
    )


@register.simple_tag(takes_context=True)
def text_with_prompts(context, article):
    """An article's text with the questions about its phrases, each with its button."""
    request = context["request"]
    request.depends_on(f"prompts:{article.pk}")
    if not discussion_page(request, article).has_prompts:
        return text_of(article)
    return text_of(article, marks_of(article, after=prompt_button))


@register.inclusion_tag("comments/prompts/_start.html")
def phrase_of_your_own(article):
    """The way to comment on a phrase that nobody asks about, where the site lets readers."""
    return {"article": article, "is_offered": settings.INLINE_BY_READERS}


@register.simple_tag(takes_context=True)
def comment_total(context, article):
    """How many comments the discussion on this page has, without another statement."""
    return discussion_page(context["request"], article).total


@register.simple_tag(takes_context=True)
def invitation(context, article):
    """The line that asks for comments, while the discussion takes any; without another statement."""
    page = discussion_page(context["request"], article)
    if not rules_of(article, page.said).takes_comments():
        return ""
    return mark_safe(render_to_string("comments/_invitation.html", {"total": page.total}))  # noqa: S308


@register.simple_tag
def bubble(page):
    """The button in the corner that tells of new comments, where the site wants one."""
    if not settings.COMMENTS_BUBBLE:
        return ""
    return mark_safe(render_to_string("comments/_bubble.html", {"page": page}))  # noqa: S308


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


@register.simple_tag
def unread_notices(user):
    """How many notices a member has not read."""
    return bell.unread_count(user)


@register.filter
def bell_number(unread):
    """The number as the bell shows it, and says it."""
    return f"{bell.UNREAD_SHOWN}+" if unread > bell.UNREAD_SHOWN else str(unread)


@register.simple_tag
def waiting_appeals():
    """How many appeals moderators have yet to answer."""
    return appeals.waiting().count()


@register.simple_tag
def open_tickets(user, limit=5):
    """Errors that readers reported and nobody has answered, oldest first, for those who may."""
    return tickets.waiting_for(user, limit)


@register.filter
def sort_label(name):
    return SORT_LABELS[name]


@register.filter
def part_label(name):
    return PART_LABELS[name]


@register.filter
def part_shown(only):
    """What a filtered page shows."""
    if only.name == "since":
        return _("New comments since %(time)s.") % {"time": full_time(only.value)}
    return PART_SHOWN[only.name]


@register.filter
def nothing_found(name):
    return NOTHING_FOUND[name]


@register.filter
def minutes_left(number):
    """How much longer a comment can be edited."""
    return ngettext("%(number)s min left", "%(number)s min left", number) % {"number": number}


@register.simple_tag(takes_context=True)
def decisions_offered(context, comment):
    """{action: True} of what this moderator can do with a comment."""
    return offered(comment, context["request"].user)


@register.simple_tag
def rejection_reasons():
    """Pairs of code and name."""
    return Reason.choices
