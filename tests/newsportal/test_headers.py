"""What every answer of the site carries, whatever page it is."""

import pytest
from django.urls import reverse

from newsportal import environment
from tests.factories import make_article

pytestmark = pytest.mark.django_db

PUBLIC_PAGES = ["/", "/support/", "/accounts/login/", "/accounts/signup/", "/no/such/page/"]


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_public_pages_allow_nothing_inline_and_nothing_from_elsewhere(client, path):
    policy = client.get(path)["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";"
    assert "style-src 'self';" in policy + ";"
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert "object-src 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_every_page_carries_the_plain_protections(client, path):
    response = client.get(path)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_article_page_is_free_of_cookies_and_public(client):
    response = client.get(make_article().get_absolute_url())
    assert response.status_code == 200
    assert not response.cookies
    assert response["Cache-Control"].startswith("public, max-age=0, s-maxage=30")
    assert "cookie" not in response["Vary"].lower()
    assert b"csrfmiddlewaretoken" not in response.content


def test_a_signed_in_reader_gets_a_page_that_nobody_may_keep(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("ada", "ada@example.com"))
    response = client.get(make_article().get_absolute_url())
    assert response["Cache-Control"] == "private, no-store"


def test_the_process_and_the_database_can_be_asked_for_their_health(client):
    assert client.get(reverse("healthz")).content == b"ok\n"
    assert client.get(reverse("readyz")).content == b"ok\n"


def test_a_browser_that_guesses_finds_the_icon(client):
    response = client.get("/favicon.ico")
    assert response.status_code == 301
    assert response.url.endswith("/img/favicon.svg")
    assert response["Cache-Control"].startswith("public")


@pytest.mark.parametrize("path", ["/%00", "/?q=%00", "/?q=" + "x" * 3000])
def test_addresses_no_browser_sends_are_refused_calmly(client, path):
    assert client.get(path).status_code in {400, 404}


@pytest.mark.parametrize("cookie", [r'session="\000aaaaaaaaaaaa"', r'other="\000"'])
def test_a_nul_in_a_cookie_is_refused_calmly(client, cookie):
    assert client.get("/accounts/", headers={"cookie": cookie}).status_code == 400


def test_a_changed_host_header_is_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("path", ["/theme/", "/comments/1/vote/", "/accounts/login/", "/admin/"])
def test_a_body_larger_than_any_form_is_refused_unread(client, path):
    response = client.post(path, {"theme": "dark"}, CONTENT_LENGTH=str(200 * 1024 * 1024))
    assert response.status_code == 400


def test_the_newsroom_takes_bodies_as_large_as_its_maps(client):
    response = client.post("/admin/", {"any": "thing"}, CONTENT_LENGTH=str(61 * 1024 * 1024))
    assert response.status_code == 302


def test_forms_may_lead_to_the_card_providers_pages_once_there_is_a_key(monkeypatch):
    assert environment.payment_pages() == []
    monkeypatch.setenv("STRIPE_SECRET_KEY", "sk_live_known")
    monkeypatch.setenv("STRIPE_WEBHOOK_SECRETS", "whsec_known")
    pages = {"https://checkout.stripe.com", "https://billing.stripe.com"}
    assert set(environment.payment_pages()) == pages
