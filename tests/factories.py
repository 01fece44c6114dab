"""Plain functions that make one valid thing each; pass only what the test is about."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from articles.models import Area, Article, Author, MapImage, Partner, Section, Topic
from comments.models import Comment, Finding, Guest, InlinePrompt, Subscriber, Subscription
from donations.closing import months_of
from donations.models import Campaign, Donor, LedgerEntry, Payment, Pledge, Reconciliation, Way

PASSWORD = "a good long passphrase"
_next = count(1)


def make_user(*, group=None, **fields):
    number = next(_next)
    fields = {"username": f"reader{number}", "email": f"reader{number}@example.com"} | fields
    user = get_user_model().objects.create_user(password=PASSWORD, **fields)
    if group:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
        user.groups.add(Group.objects.get(name=group))
    return user


def make_member(**fields):
    """Somebody who can sign in: their address is confirmed."""
    user = make_user(**fields)
    user.emailaddress_set.create(email=user.email, primary=True, verified=True)
    return user


def make_section(**fields):
    number = next(_next)
    return Section.objects.create(
        **{"name": f"Section {number}", "slug": f"section-{number}"} | fields
    )


def make_topic(**fields):
    number = next(_next)
    return Topic.objects.create(**{"name": f"Topic {number}", "slug": f"topic-{number}"} | fields)


def make_author(**fields):
    number = next(_next)
    return Author.objects.create(
        **{"name": f"Author {number}", "slug": f"author-{number}"} | fields
    )


def make_partner(**fields):
    number = next(_next)
    return Partner.objects.create(
        **{"name": f"Partner {number}", "slug": f"partner-{number}"} | fields
    )


def make_area(**fields):
    number = next(_next)
    return Area.objects.create(**{"name": f"Area {number}", "slug": f"area-{number}"} | fields)


def make_map(**fields):
    """A map's row without a file, that may be published; tests about files upload one."""
    known = {"title": "Valley", "alt": "A valley", "credit": "R. Alder", "licence": "CC BY 4.0"}
    known |= {"permission": "own", "has_no_legend": True}
    return MapImage.objects.create(**known | fields)


def make_article(*, authors=(), topics=(), **fields):
    """A published article."""
    number = next(_next)
    known = {
        "headline": f"Headline {number}",
        "slug": f"headline-{number}",
        "body": "<p>Text.</p>",
        "status": Article.Status.PUBLISHED,
        "published_at": timezone.now() - timedelta(hours=1),
    }
    if "section" not in fields:
        fields["section"] = make_section()
    article = Article.objects.create(**known | fields)
    for position, author in enumerate(authors):
        article.bylines.create(author=author, position=position)
    if topics:
        article.topics.set(topics)
    return article


def make_campaign(*, goal=5000, **fields):
    """The active campaign, with a goal in whole units from long ago on."""
    campaign = Campaign.objects.create(**{"name": "{month} map fund"} | fields)
    if goal:
        campaign.goals.create(month=date(2000, 1, 1), amount_cents=goal * 100)
    return campaign


def make_gift(campaign, amount, **fields):
    """A gift booked now; `amount` in whole units or as a decimal text."""
    cents = int(Decimal(amount) * 100)
    return LedgerEntry.objects.book(campaign=campaign, amount_cents=cents, **fields)


def make_closed_month(campaign, first_day=date(2001, 1, 1)):
    """A month that was closed as the ledger has it now, whether or not others are open before."""
    [month] = months_of(campaign, [first_day])
    return campaign.closed_months.create(
        month=first_day, start_at=month.start, end_at=month.end, account=month.account().facts
    )


def make_reconciliation(**fields):
    """A comparison that has ended and found nothing, of the last five weeks."""
    now = timezone.now()
    known = {"provider": "stripe", "since_at": now - timedelta(days=35), "until_at": now}
    return Reconciliation.objects.create(**known | {"ended_at": now} | fields)


def make_way(**fields):
    known = {"kind": Way.Kind.BANK, "name": "Bank transfer", "details": "IBAN: XX00 0000 0000"}
    return Way.objects.create(**known | fields)


def make_cost(campaign, **fields):
    return campaign.costs.create(**{"label": "Map desk", "amount_cents": 100_000} | fields)


def make_payment(campaign=None, **fields):
    """A card gift that somebody set out to pay; for the active campaign if none is named."""
    campaign = campaign or Campaign.objects.active().first() or make_campaign()
    known = {"provider": "stripe", "method": "card", "amount_cents": 2500}
    known["currency"] = campaign.currency
    return Payment.objects.create(campaign=campaign, **known | fields)


def make_pledge(campaign=None, **fields):
    """A monthly card gift, by a donor of its own if none is named."""
    campaign = campaign or Campaign.objects.active().first() or make_campaign()
    known = {"provider": "stripe", "amount_cents": 1000, "currency": campaign.currency}
    if "donor" not in fields:
        fields["donor"] = Donor.objects.create(email=f"donor{next(_next)}@example.com")
    return Pledge.objects.create(campaign=campaign, **known | fields)


def make_comment(article=None, *, parent=None, **fields):
    """A comment that was posted: visible, by a guest, below an article of its own if none is named."""
    number = next(_next)
    article = article or (parent.article if parent else make_article())
    known = {"text": f"Comment {number}.", "name": f"Guest {number}", "email": "guest@example.com"}
    return Comment.objects.post(article=article, parent=parent, **known | fields)


def make_subscriber(user=None, *, email="", **fields):
    """Who is told of things: a member, or a guest who confirmed the address."""
    if user or not email:
        return Subscriber.objects.create(user=user or make_member(), **fields)
    guest = Guest.objects.asking(email)
    guest.confirm()
    return Subscriber.objects.create(guest=guest, **fields)


def make_subscription(article=None, *, subscriber=None, comment=None, **fields):
    """Somebody follows an article (or what `kind` and `comment` say), confirmed."""
    article = article or (comment.article if comment else make_article())
    known = {"kind": "comment" if comment else "article", "confirmed_at": timezone.now()}
    subscriber = subscriber or make_subscriber()
    return Subscription.objects.create(
        subscriber=subscriber, article=article, comment=comment, **known | fields
    )


def make_prompt(article=None, *, quote="the old bridge", **fields):
    """A question about a phrase; the article's text holds it once."""
    article = article or make_article(body=f"<p>They met at {quote} on Tuesday.</p>")
    known = {"question": "Have you been there?", "prefix": "They met at ", "suffix": " on Tues"}
    return InlinePrompt.objects.create(article=article, quote=quote, **known | fields)


def reject(comment, *, by=None, code="off_topic", **about):
    """A moderator, or a rule, removes a comment."""
    return comment.reject(by=by, code=code, **about)


def mark_spam(comment, **about):
    return reject(comment, code="spam", **about)


def edit_and_hold(comment, text):
    """An edit that a rule lets wait."""
    return comment.edit_text(text, findings=[Finding(rule="words", outcome="hold")])


def make_picture(*, size=(900, 600), mode="RGB"):
    """A drawn map: even areas and lines, as Pillow holds it."""
    width, height = size
    picture = Image.new("RGB", size, "#ddecf4")
    draw = ImageDraw.Draw(picture)
    draw.polygon([(0, 0), (width * 0.6, 0), (width * 0.3, height), (0, height)], fill="#cfe0c4")
    draw.line([(0, height), (width, 0)], fill="#a3125f", width=3)
    return picture.convert(mode)


def make_upload(name="valley.png", *, picture=None, format="PNG", **options):
    """A file as a browser sends it."""
    content = BytesIO()
    (picture or make_picture()).save(content, format=format, **options)
    return SimpleUploadedFile(name, content.getvalue())


def make_served_map(**fields):
    """A map's row as it is after an upload, without writing the files."""
    served = {
        "width": 6000,
        "height": 4200,
        "full": "maps/a1/full.png",
        "full_bytes": 3_250_000,
        "share": "maps/a1/share.png",
        "renditions": [
            {"name": f"maps/a1/{width}.webp", "width": width, "height": width * 7 // 10}
            for width in (480, 800, 1200)
        ],
    }
    return make_map(**served | fields)
