import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.urls import reverse

TEMPLATES = [
    path
    for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
    if "admin" not in path.parts
]
# Mail programs load no style sheets: in mails alone rules stand beside what they are for.
MAILS = [path for path in TEMPLATES if "email" in path.parts]
PAGES = [path for path in TEMPLATES if path not in MAILS]
ICONS = Path(settings.BASE_DIR, "static/img/icons.svg").read_text()


@pytest.fixture
def page(client, db):
    return client.get(reverse("account_login")).text


def test_a_page_loads_from_nowhere_else(page):
    addresses = re.findall(r'(?:src|href|action)="([^"]+)"', page)
    assert addresses
    assert [address for address in addresses if re.match(r"(https?:)?//", address)] == []


def test_a_page_loads_few_style_sheets(page):
    in_base = re.findall(
        r'rel="stylesheet"', Path(settings.BASE_DIR, "templates/base.html").read_text()
    )
    assert len(in_base) <= 10  # the last only while there is a message


@pytest.mark.parametrize("template", PAGES, ids=lambda path: path.name)
def test_no_template_needs_inline_code(template):
    source = template.read_text()
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|hx-on|javascript:", source)
    inline = [tag for tag in re.findall(r"<script[^>]*>", source) if "src=" not in tag]
    assert all("application/ld+json" in tag for tag in inline)


@pytest.mark.parametrize("template", MAILS, ids=lambda path: path.name)
def test_no_mail_runs_or_loads_anything(template):
    source = template.read_text()
    assert not re.search(r"<script|<link|<img|url\(|\son[a-z]+=|javascript:", source)


def test_htmx_runs_nothing_and_asks_nobody_else(page):
    for line in ('"allowEval":false', '"selfRequestsOnly":true', '"includeIndicatorStyles":false'):
        assert line in page


def test_there_is_one_main_part_and_a_way_to_skip_to_it(page):
    assert page.count("<main") == 1
    assert '<a class="skip" href="#main">' in page


def test_every_icon_that_a_template_names_is_drawn():
    known = set(re.findall(r'<symbol id="([^"]+)"', ICONS))
    used = {
        name for path in TEMPLATES for name in re.findall(r'{% icon "([^"]+)"', path.read_text())
    }
    assert used
    assert used <= known


def test_an_icon_is_hidden_from_screen_readers():
    drawn = Template('{% load portal %}{% icon "forward" "directional" %}').render(Context())
    assert 'aria-hidden="true"' in drawn
    assert "icon--directional" in drawn
    assert "icons.svg#forward" in drawn


def test_an_error_stands_beside_its_field_and_is_announced_with_it(client, db):
    page = client.post(reverse("account_signup"), {"username": "mara", "email": "mara@"}).text
    field = re.search(r"<input[^>]*name=\"email\"[^>]*>", page)[0]
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_email_helptext id_email_error"' in field
    assert 'id="id_email_error"' in page
    assert 'value="mara@"' in field
