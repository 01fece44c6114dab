"""A public site refuses to start while an account has the password that the demo prints."""

import pytest
from django.contrib.auth import get_user_model
from django.core import checks
from django.db import ProgrammingError

from newsportal.checks import no_demo_passwords
from newsportal.demo import people
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _public_site_with_demo_accounts(settings):
    settings.DEBUG = False
    settings.IS_LOCAL = False
    people.add_accounts()


def test_a_public_site_refuses_the_demo_password():
    found = no_demo_passwords()
    assert {error.id for error in found} == {"newsportal.E001"}
    assert len(found) == 5


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
    settings.IS_LOCAL = True
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
