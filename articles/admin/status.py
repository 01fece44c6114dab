"""Where an article stands, in words: for the panel of its form, and after something was done."""

from django.template.defaultfilters import date as formatted
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles.models import Article

NOTE = "sent_back"


def status(user, article, pages):
    """The panel: state, sentences about it, where readers find it, what can be done."""
    row = Article.objects.select_related("owner", "pending__by").get(pk=article.pk)
    return {
        "state": row.state,
        "state_name": _("Scheduled") if row.is_scheduled else row.get_status_display(),
        "sentences": list(sentences(row)),
        "note": note_of(row),
        "address": row.get_absolute_url() if row.is_readable else "",
        "pages": pages,
    }


def sentences(article):
    """What the state means for readers and for those who write."""
    at = moment(article.published_at)
    words = {
        "draft": _("Only the newsroom sees it."),
        "review": _("It waits for an editor, who approves it or sends it back."),
        "approved": _("It is ready to be published or scheduled."),
        "scheduled": _("It comes out at %(time)s as it is saved then.") % {"time": at},
        "published": _("Readers have seen it since %(time)s.") % {"time": at},
        "unpublished": _("Readers no longer find it."),
        "retracted": _("Readers find it under a notice that says why it is retracted."),
    }
    yield words[article.state]
    if article.is_gone:
        yield _("Its address says that it is gone for good (410).")
    if article.pending:
        yield _("Changes of %(time)s by %(person)s wait: readers still see the former text.") % {
            "time": moment(article.pending.created_at),
            "person": name_of(article.pending.by),
        }
    if article.owner:
        yield _("Started by %(person)s.") % {"person": name_of(article.owner)}


def note_of(article):
    """What a writer is asked for, while the article is back with them."""
    if article.status != Article.Status.DRAFT:
        return None
    moves = article.events.filter(action__in=[NOTE, "submitted"]).select_related("by")
    last = moves.first()
    return last if last and last.action == NOTE and last.note else None


def name_of(person):
    return (person.get_full_name() or person.get_username()) if person else _("somebody")


def moment(at):
    """A time in the site's zone, with the zone."""
    return formatted(timezone.localtime(at), "j E Y, H:i T") if at else ""


def outcome(article, verb=""):
    """What happened, what comes next and when, with a link to the page where there is one."""
    article = Article.objects.get(pk=article.pk)
    sentence = after_verb(article, verb) if verb else after_save(article)
    text = sentence % {"headline": article.headline, "time": moment(article.published_at)}
    if not article.is_readable:
        return text
    link = reverse("articles:article", args=[article.slug])
    return format_html('{} <a href="{}">{}</a>', text, link, _("See it on the site"))


def after_save(article):
    if article.pending_id:
        return _(
            "“%(headline)s” is saved. Readers see the former text until you publish the changes."
        )
    if article.is_scheduled:
        return _("“%(headline)s” is saved. It comes out at %(time)s as it is now.")
    return _("“%(headline)s” is saved.")


def after_verb(article, verb):
    words = {
        "submit": _("“%(headline)s” waits for review. An editor approves it or sends it back."),
        "take_back": _("“%(headline)s” is your draft again."),
        "send_back": _("“%(headline)s” is a draft again. Its writers see your note."),
        "approve": _("“%(headline)s” is approved. Publish it now or choose a time."),
        "publish": _("“%(headline)s” is published."),
        "schedule": _("“%(headline)s” comes out at %(time)s."),
        "unschedule": _("“%(headline)s” is off the schedule. Nothing publishes it by itself."),
        "publish_changes": _("Readers see the new text of “%(headline)s” now."),
        "discard_changes": _("The changes are discarded. You go on from what readers see."),
        "unpublish": _("Readers no longer find “%(headline)s”."),
        "retract": _("“%(headline)s” is retracted. The notice stands above the text."),
    }
    return words[verb]
