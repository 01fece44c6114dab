"""A real browser on a real server: every page must be clean of errors and of other hosts."""

import os
from contextlib import contextmanager

import pytest
from playwright.sync_api import sync_playwright

WIDTHS = {"phone": 390, "desktop": 1280}
FLAGS = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker("browser")


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
def visit(chromium, site):
    """Open a page as a reader with a device of their own; closing checks that nothing went wrong."""
    with _visitors(chromium, site) as open_page:
        yield open_page


@contextmanager
def _visitors(chromium, site):
    contexts, troubles = [], []

    def open_page(path="/", *, javascript=True, width="desktop", scheme="light", **options):
        context = chromium.new_context(
            base_url=site,
            java_script_enabled=javascript,
            color_scheme=scheme,
            viewport={"width": WIDTHS[width], "height": 900},
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        watch(page, site, troubles)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not troubles


def watch(page, site, troubles):
    """Note script errors, refused content (CSP), server errors, and requests to other hosts."""
    page.on("pageerror", lambda error: troubles.append(f"script error: {error}"))
    page.on("console", lambda message: _note_console(message, troubles))
    page.on("response", lambda response: _note_response(response, site, troubles))


def _note_console(message, troubles):
    # A refused form (4xx) is logged by the browser too; those are looked at by the tests.
    is_noise = "the server responded with a status of 4" in message.text
    if message.type == "error" and not is_noise:
        troubles.append(f"console: {message.text}")


def _note_response(response, site, troubles):
    if not response.url.startswith((site, "data:", "blob:")):
        troubles.append(f"other host: {response.url}")
    if response.status >= 500:
        troubles.append(f"{response.status}: {response.url}")
