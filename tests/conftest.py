"""What every test starts from."""

import gc
from itertools import count

import pytest
from django.core.signals import setting_changed
from django.template import RequestContext, Template
from django.test import TransactionTestCase
from django.test.signals import template_rendered
from django.utils import translation

from tests.caches import empty_caches
from tests.emptying import empty_tables
from tests.prepared import use_prepared
from tests.smtp import smtp_server, stored_mail  # noqa: F401 - every test may ask for them

TransactionTestCase._fixture_teardown = empty_tables
_numbers = count(1)
PLAIN_FILES = {"BACKEND": "tests.static_files.PlainFiles"}
ASKING = {"db", "transactional_db", "django_db_setup", "live_server"}


@pytest.fixture(scope="session")
def _files(tmp_path_factory):
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="session", autouse=True)
def _contexts_of_whole_pages(django_test_environment):
    """`response.context` is the page's: noting that of each part and field takes a fifth of a test."""

    def render(template, context):
        if context.template is template and isinstance(context, RequestContext):
            template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)

    Template._render = render


@pytest.fixture
def tmp_path(_files):
    """Every test has one, so it must be had quickly: pytest's own looks for a name and cleans up."""
    folder = _files / str(next(_numbers))
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def _clean_start(settings, tmp_path):
    """Empty caches, English, files in a folder of the test's own, quick password hashing."""
    translation.activate("en")  # a request in another language leaves it on
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "media"},
        },
        "masters": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "masters", "base_url": None},
        },
        "staticfiles": PLAIN_FILES,
    }
    # Tests that are about these turn them on.
    settings.COMMENTS_PROFILE = "open"
    settings.COMMENT_MIN_SECONDS = 0
    rates = {"comment": "", "comment_network": ""}
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | rates
    empty_caches()


def pytest_configure(config):
    from django.conf import settings

    gc.set_threshold(50_000, 20, 100)  # little is left over, also by collecting: look seldom
    # They run in the test itself, also those that the admin has asked for while it was loaded.
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    setting_changed.send(None, setting="TASKS", value=settings.TASKS, enter=True)
    # Also between tests, when the last request of a browser may still be answered.
    settings.STORAGES = settings.STORAGES | {"staticfiles": PLAIN_FILES}
    config.addinivalue_line("markers", "database: asks the database; marked by itself")
    use_prepared()


def pytest_collection_modifyitems(config, items):
    """Leave out what is about the other database: deselected, never skipped."""
    for item in items:
        if item.get_closest_marker("django_db") or ASKING & set(item.fixturenames):
            item.add_marker("database")
    from django.conf import settings

    engine = settings.DATABASES["default"]["ENGINE"]
    other = "sqlite" if "postgresql" in engine else "postgresql"
    foreign = {other} if other == "postgresql" else {other, "once"}
    left_out = [item for item in items if any(map(item.get_closest_marker, foreign))]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not any(map(item.get_closest_marker, foreign))]


def pytest_collection_finish():
    """What is loaded by now stays: nothing looks through it again."""
    gc.collect()
    gc.freeze()
