"""The watch that every test of this folder relies on misses nothing."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)
TRICKS = {
    "script error": "setTimeout(() => { throw Error('broken'); })",
    "console: broken": "console.error('broken')",
    "img-src": "new Image().src = 'http://127.0.0.1:9/'",
    "style-src": "document.body.setAttribute('style', 'color: red')",
    "other host": "location = 'http://127.0.0.1:9/'",
}


@pytest.mark.parametrize("trouble", TRICKS)
def test_trouble_on_a_page_fails_its_test(visit, troubles, trouble):
    page = visit("/")
    page.evaluate(f"() => {{ {TRICKS[trouble]} }}")
    page.wait_for_timeout(300)
    noted = " ".join(troubles)
    troubles.clear()
    assert trouble in noted
