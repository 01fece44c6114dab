"""What the templates of a discussion need besides the rows that comments/reading.py found."""

from django.conf import settings
from django.urls import reverse

from articles.models import Article
from comments.drawing import threads_of
from comments.forms import comment_form
from comments.models import Comment, Discussion
from comments.readers import reader_of
from comments.reading import SORTS, most_discussed, read_page


def asked_sort(request):
    """The order a reader asked for, or the site's."""
    sort = request.GET.get("sort", "")
    return sort if sort in SORTS else settings.COMMENTS_SORT


def discussion_page(request, article):
    """The page of threads a reader asked for; read once for the header and the section itself."""
    pages = vars(request).setdefault("discussion_pages", {})
    if article.pk not in pages:
        request.depends_on(f"discussion:{article.pk}")
        pages[article.pk] = read_page(
            article.pk,
            sort=asked_sort(request),
            after=request.GET.get("after"),
            voter=reader_of(request).key,
        )
    return pages[article.pk]


def discussion_context(request, article):
    """The whole section below an article, for this reader."""
    page = discussion_page(request, article)
    reader = reader_of(request)
    sort = asked_sort(request)
    context = rows_context(article, page.rows, sort=sort, is_open=page.is_open)
    return context | {
        "request": request,
        "page": page,
        "sorts": SORTS,
        "waiting": waiting_rows(article, reader),
        "form": comment_form(reader) if reader.is_known else None,
        "reader": reader,
        "is_premoderated": settings.COMMENTS_PREMODERATED,
        "is_later_page": bool(request.GET.get("after")),
    }


def rows_context(article, rows, *, sort, is_open, also_on_page=()):
    """What `_comments.html` needs to draw these rows."""
    on_page = {row.id for row in rows}.union(also_on_page)
    return {
        "article": article,
        "threads": threads_of(rows, authors=author_accounts(article), on_page=on_page),
        "is_open": is_open,
        "sort": sort,
        "comments_path": reverse("comments:comment", args=[0]).removesuffix("0/"),
    }


def author_accounts(article):
    """The accounts of the people who made this article."""
    if hasattr(article, "byline_rows"):
        return {byline.get("account") for byline in article.byline_rows} - {None}
    return set(article.authors.exclude(user=None).values_list("user_id", flat=True))


def takes_comments(article):
    """True while the discussion takes more."""
    return not Discussion.objects.filter(article=article, is_open=False).exists()


def waiting_rows(article, reader):
    """The comments of this reader that a moderator has not seen yet."""
    if not reader.is_known:
        return []
    waiting = Comment.objects.pending().filter(article=article, reader=reader.key)
    return list(waiting.order_by("pk"))


def counted_articles(limit):
    """Pairs of article and number of recent comments, most discussed first."""
    ranking = most_discussed(limit)
    articles = Article.objects.published().for_cards().in_bulk([pk for pk, _ in ranking])
    return [(articles[pk], number) for pk, number in ranking if pk in articles]
