"""A real browser on a real server: every page must be clean of errors and of other hosts."""

import os

import pytest
from django.core.servers.basehttp import WSGIRequestHandler
from playwright.sync_api import expect, sync_playwright

from donations import tokens
from newsportal import environment
from tests.donations.conftest import _stripe_server, stripe_server  # noqa: F401

WIDTHS = {"phone": 390, "desktop": 1280}
FLAGS = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PATIENCE_MS = 10_000

expect.set_options(timeout=PATIENCE_MS)
# The server writes an answer in two parts, and the second would wait for the first to be received.
WSGIRequestHandler.disable_nagle_algorithm = True


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """A database file: in memory, all requests would share one connection and its transactions."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        path = tmp_path_factory.mktemp("database") / "test.sqlite3"
        database.setdefault("TEST", {})["NAME"] = str(path)
        # Nothing here outlives the tests, so nobody waits for the disk.
        database["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"


@pytest.fixture(scope="session")
def chromium():
    # Chromium's own sandbox needs rights that root and containers do not give.
    flags = FLAGS + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def site(live_server, settings):
    """The address of a running site."""
    settings.SITE_URL = live_server.url
    settings.ACCOUNT_RATE_LIMITS = False
    return live_server.url


@pytest.fixture
def hosts(site):
    """Where a page may lead to: the site alone, unless a test knows of more."""
    return [site]


@pytest.fixture
def checkout(stripe_server, site, hosts, settings, monkeypatch):  # noqa: F811
    """The card provider's pages; it tells the site what happens there. No gift comes too soon."""
    hosts.append(stripe_server.url)
    stripe_server.webhook = f"{site}/support/webhooks/stripe/"
    for name in ("SECRET_KEY", "WEBHOOK_SECRETS", "API_URL", "CHECKOUT_URL"):
        found = getattr(settings, f"STRIPE_{name}")
        monkeypatch.setenv(f"STRIPE_{name}", found if isinstance(found, str) else found[0])
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    policy = policy | {"form-action": ["'self'", *environment.payment_pages()]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy}
    monkeypatch.setattr(tokens, "LEAST_SECONDS", 0)
    yield stripe_server
    stripe_server.push()  # what is still on its way must not arrive in the next test


@pytest.fixture
def troubles():
    """What went wrong on any page; must be empty when the test is over."""
    found = []
    yield found
    assert not found


@pytest.fixture
def visit(chromium, site, hosts, troubles):
    """Open a page as a reader with a device of their own."""
    contexts = []

    def open_page(path="/", *, width="desktop", **options):
        context = new_device(chromium, site, width=WIDTHS[width], **options)
        watch(context, hosts, troubles)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def new_device(chromium, site, *, width, javascript=True, scheme="light", **options):
    context = chromium.new_context(
        base_url=site,
        java_script_enabled=javascript,
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
        **options,
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


def watch(context, hosts, troubles):
    """Note script errors, refused content (CSP), server errors, and requests to other hosts."""
    context.on("weberror", lambda error: troubles.append(f"script error: {error.error}"))
    context.on("console", lambda message: _note_console(message, troubles))
    context.on("request", lambda request: _note_request(request, hosts, troubles))
    context.on("response", lambda response: _note_response(response, troubles))


def _note_console(message, troubles):
    # A refused form (4xx) is logged by the browser too; those are looked at by the tests.
    is_noise = "the server responded with a status of 4" in message.text
    if message.type == "error" and not is_noise:
        troubles.append(f"console: {message.text} ({message.location['url']})")


def _note_request(request, hosts, troubles):
    if not request.url.startswith((*hosts, "data:", "blob:")):
        troubles.append(f"other host: {request.url}")


def _note_response(response, troubles):
    if response.status >= 500:
        troubles.append(f"{response.status}: {response.url}")
