"""How `manage.py serve` starts the production server."""

import pytest
from django.core.management import CommandError, call_command
from gunicorn.config import Config

from newsportal.environment import LOCAL_SECRET_KEY
from newsportal.management.commands.serve import arguments, refuse_open_door

OWN_KEY = "a long random text of our own, at least fifty characters"


def gunicorn_config():
    config = Config()
    given = config.parser().parse_args(arguments("127.0.0.1", 8000, 1))
    for name in ("forwarded_allow_ips", "forwarder_headers"):
        config.set(name, getattr(given, name))
    return config


def test_the_server_believes_no_header_about_scheme_or_mount_point():
    config = gunicorn_config()
    assert config.forwarded_allow_ips == []
    assert config.forwarder_headers == []


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7"])  # noqa: S104 - refused
def test_a_site_with_the_settings_of_localhost_is_not_opened_to_others(host):
    with pytest.raises(CommandError, match="SITE_URL"):
        call_command("serve", host=host, port=0)


def test_known_demo_passwords_keep_the_door_shut_whatever_the_key(settings):
    settings.SECRET_KEY, settings.IS_DEMO_ALLOWED = OWN_KEY, True
    with pytest.raises(CommandError, match="DEBUG=0"):
        refuse_open_door("0.0.0.0")  # noqa: S104 - refused


def test_the_known_key_keeps_the_door_shut_with_the_demo_off(settings):
    settings.SECRET_KEY, settings.IS_DEMO_ALLOWED = LOCAL_SECRET_KEY, False
    with pytest.raises(CommandError, match="SECRET_KEY"):
        refuse_open_door("0.0.0.0")  # noqa: S104 - refused


def test_a_site_of_its_own_may_listen_anywhere(settings):
    settings.SECRET_KEY, settings.IS_DEMO_ALLOWED = OWN_KEY, False
    refuse_open_door("0.0.0.0")  # noqa: S104 - the point of the test


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_on_this_machine_the_demo_needs_no_settings(settings, host):
    settings.SECRET_KEY, settings.IS_DEMO_ALLOWED = LOCAL_SECRET_KEY, True
    refuse_open_door(host)


def test_workers_that_share_no_cache_are_not_started():
    with pytest.raises(CommandError, match="REDIS_URL"):
        call_command("serve", workers=2, port=0)
