"""What the templates of a discussion need besides the rows that comments/reading/ found."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from comments import fates, tickets
from comments.choices import choice_of
from comments.drawing import shown_of
from comments.following import bar_of
from comments.forms import invited_form
from comments.models import Comment
from comments.prompts import shown_prompts
from comments.quoting import mark_quotes
from comments.readers import reader_of
from comments.reading import SORTS, mark_ignored, most_discussed, read_page
from comments.rules import rules_of
from comments.times import microseconds

# Nobody is asked for news of a discussion that rested for so long.
NEWS_DAYS = 14


def discussion_page(request, article):
    """The page of threads a reader asked for; read once for the header and the section itself."""
    pages = vars(request).setdefault("discussion_pages", {})
    if article.pk not in pages:
        request.depends_on(f"discussion:{article.pk}")
        request.depends_on(f"prompts:{article.pk}")
        reader, choice = reader_of(request), choice_of(request)
        page = read_page(
            article.pk,
            sort=choice.sort,
            after=choice.after,
            only=choice.only,
            comment_id=choice.comment_id,
            voter=reader.key,
        )
        mark_ignored([*page.rows, *page.featured], reader.user)
        pages[article.pk] = page
    return pages[article.pk]


def discussion_context(request, article):
    """The whole section below an article, for this reader."""
    page = discussion_page(request, article)
    reader, choice = reader_of(request), choice_of(request)
    rules = rules_of(article, page.said)
    is_open = rules.takes_comments()
    context = rows_context(article, page.rows, sort=choice.sort, is_open=is_open)
    return context | {
        "request": request,
        "page": page,
        "chosen_id": page.chosen_id,
        "choice": choice,
        **_ways_on(choice, page, reader, article),
        "has_phrases": True,
        "waiting": waiting_rows(article, reader),
        "form": invited_form(reader, page.total) if reader.is_known else None,
        **bar_of(article, reader),
        "reader": reader,
        "rules": rules,
        "latest": microseconds(page.latest) if page.latest else 0,
        "is_live": _is_live(article, page),
    }


def _ways_on(choice, page, reader, article):
    """The addresses of other orders and parts, and of more of this."""
    prompts = shown_prompts(article) if page.has_prompts else []
    return {
        "sorts": [(name, choice.query(sort=name)) for name in SORTS],
        "parts": _parts(choice, page, reader, prompts),
        "more": choice.query(after=page.next_cursor),
        "whole": choice.query(show=None, since=None, prompt=None),
        **_about_phrases(choice, prompts),
    }


def _parts(choice, page, reader, prompts):
    """Names and addresses of the parts of a discussion that may have something for this reader."""
    names = {"": True, "inline": bool(prompts)}
    names |= {"staff": page.has_official, "mine": reader.is_known}
    found = [name for name, is_offered in names.items() if is_offered or name == choice.part]
    return [(name, choice.query(show=name, since=None, prompt=None)) for name in found]


def _about_phrases(choice, prompts):
    """How many comments are about phrases of the article, and the question that was chosen."""
    chosen = [prompt for prompt in prompts if prompt.pk == choice.prompt_id]
    return {
        "inline_number": sum(prompt.answers_number for prompt in prompts),
        "inline_prompt": chosen[0] if chosen else None,
    }


def _is_live(article, page):
    """True while news may come."""
    times = [moment for moment in (article.published_at, page.latest) if moment]
    is_young = bool(times) and timezone.now() - max(times) < timedelta(days=NEWS_DAYS)
    return is_young and not article.is_retracted


def rows_context(article, rows, *, sort, is_open, also_on_page=()):
    """What `_comments.html` needs to draw these rows."""
    tickets.mark_corrected(rows, article)
    mark_quotes(rows, article)
    on_page = {row.id for row in rows}.union(also_on_page)
    return {
        "article": article,
        "rows": shown_of(rows, authors=author_accounts(article), on_page=on_page),
        "is_open": is_open,
        "sort": sort,
        "article_path": article.get_absolute_url(),
        "comments_path": reverse("comments:comment", args=[0]).removesuffix("0/"),
    }


def author_accounts(article):
    """The accounts of the people who made this article."""
    if hasattr(article, "byline_rows"):
        return {byline.get("account") for byline in article.byline_rows} - {None}
    return set(article.authors.exclude(user=None).values_list("user_id", flat=True))


def takes_comments(article):
    """True while the discussion takes more."""
    return rules_of(article).takes_comments()


def waiting_rows(article, reader):
    """The comments of this reader that a moderator has not seen yet."""
    if not reader.is_known:
        return []
    waiting = Comment.objects.pending().filter(article=article, reader=reader.key)
    waiting = waiting.select_related("article", "prompt")
    return fates.tell(list(waiting.order_by("pk")))


def counted_articles(limit):
    """Pairs of article and number of recent comments, most discussed first."""
    ranking = most_discussed(limit)
    articles = Article.objects.published().for_cards().in_bulk([pk for pk, _ in ranking])
    return [(articles[pk], number) for pk, number in ranking if pk in articles]
