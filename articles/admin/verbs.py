"""What can be done to an article from its form: buttons save first, pages ask first (verb_pages.py)."""

from copy import copy

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import checklist, contents, publishing, rights, writing
from articles.admin import verb_forms
from articles.admin.sent import sent_content
from articles.admin.status import status
from articles.models import Article

BUTTONS = {
    "submit": gettext_lazy("Send for review"),
    "approve": gettext_lazy("Approve"),
    "schedule": gettext_lazy("Schedule"),
    "publish": gettext_lazy("Publish now"),
}
PAGES = {
    "publish_changes": gettext_lazy("Publish the changes…"),
    **{verb: page.label for verb, page in verb_forms.PAGES.items()},
}


def is_offered(user, verb, article):
    """True when the verb may start from here, and this person may ask for it."""
    start = "publish" if verb == "schedule" else verb
    needs_changes = verb in {"publish_changes", "discard_changes"}
    if article.state not in publishing.STARTS[start] or (needs_changes and not article.pending_id):
        return False
    return rights.may(user, verb, article)


def context(model_admin, request, article):
    """What the form's panel and buttons say."""
    user = request.user
    subject = article or Article(owner=user)
    buttons = [
        {"name": verb, "label": label}
        for verb, label in BUTTONS.items()
        if is_offered(user, verb, subject)
    ]
    known = {
        "buttons": buttons,
        "save_label": save_label(subject),
        "checks": checks_of(request, subject),
    }
    if article is None:
        return known
    if user.has_perm("articles.delete_article") and not publishing.was_ever_public(article):
        known["delete_address"] = reverse("admin:articles_article_delete", args=[article.pk])
    return known | {"desk": status(user, article, list(pages_for(user, article)))}


def checks_of(request, article):
    """What the form misses: as it was sent, or as it is shown."""
    if request.method != "POST":
        lines = getattr(article, "shown", {}).get("bylines")
        return checklist.panel(article, lines if article.pk else [])
    content = sent_content(request.POST, request.user)
    return checklist.panel(contents.overlay(copy(article), content), content["bylines"])


def pages_for(user, article):
    """The verbs that have pages of their own, as far as they are offered."""
    for verb, label in PAGES.items():
        if is_offered(user, verb, article):
            address = reverse(f"admin:articles_article_{verb}", args=[article.pk])
            is_next = verb == "publish_changes"
            yield {"address": address, "label": label, "is_next": is_next}


def save_label(article):
    """Says what saving does: readers see nothing of it, or see it at a time."""
    if article.state in writing.STATES_OF_READERS:
        return _("Save changes")
    return _("Save draft") if article.status == Article.Status.DRAFT else _("Save")


def do(article, verb, sent, about):
    """The verb that came with a save, in its transaction. ValidationError when it is refused."""
    if verb not in BUTTONS:
        return
    rights.check(about["by"], verb, article)
    if verb != "schedule":
        getattr(article, verb)(**about)
        return
    at = sent.get("publish_at")
    if at is None or at <= timezone.now():
        raise ValidationError(_("To schedule it, choose a time in the future under “Publish at”."))
    article.publish(at, **about)


@transaction.atomic
def do_asked(article, verb, user, *, seen=None, **details):
    """The verb of a page or of the list, for somebody who may ask for it as the article stands."""
    current = writing.locked(article)
    writing.check_version(current, seen)
    rights.check(user, verb, current)
    getattr(article, verb)(by=user, **details)
