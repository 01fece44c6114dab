"""The site's own settings, with one bare view beside it to measure against."""

from newsportal.settings import *  # noqa: F403
from newsportal.settings import STORAGES

ROOT_URLCONF = "bench.urls"
# Nothing is collected for a bench: static files have their plain names.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
