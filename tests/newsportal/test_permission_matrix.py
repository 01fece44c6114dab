"""Every address of the site, asked for by everybody who could: nothing is forgotten or left open."""

from http.cookies import SimpleCookie

import pytest
from django.contrib import admin
from django.db import transaction

from tests.newsportal.expected_answers import IN_ADMIN, SIGN_IN, answers
from tests.newsportal.whole_site import (
    PEOPLE,
    address_of,
    browser_of,
    make_site,
    make_users,
    routes,
)

ALLOWED = {200, 302}


def test_every_address_stands_in_the_table_and_nothing_else():
    names = [name for name, _ in routes()]
    assert len(names) == len(set(names))
    assert set(names) == set(answers())


def test_every_table_of_the_admin_has_its_rights():
    shown = {model._meta.label_lower.replace(".", "_") for model in admin.site._registry}
    assert shown == set(IN_ADMIN)


@pytest.mark.once
@pytest.mark.parametrize("who", PEOPLE)
def test_each_page_answers_as_the_table_says(who, db, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    users = make_users()
    places, browser, expected = make_site(users), browser_of(who, users), answers()
    wrong = {}
    for name, route in routes():
        address = address_of(name, route, places)
        found = tuple(answer(browser, method, address) for method in ("get", "post"))
        if not all(map(agrees, found, expected[name][who])):
            wrong[name] = {"expected": expected[name][who], "found": found}
    assert wrong == {}


def answer(browser, method, address):
    """What it answers; the next request finds everything as it was."""
    kept = {name: cookie.value for name, cookie in browser.cookies.items()}
    with transaction.atomic():
        response = getattr(browser, method)(address)
        transaction.set_rollback(True)
    browser.cookies = SimpleCookie(kept)
    if response.status_code == 302 and "/login/" in response["Location"]:
        return SIGN_IN
    return response.status_code


def agrees(found, expected):
    return found in ALLOWED if expected == "allowed" else found == expected
