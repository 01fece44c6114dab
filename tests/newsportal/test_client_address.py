"""Which address a limit counts for."""

import pytest
from allauth.account.adapter import get_adapter


@pytest.fixture
def address_of(rf):
    def address_of(remote, forwarded=""):
        headers = {"x-forwarded-for": forwarded} if forwarded else {}
        return get_adapter().get_client_ip(rf.get("/", headers=headers, REMOTE_ADDR=remote))

    return address_of


def test_without_a_proxy_nobody_can_name_another_address(address_of):
    assert address_of("192.0.2.1", "198.51.100.7") == "192.0.2.1"


def test_behind_a_proxy_only_its_own_word_counts(address_of, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert address_of("127.0.0.1", "198.51.100.7, 192.0.2.1") == "192.0.2.1"


def test_ipv4_readers_of_an_ipv6_socket_stay_apart(address_of):
    assert address_of("::ffff:192.0.2.1") == "192.0.2.1"
    assert address_of("2001:db8::1") == "2001:db8::1"
