"""Atom: the newest comments of an article, or of one thread."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.feeds import xml_text
from articles.models import Article
from articles.presentation import absolute
from articles.shared import shared_page
from comments.models import Comment
from comments.quoting import quote_line

ITEMS = 50


class CommentFeed(Feed):
    """What the two kinds have in common; the object is an article or the first comment of a thread."""

    feed_type = Atom1Feed

    def subtitle(self, _about):
        return xml_text(settings.SITE_NAME)

    def link(self, about):
        return absolute(about.get_absolute_url())

    def item_title(self, comment):
        names = {"name": comment.name, "headline": comment.article.headline}
        return xml_text(_("%(name)s on “%(headline)s”") % names)

    def item_description(self, comment):
        """The text as a page has it; its links to members lead to this site from anywhere."""
        phrase = f"<p>{quote_line(comment)}</p>" if comment.prompt_id else ""
        html = phrase + comment.body_html
        return xml_text(html.replace('<a href="/', f'<a href="{settings.SITE_URL}/'))

    def item_link(self, comment):
        return absolute(comment.get_absolute_url())

    def item_pubdate(self, comment):
        return comment.shown_at

    def item_updateddate(self, comment):
        return comment.edited_at or comment.shown_at

    def item_author_name(self, comment):
        return xml_text(comment.name)


class ArticleFeed(CommentFeed):
    def get_object(self, request, article_pk):
        request.depends_on("articles")
        request.depends_on(f"discussion:{article_pk}")
        return get_object_or_404(Article.objects.readable(), pk=article_pk)

    def title(self, article):
        return xml_text(_("Comments on “%(headline)s”") % {"headline": article.headline})

    def feed_url(self, article):
        return absolute(reverse("comments:article_feed", args=[article.pk]))

    def items(self, article):
        return _newest(Comment.objects.filter(article=article))


class ThreadFeed(CommentFeed):
    """Also of a first comment that was removed, while it has replies: then of those alone."""

    def get_object(self, request, pk):
        request.depends_on("articles")
        roots = Comment.objects.listed().filter(parent=None, pk=pk)
        roots = roots.filter(article__in=Article.objects.readable())
        article_pk = get_object_or_404(roots.values_list("article_id", flat=True))
        request.depends_on(f"discussion:{article_pk}")  # before what is shown is read
        return get_object_or_404(roots.select_related("article"))

    def title(self, root):
        names = {"name": root.name, "headline": root.article.headline}
        if not root.is_visible:
            return xml_text(_("A thread on “%(headline)s”") % names)
        return xml_text(_("The thread of %(name)s on “%(headline)s”") % names)

    def feed_url(self, root):
        return absolute(reverse("comments:thread_feed", args=[root.pk]))

    def items(self, root):
        replies = _newest(Comment.objects.filter(tree_id=root.tree_id, parent__isnull=False))
        return [*replies, root] if root.is_visible else replies


def _newest(comments):
    return (
        comments.visible().select_related("article", "prompt").order_by("-shown_at", "-pk")[:ITEMS]
    )


article_feed = shared_page(require_safe(ArticleFeed()))
thread_feed = shared_page(require_safe(ThreadFeed()))
