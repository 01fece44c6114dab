"""Events are signed, and sent to the site one after the other."""

import hashlib
import hmac
import json
import threading
import time
import urllib.request
from http.client import HTTPException

from tests.stripe_server.asked import told

WEBHOOK = "/support/webhooks/stripe/"


class Sending:
    """`webhook` is where events are posted; empty: nowhere, tests hand them over themselves."""

    @property
    def events(self):
        """All that happened, oldest first, as it would be sent."""
        with self.store.lock:
            return [told(event) for event in self.store.events]

    def signed(self, event, *, at=None, secret=None):
        """The body of an event, and the header that proves where it is from."""
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        stamp = int(time.time() if at is None else at)
        key = (secret or self.webhook_secret).encode()
        signature = hmac.new(key, b"%d.%s" % (stamp, body), hashlib.sha256).hexdigest()
        return body, f"t={stamp},v1={signature}"

    def deliver(self, client, event):
        """Post an event with Django's test client."""
        body, header = self.signed(event)
        return client.post(
            WEBHOOK,
            body,
            content_type="application/json",
            headers={"Stripe-Signature": header},
        )

    def deliver_all(self, client):
        """Post what the site was not told yet; the answers."""
        with self.store.lock:
            events, self.sent = self.events[self.sent :], len(self.store.events)
        return [self.deliver(client, event) for event in events]

    def push(self):
        """Post to `webhook` what was not sent yet, in order; gives up on what isn't accepted."""
        with self.sending:
            events, self.sent = self.events[self.sent :], len(self.store.events)
            for event in events:
                body, header = self.signed(event)
                headers = {"Content-Type": "application/json", "Stripe-Signature": header}
                request = urllib.request.Request(self.webhook, body, headers)
                try:
                    urllib.request.urlopen(request, timeout=10).close()
                except (OSError, HTTPException) as error:
                    print(f"{event['type']} not taken: {error}")

    def push_soon(self):
        """While the answer to whom asked is on its way."""
        if self.webhook:
            threading.Thread(target=self.push, daemon=True).start()
