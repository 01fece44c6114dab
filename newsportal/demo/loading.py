"""Fills an empty database with the demo, all of it or nothing."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from articles.models import Article
from newsportal.demo import (
    desk,
    drafts,
    following,
    gifts,
    newsroom,
    past,
    people,
    pictures,
    places,
    talk,
)
from newsportal.models import OutgoingMail


def is_empty():
    """True when nothing would be mixed with the demo: no article and no account yet."""
    return not Article.objects.exists() and not get_user_model().objects.exists()


def load(now=None):
    """Add the whole newsroom.

    Pictures take seconds, so they come first, outside the transaction, and go when it fails.
    """
    now, made, found = now or timezone.now(), {}, places.add_all()
    try:
        pictures.add_all(now, made, found)
        _add_rows(now, made)
    except BaseException:
        for picture in reversed(made.values()):
            picture.delete()
        places.remove(found)
        raise


@transaction.atomic
def _add_rows(now, made):
    accounts = people.add_accounts()
    labels = newsroom.add_labels(accounts)
    articles = newsroom.add_articles(now, labels, made)
    past.add_past(articles, accounts)
    talk.add_discussions(now, articles, accounts)
    following.add_following(now, articles, accounts)
    desk.add_desk(now, articles, accounts)
    drafts.add_drafts(now, articles, labels, accounts)
    gifts.add_gifts(now, accounts["treasurer"], accounts["admin"])
    people.add_supporter(accounts["reader"])
    OutgoingMail.objects.all().delete()  # the demo writes to nobody
