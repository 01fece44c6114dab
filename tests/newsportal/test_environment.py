"""What start-up refuses, and what an empty environment gives."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.mail import get_connection

from newsportal import checks, environment

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = {
    "SITE_URL": "https://news.example",
    "SECRET_KEY": "kq8-Zr2vX0nB7tLw5yHcJd3fGmSa9eUpQo4iTbR6xYhNzKvEw1",
    "DATABASE_URL": "postgres://portal:secret@127.0.0.1:1/portal",
    "DEFAULT_FROM_EMAIL": "The Datum <desk@news.example>",
}


def settings_under(**variables):
    """Import the settings in a process of their own with only these variables set."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "VAR_DIR") if name in os.environ}
    shown = "s.DEBUG, s.ALLOWED_HOSTS, s.IS_LOCAL, s.SESSION_COOKIE_NAME, s.READER_COOKIE_NAME"
    code = f"from django.conf import settings as s; print({shown})"
    return subprocess.run(
        [sys.executable, "-c", code],
        env=clean | {"DJANGO_SETTINGS_MODULE": "newsportal.settings"} | variables,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


def test_with_no_environment_it_serves_localhost_without_debug():
    done = settings_under()
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("False ['localhost', '127.0.0.1', '[::1]'] True")


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"DEBUG": "1"}, "DEBUG is on for a public host"),
        ({"SECRET_KEY": ""}, "SECRET_KEY must be set"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be set"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name your hosts"),
        ({"SITE_URL": "news.example"}, "SITE_URL must look like"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL must look like"),
        ({"DATABASE_URL": "postgres://"}, "DATABASE_URL must look like"),
        ({"DATABASE_URL": "postgres://u:p@host:port/name"}, "DATABASE_URL can't be read"),
        ({"DATABASE_URL": "postgres://u:p@host:5432/"}, "DATABASE_URL names no database"),
        ({"COMMENTS_PROFILE": "gentle"}, "COMMENTS_PROFILE must be one of"),
        ({"TASKS": "somewhere"}, "say database, redis or immediate"),
        ({"TASKS": "redis"}, "TASKS=redis needs REDIS_URL"),
        ({"EMAIL_URL": "anymail+postmark://"}, "EMAIL_URL must be anymail+NAME://TOKEN@"),
        ({"EMAIL_URL": "anymail+pigeon://token@"}, "EMAIL_URL must be anymail+NAME://TOKEN@"),
        ({"MODERATION_WEBHOOK_URL": "http://news.example/x"}, "must begin with https://"),
        ({"MODERATION_WEBHOOK_URL": "https://desk.example/x"}, "needs MODERATION_WEBHOOK_SECRET"),
    ],
)
def test_an_unsafe_public_site_does_not_start(variables, sentence):
    done = settings_under(**PUBLIC | variables)
    assert done.returncode != 0
    assert sentence in done.stderr.strip().splitlines()[-1]


def test_a_public_site_with_the_documented_variables_starts():
    done = settings_under(**PUBLIC)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("False ['news.example'] False")


def test_over_https_no_other_host_of_the_domain_can_set_our_cookies():
    assert settings_under(**PUBLIC).stdout.endswith("__Host-session __Host-reader\n")


def test_the_deploy_check_is_clean_under_the_documented_variables():
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "VAR_DIR") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env=clean | PUBLIC,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", environment.MAIL_PROVIDERS)
def test_mail_leaves_by_a_provider_that_the_one_setting_names(name, monkeypatch, settings):
    monkeypatch.setenv("EMAIL_URL", f"anymail+{name}://a%2Ftoken@")
    found = environment.email()
    settings.ANYMAIL = found["ANYMAIL"]
    line = get_connection(found["MAIL_TRANSPORT"])
    assert type(line).__module__ == f"anymail.backends.{name}"
    assert "a/token" in found["ANYMAIL"].values()


def test_an_empty_address_of_the_mail_server_is_none(monkeypatch):
    """As a line EMAIL_URL= in a file of variables leaves it."""
    monkeypatch.setenv("EMAIL_URL", "")
    assert environment.email()["MAIL_TRANSPORT"].endswith("console.EmailBackend")


@pytest.mark.parametrize(
    ("sender", "is_local", "number"),
    [
        ("desk@localhost", True, 0),
        ("desk@localhost", False, 1),
        ("X <desk@news.example>", False, 0),
    ],
)
def test_a_public_site_is_told_that_nobody_takes_mail_from_localhost(
    settings, sender, is_local, number
):
    settings.DEFAULT_FROM_EMAIL, settings.IS_LOCAL = sender, is_local
    assert len(checks.sender_of_a_public_site()) == number
