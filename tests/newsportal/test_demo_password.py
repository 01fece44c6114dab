"""A public site refuses to start while an account has the password that the demo prints."""

import os
import subprocess
import sys

import pytest
from django.contrib.auth import get_user_model
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError

from newsportal.checks import no_demo_passwords, refuse_unsafe_start
from newsportal.demo import people
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _public_site_with_demo_accounts(settings):
    settings.DEBUG = False
    settings.IS_DEMO_ALLOWED = False
    people.add_accounts()


def test_a_public_site_refuses_the_demo_password():
    found = no_demo_passwords()
    assert {error.id for error in found} == {"newsportal.E001"}
    assert len(found) == len(people.logins()) == 9


def test_the_demo_password_is_found_on_a_renamed_account():
    get_user_model().objects.exclude(username="admin").delete()
    get_user_model().objects.update(username="boss")
    assert "'boss'" in no_demo_passwords()[0].msg


def test_changed_passwords_and_closed_accounts_pass():
    get_user_model().objects.exclude(username="admin").update(is_active=False)
    admin = get_user_model().objects.get(username="admin")
    admin.set_password("a good long passphrase")
    admin.save()
    assert no_demo_passwords() == []


def test_localhost_may_keep_the_demo_password(settings):
    settings.IS_DEMO_ALLOWED = True
    assert no_demo_passwords() == []


def test_the_check_runs_with_all_others():
    assert no_demo_passwords in checks.registry.registry.get_checks()


def test_a_real_reader_of_that_name_passes():
    get_user_model().objects.all().delete()
    make_user(username="reader")
    assert no_demo_passwords() == []


def test_a_database_before_its_first_migrate_passes(monkeypatch):
    def missing():
        raise ProgrammingError("no such table")

    monkeypatch.setattr(people, "with_demo_password", missing)
    assert no_demo_passwords() == []


def test_a_server_does_not_start_with_the_demos_password():
    with pytest.raises(ImproperlyConfigured, match="still has the demo's password"):
        refuse_unsafe_start()


@pytest.mark.parametrize(("debug", "allowed"), [(None, "True"), ("1", "True"), ("0", "False")])
def test_the_demo_is_welcome_on_localhost_until_debug_is_switched_off(debug, allowed):
    clean = {name: os.environ[name] for name in ("PATH", "VAR_DIR") if name in os.environ}
    clean |= {"DJANGO_SETTINGS_MODULE": "newsportal.settings"} | ({"DEBUG": debug} if debug else {})
    code = "from django.conf import settings; print(settings.IS_DEMO_ALLOWED)"
    done = subprocess.run([sys.executable, "-c", code], env=clean, capture_output=True, text=True)
    assert done.stdout.strip() == allowed
