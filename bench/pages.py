"""Reading: the article page against a bare view under the same server and middleware."""

from bench import discussions
from bench.rounds import at_least, at_most, in_turn, ratio, taken_in_turn
from bench.server import Server

ROUNDS = 9
REQUESTS = 150
MISSES = 25
MISS_COMMENTS = 120


def measure():
    """Throughput of copies (cache hits) and the time of rendering (cache misses)."""
    sizes = 16, MISS_COMMENTS, 1000
    articles = {size: discussions.make(size) for size in sizes}
    discussions.settle()
    paths = {size: article.get_absolute_url() for size, article in articles.items()}
    with Server() as server:
        comment = f"/bench/comment/{articles[MISS_COMMENTS].pk}/"
        return hits(server, paths) | misses(server, paths, comment)


def hits(server, paths):
    seconds = in_turn(
        {
            "hello": lambda: server.get("/bench/hello/", REQUESTS),
            "16": lambda: server.get(paths[16], REQUESTS),
            "1000": lambda: server.get(paths[1000], REQUESTS),
        },
        rounds=ROUNDS,
    )
    return {
        "article with 16 comments, cached: throughput / bare view": at_least(
            1 / ratio(seconds, "16", "hello"), 0.5
        ),
        "article with 1,000 comments, cached: throughput / bare view": at_least(
            1 / ratio(seconds, "1000", "hello"), 0.5
        ),
    }


def misses(server, paths, comment):
    def after(event, path):
        def measure():
            server.get(event)
            return server.timed(path)

        return measure

    seconds = taken_in_turn(
        {
            "hello": lambda: sorted(server.timed("/bench/hello/") for _ in range(5))[2],
            "comment": after(comment, paths[MISS_COMMENTS]),
            "change": after("/bench/change/", paths[MISS_COMMENTS]),
            "cold": after("/bench/forget/", paths[MISS_COMMENTS]),
            "1000": after("/bench/change/", paths[1000]),
        },
        rounds=MISSES,
    )
    name = "article with 120 comments, rendered"
    return {
        f"{name} after a comment: time / bare view": at_most(
            ratio(seconds, "comment", "hello"), 12
        ),
        f"{name} after a change of articles: time / bare view": at_most(
            ratio(seconds, "change", "hello"), 12
        ),
        f"{name} with empty caches: time / bare view": at_most(ratio(seconds, "cold", "hello"), 12),
        "article rendered, 1,000 comments / 120 comments": at_most(
            ratio(seconds, "1000", "change"), 1.5
        ),
    }
