"""python -m tests.stripe_server: a stand-in for the card provider, for trying the site out."""

import argparse

from tests.stripe_server import StripeServer

SETTINGS = """Give the site these settings, then pay on its support page:

  STRIPE_SECRET_KEY={server.secret_key}
  STRIPE_WEBHOOK_SECRETS={server.webhook_secret}
  STRIPE_API_URL={server.url}
  STRIPE_CHECKOUT_URL={server.url}

At {server.url}/ charges are paid back and disputed, monthly gifts renewed. Ctrl-C ends it.
"""


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.stripe_server", description=__doc__)
    parser.add_argument("--port", type=int, default=8200)
    parser.add_argument("--webhook", default="http://127.0.0.1:8000/support/webhooks/stripe/")
    parser.add_argument("--test", action="store_true", help="play money: nothing counts")
    options = parser.parse_args()
    server = StripeServer(port=options.port, webhook=options.webhook)
    if options.test:
        server.use_test_mode()
    print(SETTINGS.format(server=server))
    try:
        server.http.serve_forever()
    except KeyboardInterrupt:
        server.stop()


if __name__ == "__main__":
    main()
