"""Lets people who followed discussions with wpDiscuz go on following them, once a day."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from articles.wordpress.dates import moment
from articles.wordpress.export import Site
from articles.wordpress.report import IMPORTED, SKIPPED, UNCHANGED, Report
from comments.forms import AddressField
from comments.importing import already_here
from comments.models import Subscription
from comments.opting_in import subscriber_at
from newsportal.wordpress_tables import subscriptions

KINDS = {
    "post": Subscription.Kind.ARTICLE,
    "all_comment": Subscription.Kind.REPLIES,
    "comment": Subscription.Kind.COMMENT,
}


class Skipped(Exception):
    """Why a line is left out."""


def import_subscriptions(path, address, *, is_rehearsal):
    """Import a table of the site that was at an address; a rehearsal keeps nothing."""
    report = Report()
    host = Site({"link": address}).host
    with transaction.atomic():
        for row in subscriptions(path):
            try:
                is_new = _import(row, host)
                report.count("subscription", IMPORTED if is_new else UNCHANGED)
            except Skipped as why:
                report.count("subscription", SKIPPED, why)
        if is_rehearsal:
            transaction.set_rollback(True)
    return report


def _import(row, host):
    """True when it is new; what was ended or changed here stays so."""
    if row["confirm"] != "1":
        raise Skipped(_("not confirmed"))
    article = _article(row["post_id"], host)
    what = {"article": article, "kind": _kind(row), "comment_id": _comment_id(row, article)}
    subscriber = _subscriber(row["email"], article.language)
    now = timezone.now()
    since = min(moment(local=row["subscription_date"]) or now, now)
    begun = {"created_at": since, "confirmed_at": since}
    return subscriber.subscriptions.get_or_create(**what, defaults=begun)[1]


def _article(number, host):
    known = f"wordpress:{host}:{number}:"
    found = Article.objects.filter(old_paths__path__startswith=known).distinct()[:2]
    if not number.isdecimal() or len(found) != 1:
        raise Skipped(_("its article is not here"))
    return found[0]


def _kind(row):
    if row["subscribtion_type"] not in KINDS:
        raise Skipped(_("type “%(type)s”") % {"type": row["subscribtion_type"]})
    return KINDS[row["subscribtion_type"]]


def _comment_id(row, article):
    """The comment whose replies were followed."""
    if KINDS[row["subscribtion_type"]] != Subscription.Kind.COMMENT:
        return None
    key = row["subscribtion_id"]
    found = already_here(article, [key])
    if key not in found:
        raise Skipped(_("its comment is not here"))
    return found[key]


def _subscriber(typed, language):
    """Whoever has the address; to confirm there was to open a link that only its owner got."""
    try:
        email = AddressField().clean(typed)
    except ValidationError as error:
        raise Skipped(_("e-mail address is not valid")) from error
    subscriber = subscriber_at(email, language)
    if not subscriber or subscriber.stopped_at:
        raise Skipped(_("wants no mail here"))
    if subscriber.guest:
        subscriber.guest.confirm()
    return subscriber
