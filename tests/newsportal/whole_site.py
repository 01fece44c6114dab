"""Everybody who may ask, one of everything they may ask for, and every route of the site."""

import re
import uuid

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from articles import telling, writing
from articles.admin import verb_forms
from articles.models import LegendSet, ShareLink
from articles.working import rescue
from comments import models, private_links, subscriber_links
from comments.readers import Reader
from donations import booking, receipts, statements
from donations.models import Provider, WebhookEvent
from newsportal.models import OutgoingMail
from tests import factories as make

GROUPS = ("moderator", "editor", "treasurer")
PEOPLE = ("anonymous", "guest", "member", *GROUPS, "admin")


def make_users():
    found = {who: make.make_user(username=who, group=who.title()) for who in GROUPS}
    found["admin"] = make.make_user(username="admin", is_staff=True, is_superuser=True)
    return found | {"member": make.make_member(username="member")}


def browser_of(who, users):
    """Theirs, signed in where they have an account; a guest has written from it before."""
    browser = Client(raise_request_exception=False)
    if who == "guest":
        browser.cookies = Reader(guest_id=uuid.uuid4().hex).keep_in(HttpResponse()).cookies
    elif who in users:
        browser.force_login(users[who])
    return browser


def make_site(users):
    """At least one row of all that has an address, and what leads to it where its name is asked.

    The member wrote the comments and was warned; the moderator decided.
    """
    article = make.make_article(
        slug="known",
        section=make.make_section(slug="known"),
        topics=[make.make_topic(slug="known")],
        authors=[make.make_author(slug="known")],
        lead_image=make.make_served_map(area=make.make_area(slug="known")),
    )
    make.make_partner(slug="known")
    make.make_way()
    campaign = make.make_campaign()
    make.make_gift(campaign, 10)
    make.make_closed_month(campaign)
    make.make_reconciliation()
    treasury = _make_treasury(campaign)
    comment = make.make_comment(article, author=users["member"])
    places = _make_people(users) | _make_desk(comment, users)
    return places | {
        "": _usual_places(article, comment),
        "articles:map": {"pk": article.lead_image_id},
        "comments:prompt": {"pk": make.make_prompt(article).pk},
        "donations:thanks": {"key": make.make_payment().key},
        "admin:articles_mapimage_restore": _replaced_file(article.lead_image),
        **_make_unsaved(article, users["editor"]),
        **treasury,
        **_make_payments(),
        **_make_followers(comment),
        **_make_past(article),
        **_make_plans(article, users["editor"]),
        "admin:view_on_site": {"object_id": article.pk},
    }


def _replaced_file(image):
    LegendSet.objects.create(name="Known")
    return {"pk": image.pk, "replaced": image.replaced.create(file="maps/known.png").pk}


def _make_past(article):
    telling.correct(article, kind="update", text="Known.")
    writing.keep_baseline(article)
    nouns = ("versions", "version", "restore", "label", "withhold", "correct")
    names = (*nouns, *verb_forms.PAGES, "publish_changes")
    return {f"admin:articles_article_{name}": {"pk": article.pk} for name in names}


def _make_plans(article, editor):
    link, _token = ShareLink.objects.make(article, days=1, by=editor)
    nouns = ("preview", "links")
    places = {f"admin:articles_article_{noun}": {"pk": article.pk} for noun in nouns}
    return places | {"admin:articles_article_revoke": {"pk": article.pk, "link": link.pk}}


def _make_treasury(campaign):
    """A statement, an entry that waits, and a table of which nobody knows the columns."""
    known = {"campaign": campaign, "by": None}
    taken = statements.take_in(b"Date;Amount\n2026-11-03;25.00", "known.csv", **known)
    entry = {"campaign": campaign, "kind": "gift", "method": "bank", "amount_cents": 90_000}
    booking.enter(entry, None)
    asked = statements.keep(b"2026-11-03;25.00", "asked.csv", None)
    return {
        "admin:donations_ledgerentry_evidence": {"pk": taken.statement.evidence_id},
        "admin:donations_statement_columns": {"pk": asked.pk},
    }


def _make_payments():
    """A monthly gift, what went back of it, and what the provider told."""
    payment = make.make_payment()
    payment.attempts.create(kind="start", provider="stripe")
    provider, _is_new = Provider.objects.get_or_create(name="stripe")
    facts = {"provider": "stripe", "amount_cents": 100}
    payment.refunds.create(provider_ref="re_1", status="done", refunded_at=timezone.now(), **facts)
    payment.disputes.create(provider_ref="dp_1", status="open", opened_at=timezone.now(), **facts)
    WebhookEvent.objects.create(provider="stripe", event_id="evt_1", happened_at=timezone.now())
    pledge = make.make_pledge()
    receipts.issue(make.make_gift(pledge.campaign, 5), pledge.donor)
    verbs = ("release", "ask", "pay_back")
    places = {f"admin:donations_payment_{verb}": {"pk": payment.pk} for verb in verbs}
    places["admin:donations_provider_decide"] = {"pk": provider.pk, "name": "off"}
    places["admin:donations_donor_erase"] = {"pk": pledge.donor_id}
    # A donor's own pages: without a good link they are nobody's.
    link = {"token": "known", "key": pledge.key, "pk": pledge.pk}
    verbs = ("amount", "pause", "resume", "end", "card")
    nouns = ("gifts", "erase", "words", "receipt", *(f"pledge_{verb}" for verb in verbs))
    places |= {f"donations:{noun}": link for noun in nouns}
    return places | {"admin:donations_pledge_end": {"pk": pledge.pk}}


def _make_unsaved(article, editor):
    copy = rescue(editor, article, {"headline": "Known"}, 0)
    nouns = ("autosave", "presence")
    places = {f"admin:articles_article_{noun}": {"pk": article.pk} for noun in nouns}
    of_copy = ("admin:articles_article_copy", "admin:articles_article_discard_copy")
    return places | dict.fromkeys(of_copy, {"pk": copy.pk})


def _usual_places(article, comment):
    """What an address asks for, unless its page is named with a place of its own."""
    return {
        "pk": comment.pk,
        "article_pk": article.pk,
        "content_type_id": ContentType.objects.get_for_model(article).pk,
        "id": comment.author_id,
        "username": "member",
        **dict.fromkeys(("token", "reference"), "KNWN"),
        "language": "en",
        "provider": "stripe",
        **{"slug": "known", "kind": "member", "section": "articles", "app_label": "comments"},
        **{"year": "2026", "number": "11", "ending": "/"},
        **{"key": "forged", "uidb36": "1", "path": "no/such/page/"},
    }


def _make_people(users):
    member, guest = users["member"], models.Guest.objects.create(email="guest@example.com")
    sanction = models.Sanction.objects.create(member=member, kind="warning", code="spam")
    about = {"member": member, "moderator": users["moderator"]}
    note = models.Note.objects.create(text="Writes at night.", **about)
    OutgoingMail.objects.create(to="guest@example.com", subject="Known", text="")
    member.emailaddress_set.get_or_create(email=member.email)
    of_member = ("moderation:member", "moderation:sanction", "moderation:note")
    return dict.fromkeys((*of_member, "comments:person_by_number"), {"pk": member.pk}) | {
        "moderation:guest": {"pk": guest.pk},
        "moderation:lift": {"pk": sanction.pk},
        "moderation:delete_note": {"pk": note.pk},
        "comments:warning": {"pk": sanction.pk},
        "comments:open": {"token": private_links.path_for(guest).split("/")[-2]},
    }


def _make_followers(comment):
    """A guest who follows an article, with the links of their mails."""
    subscriber = make.make_subscriber(email="follower@example.com")
    followed = make.make_subscription(comment.article, subscriber=subscriber)
    paths = {
        "confirm": subscriber_links.confirm_path(followed),
        "end": subscriber_links.end_path(subscriber, [followed]),
        "manage": subscriber_links.manage_path(subscriber),
        "mute": subscriber_links.mute_path(subscriber, comment),
    }
    tokens = {name: path.split("/")[-2] for name, path in paths.items()}
    return {f"comments:subscription_{name}": {"token": token} for name, token in tokens.items()}


def _make_desk(comment, users):
    article, moderator = comment.article, users["moderator"]
    taken_back = make.reject(make.make_comment(article), by=moderator)
    appealed = make.reject(make.make_comment(article, author=users["member"]))
    about = {"comment": appealed.comment, "decision": appealed}
    models.Appeal.objects.create(text="Please look again.", **about)
    models.Finding.objects.create(comment=comment, rule="links", outcome="hold")
    models.Report.objects.create(comment=comment, code="spam")
    models.Ticket.objects.create(article=article, text="The scale is wrong.")
    models.LegalCase.objects.create(reference="KNWN", comment=comment, law="A law")
    models.Claim.objects.create(comment=comment, moderator=moderator)
    models.WordList.objects.create(name="Known")
    models.SectionRules.objects.create(section=article.section)
    judged = dict.fromkeys(("moderation:judge", "comments:appeal"), {"pk": appealed.comment_id})
    subscriber = models.Subscriber.objects.of_member(users["member"])
    subscriber.subscriptions.create(article=article, kind="replies")
    told = {"comment": comment, "thread": comment.tree_id}
    notice = subscriber.notices.create(kind="reply", **told)
    judged |= dict.fromkeys(("comments:inbox_open", "comments:inbox_mute"), {"pk": notice.pk})
    return judged | {"moderation:undo": {"act": taken_back.act}}


def routes(patterns=None, names=(), start="/"):
    """Every route of the site: its name with its namespaces, else its pattern; and its pattern."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = start + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            own = (*names, pattern.namespace) if pattern.namespace else names
            yield from routes(pattern.url_patterns, own, route)
        else:
            yield (":".join((*names, pattern.name)) if pattern.name else route), route


def address_of(name, route, places):
    """Where a route leads on the site that was made."""
    given = places[""] | places.get(name, {})
    if table := re.match(r"/admin/(\w+)/(\w+)/<path:object_id>/", route):
        given["object_id"] = apps.get_model(*table.groups()).objects.earliest("pk").pk
    if name == route:
        known = route.replace("<path:object_id>", str(given.get("object_id")))
        return known.replace("(?P<url>.*)$", "no/such/page/")
    asked = re.findall(r"<(?:\w+:)?(\w+)>", route)
    return reverse(name, kwargs={each: given[each] for each in asked})
