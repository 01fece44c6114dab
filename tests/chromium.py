"""A Chromium for the browser tests, from whatever this machine has.

In order: one on PATH; Playwright's own download; the distribution's package when run as root.
The headless shell is preferred: it needs less than half of a whole Chromium's time.
"""

import os
import shutil
import subprocess
import sys

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HELP = (
    "No Chromium for the browser tests. Install one "
    f"(Debian: apt-get install {SHELL}) and run make test again."
)


class NoChromium(RuntimeError):
    """No browser here and none to be had."""


def find():
    """The path of a Chromium that starts. Raises NoChromium with what to type."""
    for attempt in (on_path, from_playwright, from_distribution):
        if (path := attempt()) and _starts(path):
            return path
    raise NoChromium(HELP)


def on_path():
    given = os.environ.get("CHROMIUM")
    return given or next(filter(None, map(shutil.which, NAMES)), None)


def from_playwright():
    """Playwright's download, kept in its own cache folder."""
    from playwright.sync_api import sync_playwright

    _quietly([sys.executable, "-m", "playwright", "install", "chromium"], seconds=600)
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def from_distribution():
    """Debian's package, of old releases the whole browser; needs root."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    _quietly(["apt-get", "update", "-qq"], seconds=300)
    for package in (SHELL, "chromium"):
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
        if _quietly(install, seconds=900) == 0:
            break
    return on_path()


def _starts(path):
    return _quietly([path, "--version"], seconds=60) == 0


def _quietly(command, *, seconds):
    try:
        done = subprocess.run(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=seconds
        )
    except (OSError, subprocess.TimeoutExpired):
        return -1
    return done.returncode
