"""Fills an empty database with the demo, all of it or nothing."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from articles.models import Article
from newsportal.demo import gifts, newsroom, people, pictures, talk


def is_empty():
    """True when nothing would be mixed with the demo: no article and no account yet."""
    return not Article.objects.exists() and not get_user_model().objects.exists()


def load(now=None):
    """Add the whole newsroom. Drawing comes first, so that the database is locked only briefly."""
    now = now or timezone.now()
    taken = pictures.take_all(now)
    try:
        with transaction.atomic():
            accounts = people.add_accounts()
            labels = newsroom.add_labels(accounts)
            articles = newsroom.add_articles(now, labels, pictures.save_all(taken))
            talk.add_discussions(now, articles, accounts)
            gifts.add_gifts(now, accounts["treasurer"])
    except Exception:
        for _, picture, _ in taken:
            picture.drop_new_files()
        raise
