"""The bar beside the heading of a discussion: what a reader follows, and the form to follow more."""

from django.template.loader import render_to_string
from django.utils.translation import get_language

from articles.models import Article
from comments.drawing import kept
from comments.following_forms import FollowForm
from comments.readers import Reader
from comments.subscribers import followed_below


def bar_of(article, reader):
    """What `following/_bar.html` needs besides the article; of strangers nothing is asked."""
    if not reader.is_known:
        return {}
    form = follow_form(reader, is_proven=bool(reader.user or reader.link))
    return {"followed": followed_below(article, reader), "follow_form": form}


def follow_form(reader, posted=None, *, comment=None, is_proven=False):
    """Members, and guests whose private link was opened on this device, give no address."""
    known = {"email": reader.email}
    return FollowForm(posted, comment=comment, is_proven=is_proven, initial=known)


def listed(rows):
    """Subscriptions, or muted threads, with the article that everybody can still read, or None."""
    rows = list(rows)
    readable = (
        Article.objects.readable()
        .only("headline", "slug")
        .in_bulk({_article_key(row) for row in rows})
    )
    for row in rows:
        row.readable = readable.get(_article_key(row))
    return rows


def _article_key(row):
    return row.article_id if hasattr(row, "article_id") else row.root.article_id


def bar_for_strangers(article):
    """The same for every reader we know nothing of."""
    return _bar(article.pk, get_language())


@kept
def _bar(article_pk, _language):
    facts = {"article": {"pk": article_pk}, "form": follow_form(Reader())}
    return render_to_string("comments/following/_bar.html", facts)
