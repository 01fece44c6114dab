"""Maps and the newsroom: what grows with pictures, maps and articles, and what a save costs."""

from contextlib import ExitStack
from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.utils import timezone

from articles.contents import content_of
from articles.models import Article, MapImage, Placement
from articles.writing import write
from bench import discussions
from bench.moderation import SMALL, copy_site
from bench.rounds import at_most, in_turn, ratio, taken_in_turn
from bench.server import Server
from tests.factories import make_area, make_article, make_section, make_served_map, make_user

FEW, MANY = 100, 10_000
FIGURES = 6
ROUNDS = 15
SAVES = 20
PAGES = {
    "archive of maps": "/maps/",
    "page of an area": "/maps/areas/bench/",
    "list of articles": "/admin/articles/article/",
    "media library": "/admin/articles/mapimage/",
    "desk": "/admin/",
}


def measure():
    return saves() | figures() | lists()


def saves():
    """A version, a line of the log and the row, against the row alone."""
    article, plain = make_article(status="draft"), make_article(status="draft")
    content = content_of(article)

    def version(number):
        content["body"] = f"<p>{discussions.TEXT} {number}</p>"
        write(article, content)

    def row(number):
        plain.body = f"<p>{discussions.TEXT} {number} {timezone.now()}</p>"
        plain.save()

    def burst(action):
        return lambda: [action(f"{timezone.now()} {number}") for number in range(SAVES)]

    seconds = in_turn({"version": burst(version), "row": burst(row)}, rounds=ROUNDS)
    return {
        "save of an article: time / plain model save": at_most(ratio(seconds, "version", "row"), 4)
    }


def figures():
    """The article page rendered with maps in its text, against the same text alone."""
    text = f"<p>{discussions.TEXT}</p>" * FIGURES
    images = [make_served_map(title=f"Map {number}") for number in range(FIGURES)]
    shown = "".join(
        f'<figure><img src="" alt="" data-file="{each.pk}"></figure>' for each in images
    )
    articles = {"with": make_article(body=text + shown), "without": make_article(body=text)}
    with Server() as server:
        seconds = taken_in_turn(
            {name: rendered(server, each.get_absolute_url()) for name, each in articles.items()},
            rounds=ROUNDS,
        )
    name = f"article rendered with {FIGURES} maps in its text / without"
    return {name: at_most(ratio(seconds, "with", "without"), 1.5)}


def rendered(server, path):
    def measure():
        server.get("/bench/change/")
        return server.timed(path)

    return measure


def lists():
    """The first page of each list on a site of few articles with a map each, then of many."""
    browser = Client()
    browser.force_login(make_user(group="Editor"))
    cookie = f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
    section, area = make_section(), make_area(slug="bench")
    fill(range(FEW), section, area)
    copy_site()
    fill(range(FEW, MANY), section, area)
    discussions.settle()
    seconds = pages(cookie)
    return {
        f"{what}: {MANY:,} / {FEW}": at_most(ratio(seconds, (what, MANY), (what, FEW)), 1.3)
        for what in PAGES
    }


def pages(cookie):
    """Seconds by page and size, both sites in turn."""
    with ExitStack() as stack:
        looks = {}
        for size, database in {FEW: SMALL, MANY: ""}.items():
            readers = stack.enter_context(Server(database=database))
            editors = stack.enter_context(Server(cookie=cookie, database=database))
            for what, path in PAGES.items():
                server = editors if path.startswith("/admin/") else readers
                looks[what, size] = rendered(server, path)
        return taken_in_turn(looks, rounds=ROUNDS)


def fill(numbers, section, area):
    """Articles of the last months, each with a map of its own; a part of them are drafts."""
    images = MapImage.objects.bulk_create(map_of(number, area) for number in numbers)
    rows = [article_of(number, section) for number in numbers]
    for row, image in zip(rows, images, strict=True):
        row.lead_image = image
    articles = Article.objects.bulk_create(rows)
    Placement.objects.bulk_create(
        Placement(article=article, image=image, position=0)
        for article, image in zip(articles, images, strict=True)
    )


def map_of(number, area):
    at = timezone.now() - timedelta(hours=1 + number % 2000)
    names = {"full": f"maps/{number:024x}/full.png", "full_bytes": 3_000_000}
    sizes = [{"name": f"maps/{number:024x}/800.webp", "width": 800, "height": 560}]
    about = {"title": f"Map {number}", "alt": "A valley", "credit": "R. Alder", "area": area}
    return MapImage(**about, **names, width=6000, height=4200, renditions=sizes, valid_at=at)


def article_of(number, section):
    at = timezone.now() - timedelta(hours=1 + number % 2000)
    is_draft = number % 20 == 0
    return Article(
        headline=f"Article {number}",
        slug=f"article-of-bench-{number}",
        section=section,
        body=f"<p>{discussions.TEXT}</p>",
        status=Article.Status.DRAFT if is_draft else Article.Status.PUBLISHED,
        published_at=None if is_draft else at,
    )
