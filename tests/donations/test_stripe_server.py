"""The stand-in for the card provider is as strict as the provider where it matters."""

import json
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.error import HTTPError
from urllib.parse import urlencode

import pytest
import stripe

from tests.stripe_server.parameters import parse

SESSION = {
    "mode": "payment",
    "success_url": "https://news.example/done?s={CHECKOUT_SESSION_ID}",
    "cancel_url": "https://news.example/back",
    "line_items": [
        {
            "quantity": 1,
            "price_data": {
                "currency": "usd",
                "unit_amount": 2_500,
                "product_data": {"name": "Map fund"},
            },
        }
    ],
}


@pytest.fixture
def api(stripe_server):
    return stripe.StripeClient(
        stripe_server.secret_key, base_addresses={"api": stripe_server.url}
    ).v1


def start(api, key="", **changes):
    options = {"idempotency_key": key} if key else {}
    return api.checkout.sessions.create(params=SESSION | changes, options=options)


@pytest.mark.parametrize(
    ("encoded", "found"),
    [
        ("a=1&b=%C3%A9", {"a": "1", "b": "é"}),
        ("a[b][c]=1&a[b][d]=2", {"a": {"b": {"c": "1", "d": "2"}}}),
        ("a[0][b]=1&a[1][b]=2", {"a": [{"b": "1"}, {"b": "2"}]}),
        ("a[]=x&a[]=y", {"a": ["x", "y"]}),
        ("a=", {"a": ""}),
    ],
)
def test_nested_parameters_are_read(encoded, found):
    assert parse(encoded) == found


def test_a_key_used_twice_gives_the_same_answer_and_does_nothing_again(api, stripe_server):
    assert start(api, "k").id == start(api, "k").id
    assert start(api, "other").id != start(api, "k").id
    assert len(stripe_server.store.all("checkout.session")) == 2


def test_a_key_used_for_something_else_is_refused(api):
    start(api, "k")
    with pytest.raises(stripe.IdempotencyError):
        start(api, "k", cancel_url="https://news.example/elsewhere")


@pytest.mark.parametrize(
    "changes",
    [
        {"mode": "gift"},
        {"line_items": []},
        {"success_url": "/done"},
        {"expires_at": 1},
        {"made_up": "1"},
        {"mode": "subscription"},  # without an interval
        {"mode": "subscription", "payment_intent_data": {"metadata": {"a": "b"}}},
    ],
)
def test_what_the_provider_would_not_take_is_refused(api, changes):
    with pytest.raises(stripe.InvalidRequestError):
        start(api, **changes)


def test_another_key_is_not_let_in(stripe_server):
    client = stripe.StripeClient("sk_live_other", base_addresses={"api": stripe_server.url})
    with pytest.raises(stripe.AuthenticationError):
        start(client.v1)


def test_an_unknown_address_is_refused_in_the_providers_form(stripe_server):
    request = urllib.request.Request(
        f"{stripe_server.url}/v1/nothing",
        headers={"Authorization": f"Bearer {stripe_server.secret_key}"},
    )
    with pytest.raises(HTTPError) as refused:
        urllib.request.urlopen(request)
    assert refused.value.code == 404
    assert json.load(refused.value)["error"]["type"] == "invalid_request_error"


def test_a_list_comes_in_pages_newest_first(api):
    made = [start(api).id for _session in range(5)]
    page = api.checkout.sessions.list(params={"limit": 2})
    assert ([one.id for one in page.data], page.has_more) == (made[:2:-1], True)
    assert [one.id for one in page.auto_paging_iter()] == made[::-1]


def test_what_is_kept_inside_is_never_told(api, stripe_server):
    session = start(api)
    stripe_server.pay(session.id)
    assert not [name for name in session.to_dict() if name.startswith("_")]
    assert "_lines" not in json.dumps(stripe_server.events)


def test_a_session_is_paid_once(api, stripe_server):
    session = start(api)
    stripe_server.pay(session.id)
    with pytest.raises(ValueError, match="complete"):
        stripe_server.pay(session.id)


# Its pages


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def post(url, **fields):
    opener = urllib.request.build_opener(NoRedirect)
    return opener.open(url, urlencode(fields).encode())


def test_a_browser_sees_what_it_pays_and_is_led_back(api, stripe_server):
    session = start(api)
    page = urllib.request.urlopen(session.url).read().decode()
    assert "Map fund: 25.00" in page
    assert "declined" in post(session.url, do="decline").read().decode()
    with pytest.raises(HTTPError) as led:
        post(session.url, do="pay")
    assert led.value.headers["Location"] == f"https://news.example/done?s={session.id}"
    assert stripe_server.store.get(session.id)["status"] == "complete"


def test_a_browser_may_go_back_without_paying(api, stripe_server):
    session = start(api)
    with pytest.raises(HTTPError) as led:
        post(session.url, do="back")
    assert led.value.headers["Location"] == "https://news.example/back"
    assert stripe_server.store.get(session.id)["status"] == "open"


@pytest.fixture
def site():
    """Somebody who takes events, and what they took."""
    taken = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append((body, self.headers["Stripe-Signature"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.taken, server.url = taken, f"http://127.0.0.1:{server.server_port}/"
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_site_that_listens_is_told_in_order_and_once(api, stripe_server, site):
    stripe_server.webhook = site.url
    stripe_server.pay(start(api).id)
    for _time in range(2):
        stripe_server.push()
    events = [
        stripe.Webhook.construct_event(body, header, stripe_server.webhook_secret)
        for body, header in site.taken
    ]
    assert [event.id for event in events] == [event["id"] for event in stripe_server.events]
