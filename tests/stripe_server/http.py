"""HTTP for the provider's API and its checkout pages."""

import json
import time
from base64 import b64decode
from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote, urlsplit

from tests.stripe_server.errors import Refusal
from tests.stripe_server.parameters import parse


class Handler(BaseHTTPRequestHandler):
    """`provider` is the StripeServer that answers."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    provider = None

    def log_message(self, *args):
        pass

    def do_GET(self):
        self._answer("GET")

    def do_POST(self):
        self._answer("POST")

    def do_DELETE(self):
        self._answer("DELETE")

    def _answer(self, method):
        address = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode()
        if not address.path.startswith("/v1/"):
            return self._send(*self.provider.page(method, address.path, parse(body)))
        if self.provider.slow:
            time.sleep(self.provider.slow)
        given = parse(address.query) | parse(body)
        status, found = self._api(method, unquote(address.path.removeprefix("/v1/")), given, body)
        return self._send(status, json.dumps(found), {"Content-Type": "application/json"})

    def _api(self, method, path, given, body):
        try:
            self._let_in()
            return self._once(method, path, given, body)
        except Refusal as refusal:
            return refusal.status, refusal.body
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            return 400, {"error": {"type": "invalid_request_error", "message": repr(error)}}

    def _let_in(self):
        if self.provider.away == "hang":
            self.provider.is_back.wait(30)
        if self.provider.away:
            raise Refusal(503, "The service is away.", type="api_error")
        kind, _space, key = self.headers.get("Authorization", "").partition(" ")
        if kind == "Basic":
            key = b64decode(key).decode().partition(":")[0]
        if key != self.provider.secret_key:
            raise Refusal(401, "Invalid API Key provided.")

    def _once(self, method, path, given, body):
        """A POST with a key that was answered before is answered the same, and does nothing."""
        provider, key = self.provider, self.headers.get("Idempotency-Key", "")
        with provider.store.lock:
            provider.asked.append(f"{method} {path}")
            before = provider.store.answered.get(key) if method == "POST" else None
            if before and before[0] != (path, body):
                message = "Keys for idempotent requests can only be used with the same parameters."
                raise Refusal(400, message, type="idempotency_error")
            found = before[1] if before else provider.answer(method, path, given)
            if key and method == "POST":
                provider.store.answered[key] = ((path, body), found)
        provider.push_soon()
        return 200, found

    def _send(self, status, text, headers):
        body = text.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()
