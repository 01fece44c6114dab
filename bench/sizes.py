"""Discussions of 16 to 1,000,000 comments: what a reader and a worker notice of the difference."""

from urllib.parse import urlencode

from bench import discussions
from bench.rounds import at_most, ratio, taken_in_turn
from bench.server import Server
from comments.models import Comment
from comments.reading import SORTS, read_page

SIZES = 16, 1000, 100_000, 1_000_000
ROUNDS = 15
VISITS = 40


def measure():
    """Rendered pages as ratios to the smallest size that has such a page, and memory."""
    articles = {size: discussions.make(size, part="sizes") for size in SIZES}
    discussions.settle()
    pages = addresses(articles)
    with Server() as server:
        measured = times(server, pages, articles)
    return measured | memory(pages)


def addresses(articles):
    """{(what, size): path}; sixteen comments have no next page."""
    found = {}
    for size, article in articles.items():
        path = article.get_absolute_url()
        found["first page", size] = path
        for sort in SORTS:
            cursor = read_page(article.pk, sort=sort).next_cursor
            if cursor:
                query = urlencode({"sort": sort, "after": cursor})
                found[f"next page by {sort}", size] = f"{path}?{query}"
        middle = Comment.objects.visible().filter(article=article, level__gt=0).order_by("pk")
        found["permalink", size] = middle[size // 4].get_absolute_url()
    return found


def times(server, pages, articles):
    def rendered(path, is_permalink):
        def measure():
            server.get("/bench/change/")
            return server.timed(server.location(path) if is_permalink else path)

        return measure

    seconds = taken_in_turn(
        {key: rendered(path, key[0] == "permalink") for key, path in pages.items()}, rounds=ROUNDS
    )
    return {
        f"{what}, {size:,} comments / {floor:,}": at_most(
            ratio(seconds, (what, size), (what, floor)), 1.3
        )
        for what, size in pages
        for floor in floors(pages, what, size)
    }


def floors(pages, what, size):
    """The smallest that has such a page; for the largest also the first whose page is full."""
    sizes = [each for name, each in pages if name == what and each < size]
    return {*sizes[:1], *(sizes[:2] if size == SIZES[-1] else [])} & {16, 1000}


def memory(pages):
    """The most a worker has held after serving pages of one size alone, against the smallest."""
    held = {}
    for size in SIZES:
        paths = [path for (what, of), path in pages.items() if of == size and what != "permalink"]
        with Server() as server:
            for _ in range(VISITS):
                server.get("/bench/change/")
                for path in paths:
                    server.get(path)
            held[size] = server.memory()
    return {
        f"memory of a worker, {size:,} comments / {SIZES[0]}": at_most(held[size] / held[16], 1.2)
        for size in SIZES[1:]
    }
