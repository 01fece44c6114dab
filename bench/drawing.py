"""Drawing 500 comments that nobody has drawn before, against reading them and a bare loop."""

from bench import discussions
from bench.rounds import at_most, in_turn, ratio
from comments import drawing
from comments.models import Comment
from comments.reading import read_thread

COMMENTS = 500
ROUNDS = 9
ROW = (
    '<li class="comment" id="comment-{id}" data-comment-id="{id}" data-score="{score}">'
    '<article class="comment__box" aria-labelledby="by-{id}"><header class="comment__head">'
    '<h3 class="comment__name" id="by-{id}"><bdi>{name}</bdi></h3>'
    '<a class="comment__age" href="/comments/{id}/"><time datetime="{written}">{age}</time></a>'
    '</header><div class="comment__body" dir="auto">{body}</div><form method="post" '
    'action="/comments/{id}/vote/"><button name="value" value="1" aria-label="Up, {up}"></button>'
    '<b>{score}</b><button name="value" value="-1" aria-label="Down, {down}"></button></form>'
    '<a href="/comments/{id}/reply/">Reply</a></article></li>'
)


def measure():
    article = discussions.make(COMMENTS, "one-thread")
    root = Comment.objects.get(article=article, parent=None)
    shown = read(root)
    seconds = in_turn(
        {
            "bare": lambda: "".join(bare(row) for row in shown),
            "read": lambda: read(root),
            "drawn": lambda: draw(shown),
        },
        rounds=ROUNDS,
    )
    return {
        "500 comments, drawn for the first time: time / format string in a loop": at_most(
            ratio(seconds, "drawn", "bare"), 10
        ),
        "500 comments, drawn for the first time: time / reading them": at_most(
            ratio(seconds, "drawn", "read"), 2
        ),
    }


def read(root):
    rows = read_thread(root.pk, size=COMMENTS).rows
    return drawing.shown_of(rows, authors=set(), on_page={row.id for row in rows})


def draw(shown):
    drawing.drawings.forget()
    return drawing.drawn(
        shown,
        sort="oldest",
        is_open=True,
        article_path="/articles/trial/",
        comments_path="/comments/",
        is_fresh=False,
        has_parent=False,
        refusal="",
    )


def bare(row):
    return ROW.format(
        id=row.id,
        score=row.score,
        name=row.name,
        written=row.created_at.isoformat(),
        age=row.age,
        body=row.body_html,
        up=row.up,
        down=row.down,
    )
