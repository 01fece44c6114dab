"""The hosted checkout: what the donor does there."""

import time
from copy import deepcopy

FIELDS = {
    *("mode", "submit_type", "line_items", "customer_email", "locale", "expires_at", "metadata"),
    *("payment_intent_data", "subscription_data", "success_url", "cancel_url", "expand"),
    *("payment_method_types", "client_reference_id"),
}


class Sessions:
    def make_session(self, given, lines):
        """A session as the site asked for it. What begins with _ is never told."""
        session = self.store.add(
            "checkout.session",
            "cs_live" if self.store.is_live else "cs_test",
            amount_total=sum(line["amount"] * line["quantity"] for line in lines),
            cancel_url=given.get("cancel_url"),
            currency=lines[0]["currency"],
            customer=None,
            customer_email=given.get("customer_email"),
            expires_at=int(given.get("expires_at") or time.time() + 24 * 3600),
            invoice=None,
            locale=given.get("locale"),
            metadata=given.get("metadata", {}),
            mode=given["mode"],
            payment_intent=None,
            payment_status="unpaid",
            status="open",
            submit_type=given.get("submit_type"),
            subscription=None,
            success_url=given["success_url"],
            _lines=lines,
            _payment_metadata=given.get("payment_intent_data", {}).get("metadata", {}),
            _subscription_metadata=given.get("subscription_data", {}).get("metadata", {}),
            _paying={},
        )
        session["url"] = f"{self.checkout_url}/c/pay/{session['id']}"
        return session

    def pay(self, session, *, risk="normal", pending=False):
        """The donor pays; with `pending`, in a way that takes days (see `settle`)."""
        with self.store.lock:
            session = self.open_session(session)
            intent = self._intent_of(session)
            charge = self.charge(intent, status="pending" if pending else "succeeded", risk=risk)
            session |= {"status": "complete", "payment_status": "unpaid" if pending else "paid"}
            if session["mode"] == "payment":
                session["payment_intent"] = intent["id"]
            else:
                self._begin_subscription(session)
            session["url"] = None
            self.store.tell("checkout.session.completed", session)
            if not pending:
                self.store.tell("charge.updated", charge)
            return deepcopy(charge)

    def decline(self, session):
        """The donor's card is declined; they may try another one. Gives the failed charge."""
        with self.store.lock:
            session = self.open_session(session)
            return deepcopy(self.charge(self._intent_of(session), status="failed"))

    def expire(self, session):
        with self.store.lock:
            session = self.open_session(session)
            session |= {"status": "expired", "url": None}
            self.store.tell("checkout.session.expired", session)
            return deepcopy(session)

    def open_session(self, session):
        session = self.store.get(session)
        if session["status"] != "open":
            raise ValueError(f"the session is {session['status']}")
        return session

    def _intent_of(self, session):
        """The intent of this session: made when a card is tried first, kept for the next try."""
        paying = session["_paying"]
        if not paying and session["mode"] == "payment":
            intent = self.make_intent(
                amount=session["amount_total"],
                currency=session["currency"],
                metadata=session["_payment_metadata"],
            )
            paying["intent"] = intent["id"]
        elif not paying:
            subscription = self.make_subscription(session)
            invoice, intent = self.make_invoice(subscription, reason="subscription_create")
            paying |= {"subscription": subscription["id"], "invoice": invoice["id"]}
            paying["intent"] = intent["id"]
        return self.store.get(paying["intent"])

    def _begin_subscription(self, session):
        subscription = self.store.get(session["_paying"]["subscription"])
        subscription["status"] = "active"
        session |= {
            "customer": subscription["customer"],
            "invoice": session["_paying"]["invoice"],
            "subscription": subscription["id"],
        }
        self.pay_invoice(self.store.get(session["invoice"]))
        self.store.tell("customer.subscription.updated", subscription)
