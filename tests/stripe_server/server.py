"""The stand-in as a whole: it starts, it stops, it forgets."""

import threading
from http.server import ThreadingHTTPServer

from tests.stripe_server.asked import Asked
from tests.stripe_server.charges import Charges
from tests.stripe_server.disputes import Disputes
from tests.stripe_server.http import Handler
from tests.stripe_server.pages import Pages
from tests.stripe_server.sending import Sending
from tests.stripe_server.sessions import Sessions
from tests.stripe_server.store import Store
from tests.stripe_server.subscriptions import Subscriptions

LIVE_KEY, TEST_KEY = "sk_live_of_the_stand_in", "sk_test_of_the_stand_in"


class StripeServer(Asked, Sessions, Subscriptions, Charges, Disputes, Pages, Sending):
    """What the provider is asked (Asked), what happens there (the rest), whom it tells (Sending)."""

    webhook_secret = "whsec_of_the_stand_in"
    currency = "usd"

    def __init__(self, *, port=0, webhook=""):
        self.store = Store()
        self.sending = threading.Lock()
        self.is_back = threading.Event()
        self.webhook = self._first_webhook = webhook
        handler = type("Handler", (Handler,), {"provider": self})
        self.http = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self.http.daemon_threads = True
        self.http.block_on_close = False
        self.reset()

    def reset(self):
        """Forget everything: as if just started."""
        self.is_back.set()
        self.is_back = threading.Event()
        with self.store.lock:
            self.store.clear()
            self.store.is_live = True
            self.webhook = self._first_webhook
            self.away = ""  # "503", or "hang": takes requests and never answers
            self.slow = 0  # seconds before each answer
            self.asked = []  # "GET charges/ch_1" and so on
            self.sent = 0  # events the site was told

    @property
    def url(self):
        return f"http://127.0.0.1:{self.http.server_port}"

    checkout_url = url

    @property
    def secret_key(self):
        return LIVE_KEY if self.store.is_live else TEST_KEY

    def use_test_mode(self):
        """From now on everything is play money, and the key is another one."""
        self.store.is_live = False

    def start(self):
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        return self

    def stop(self):
        self.is_back.set()
        self.http.shutdown()
        self.http.server_close()
