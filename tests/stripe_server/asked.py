"""What the site asks for: each route answers with an object or refuses."""

import time

from tests.stripe_server import sessions
from tests.stripe_server.errors import Refusal, missing, wrong

LISTED = {
    "charges": "charge",
    "checkout/sessions": "checkout.session",
    "customers": "customer",
    "disputes": "dispute",
    "balance_transactions": "balance_transaction",
    "events": "event",
    "invoice_payments": "invoice_payment",
    "invoices": "invoice",
    "payment_intents": "payment_intent",
    "refunds": "refund",
    "subscriptions": "subscription",
}
FILTERS = {"charge", "payment_intent", "source", "customer", "invoice", "payment", "type", "status"}
SESSION_MINUTES = range(30, 24 * 60 + 1)
MOST_ROWS = 100


class Asked:
    """The routes. `path` is what comes after /v1/, `given` the parameters."""

    def answer(self, method, path, given):
        expand = given.pop("expand", [])
        found = self._route(method, path, given)
        return told(self.store.expanded(found, expand))

    def _route(self, method, path, given):
        collection, _slash, ref = path.rpartition("/")
        if method == "GET" and path in LISTED:
            return self._rows(path, given)
        if method == "GET" and collection in LISTED:
            return self._one(LISTED[collection], ref)
        posts = {
            "checkout/sessions": self._start,
            "refunds": self._refund,
            "billing_portal/sessions": self._card_page,
        }
        if method == "POST" and path in posts:
            return posts[path](given)
        if collection == "subscriptions" and method in {"POST", "DELETE"}:
            subscription = self._one("subscription", ref)
            if subscription["status"] == "canceled":
                raise missing("subscription", ref)
            return self.end(ref) if method == "DELETE" else self._change(subscription, given)
        if method == "POST" and path.endswith("/expire"):
            return self.expire(self._one("checkout.session", path.split("/")[-2]))
        raise Refusal(404, f"Unrecognized request URL ({method}: /v1/{path}).")

    def _one(self, kind, ref):
        found = self.store.objects.get(ref)
        if not found or found["object"] != kind:
            raise missing(kind, ref)
        return found

    def _rows(self, path, given):
        """A page of a list, newest first."""
        found = [one for one in self.store.all(LISTED[path]) if is_asked_for(one, given)][::-1]
        if after := given.get("starting_after"):
            refs = [one["id"] for one in found]
            found = found[refs.index(after) + 1 :] if after in refs else []
        limit = int(given.get("limit", 10))
        if not 1 <= limit <= MOST_ROWS:
            raise wrong("limit")
        more = len(found) > limit
        return {"object": "list", "url": f"/v1/{path}", "data": found[:limit], "has_more": more}

    def _start(self, given):
        if unknown := set(given) - sessions.FIELDS:
            raise Refusal(
                400, f"Received unknown parameter: {min(unknown)}", code="parameter_unknown"
            )
        if given.get("mode") not in {"payment", "subscription"}:
            raise wrong("mode")
        if given["mode"] == "subscription" and "payment_intent_data" in given:
            raise wrong("payment_intent_data", "Can't be used in subscription mode")
        minutes = (int(given.get("expires_at", time.time() + 3600)) - time.time()) / 60
        if not SESSION_MINUTES.start - 0.1 <= minutes <= SESSION_MINUTES.stop:
            raise wrong("expires_at", "Must be between 30 minutes and 24 hours from now")
        if not given.get("success_url", "").startswith(("http://", "https://")):
            raise wrong("success_url", "Not a valid URL")
        lines = [line_of(item, given["mode"]) for item in given.get("line_items", [])]
        if not lines:
            raise wrong("line_items", "Missing required param")
        return self.make_session(given, lines)

    def _refund(self, given):
        charge = self._one("charge", given.get("charge", ""))
        left = charge["amount"] - charge["amount_refunded"]
        amount = int(given.get("amount", left))
        if not charge["paid"] or not 0 < amount <= left:
            raise Refusal(
                400,
                f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})",
                code="charge_already_refunded" if not left else "",
                param="amount",
            )
        return self.refund(charge, amount)

    def _change(self, subscription, given):
        """Change what is charged from the next time on, pause, resume."""
        if "pause_collection" in given:
            subscription["pause_collection"] = given["pause_collection"] or None
        if "items" in given and given.get("proration_behavior") != "none":
            raise wrong("proration_behavior", "This server knows only none")
        for change in given.get("items", []):
            self._change_item(subscription["items"]["data"], change)
        self.store.tell("customer.subscription.updated", subscription)
        return subscription

    def _change_item(self, items, change):
        item = next((one for one in items if one["id"] == change.get("id")), None)
        if not item:
            raise wrong("items", "No such subscription item")
        if change.get("deleted") == "true":
            return items.remove(item)
        asked = change["price_data"]
        if asked["currency"] != item["price"]["currency"] or not asked.get("product"):
            raise wrong("items[price_data]")
        changed = self.make_item(
            asked | {"amount": int(asked["unit_amount"])}, item["current_period_start"]
        )
        return item.update(price=changed["price"])

    def _card_page(self, given):
        customer = self._one("customer", given.get("customer", ""))
        return self.store.add(
            "billing_portal.session",
            "bps",
            customer=customer["id"],
            flow=given.get("flow_data"),
            return_url=given.get("return_url"),
            url=f"{self.checkout_url}/p/session/{customer['id']}",
        )


def line_of(item, mode):
    """What a line of the checkout asks for, checked as the provider checks it."""
    price = item.get("price_data", {})
    amount = price.get("unit_amount", "")
    if not amount.isdecimal() or not 50 <= int(amount) <= 99_999_999:
        raise wrong("line_items[price_data][unit_amount]", "Invalid integer")
    if mode == "subscription" and price.get("recurring", {}).get("interval") != "month":
        raise wrong("line_items[price_data][recurring]", "Missing required param")
    if mode == "payment" and "recurring" in price:
        raise wrong("line_items[price_data][recurring]", "Only in subscription mode")
    return {
        "amount": int(amount),
        "currency": price["currency"].lower(),
        "name": price["product_data"]["name"],
        "product": f"prod_{abs(hash(price['product_data']['name'])):x}"[:20],
        "quantity": int(item.get("quantity", 1)),
    }


def is_asked_for(found, given):
    ranges = given.get("created", {})
    if not isinstance(ranges, dict):
        ranges = {"gte": ranges, "lte": ranges}
    tests = {
        "gt": lambda limit: found["created"] > limit,
        "gte": lambda limit: found["created"] >= limit,
        "lt": lambda limit: found["created"] < limit,
        "lte": lambda limit: found["created"] <= limit,
    }
    fields = {name: value for name, value in given.items() if name in FILTERS and value != "all"}
    if (
        found["object"] == "subscription"
        and "status" not in given
        and found["status"] == "canceled"
    ):
        return False
    return all(tests[name](int(limit)) for name, limit in ranges.items()) and all(
        found.get(name) == value for name, value in fields.items()
    )


def told(found):
    """Without what the provider keeps to itself."""
    if isinstance(found, list):
        return [told(one) for one in found]
    if isinstance(found, dict):
        return {key: told(value) for key, value in found.items() if not key.startswith("_")}
    return found
