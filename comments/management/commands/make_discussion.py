"""manage.py make_discussion: an article with as many invented comments as you like."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article
from comments.making import make_article, make_discussion
from comments.models import Discussion
from comments.shapes import SHAPES

MOST_COMMENTS = 10_000_000


class Command(BaseCommand):
    help = "Invents a discussion of any size, to try out how the site does with it."

    def add_arguments(self, parser):
        parser.add_argument("--comments", type=int, required=True, metavar="N", help="how many")
        parser.add_argument("--shape", choices=SHAPES, default="realistic")
        parser.add_argument(
            "--article", metavar="SLUG", help="add them to this article (default: a new one)"
        )
        parser.add_argument(
            "--seed", type=int, default=0, help="another number, another discussion (default: 0)"
        )
        parser.add_argument(
            "--votes", action="store_true", help="with votes too, each in a row of its own"
        )

    def handle(self, *, comments, shape, article, seed, votes, **options):
        self._refuse_nonsense(comments)
        article = self._article(article) if article is not None else make_article(comments)
        self.total = comments
        make_discussion(
            article, comments, shape=shape, seed=seed, with_votes=votes, tell=self._tell
        )
        self._say_done(comments, article)

    def _refuse_nonsense(self, comments):
        if not settings.IS_DEMO_ALLOWED:
            raise CommandError(_("Readers would take it for real: make discussions on localhost."))
        if not 1 <= comments <= MOST_COMMENTS:
            most = f"{MOST_COMMENTS:,}"
            raise CommandError(_("Ask for 1 to %(most)s comments.") % {"most": most})

    def _article(self, slug):
        article = Article.objects.filter(slug=slug).first()
        if article is None:
            raise CommandError(_("There is no article “%(slug)s”.") % {"slug": slug})
        if not article.is_public:
            raise CommandError(_("The article is not published."))
        if Discussion.objects.filter(article=article, is_open=False).exists():
            raise CommandError(_("The discussion of this article is closed."))
        return article

    def _tell(self, made):
        if self.stdout.isatty():
            self.stdout.write(f"{made:,} / {self.total:,}", ending="\r")

    def _say_done(self, comments, article):
        done = ngettext("%(number)s comment at %(url)s", "%(number)s comments at %(url)s", comments)
        url = f"{settings.SITE_URL}{article.get_absolute_url()}"
        self.stdout.write(done % {"number": f"{comments:,}", "url": url})
