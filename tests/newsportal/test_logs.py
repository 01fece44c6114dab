"""Log lines: one per event, whatever somebody typed."""

import logging

from django.core import signing

from newsportal.logs import LineFormatter, WithoutTraceback


def record(message, **fields):
    return logging.LogRecord("portal", logging.INFO, "", 0, message, (), fields.get("exc_info"))


def test_a_message_can_not_forge_another_line():
    line = LineFormatter().format(record("name\nERROR root all is lost\u2028\x1b[31m"))
    assert "\n" not in line
    assert "\u2028" not in line
    assert "\x1b" not in line
    assert "all is lost" in line


def test_a_refused_request_is_one_line():
    try:
        raise ValueError("a forged host")
    except ValueError as error:
        refused = record("refused", exc_info=(ValueError, error, error.__traceback__))
    assert WithoutTraceback().filter(refused)
    assert "Traceback" not in LineFormatter().format(refused)


def test_a_token_in_an_address_is_not_written_down():
    token = signing.dumps([7, 1], salt="a link")
    line = LineFormatter().format(record(f"Internal Server Error: /comments/mine/open/{token}/"))
    assert "/comments/mine/open/***/" in line
    assert token.rpartition(":")[2] not in line
