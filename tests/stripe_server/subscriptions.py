"""Gifts of every month: a subscription, its invoices, what each of them charges."""

import time
from copy import deepcopy
from datetime import UTC, datetime

ALIVE = {"active", "past_due"}


def month_later(stamp):
    """The same day of the next month, or its last."""
    day = datetime.fromtimestamp(stamp, UTC)
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    for number in (day.day, 30, 29, 28):
        try:
            return int(day.replace(year=year, month=month, day=number).timestamp())
        except ValueError:
            continue
    raise AssertionError


class Subscriptions:
    def make_subscription(self, session):
        lines = session["_lines"]
        customer = self.store.add("customer", "cus", email=session["customer_email"], metadata={})
        subscription = self.store.add(
            "subscription",
            "sub",
            cancel_at_period_end=False,
            canceled_at=None,
            collection_method="charge_automatically",
            currency=session["currency"],
            customer=customer["id"],
            ended_at=None,
            latest_invoice=None,
            metadata=dict(session["_subscription_metadata"]),
            pause_collection=None,
            start_date=int(time.time()),
            status="incomplete",
        )
        subscription["items"] = {
            "object": "list",
            "has_more": False,
            "url": f"/v1/subscription_items?subscription={subscription['id']}",
            "data": [self.make_item(line, subscription["created"]) for line in lines],
        }
        self.store.tell("customer.subscription.created", subscription)
        return subscription

    def make_item(self, line, start):
        price = self.store.add(
            "price",
            "price",
            currency=line["currency"],
            product=line["product"],
            recurring={"interval": "month", "interval_count": 1},
            type="recurring",
            unit_amount=line["amount"],
        )
        return self.store.add(
            "subscription_item",
            "si",
            current_period_start=start,
            current_period_end=month_later(start),
            price=price,
            quantity=line.get("quantity", 1),
        )

    def renew(self, subscription, *, risk="normal"):
        """A month is over: charge the card. Nothing is charged while it is paused or ended."""
        with self.store.lock:
            subscription = self.store.get(subscription)
            if subscription["status"] not in ALIVE:
                return None
            invoice, intent = self._next_invoice(subscription)
            if subscription["pause_collection"]:
                invoice["status"] = "void"
                self.store.tell("invoice.voided", invoice)
                return None
            charge = self.charge(intent, risk=risk)
            self.pay_invoice(invoice)
            subscription["status"] = "active"
            self.store.tell("customer.subscription.updated", subscription)
            return deepcopy(charge)

    def fail_renewal(self, subscription):
        """The card was declined when the month was over. Gives the failed charge."""
        with self.store.lock:
            subscription = self.store.get(subscription)
            invoice, intent = self._next_invoice(subscription)
            charge = self.charge(intent, status="failed")
            subscription["status"] = "past_due"
            self.store.tell("invoice.payment_failed", invoice)
            self.store.tell("customer.subscription.updated", subscription)
            return deepcopy(charge)

    def end(self, subscription):
        """The donor, or the provider after too many failures, ends it."""
        with self.store.lock:
            subscription = self.store.get(subscription)
            now = int(time.time())
            subscription |= {"status": "canceled", "canceled_at": now, "ended_at": now}
            self.store.tell("customer.subscription.deleted", subscription)
            return deepcopy(subscription)

    def _next_invoice(self, subscription):
        for item in subscription["items"]["data"]:
            item["current_period_start"] = item["current_period_end"]
            item["current_period_end"] = month_later(item["current_period_end"])
        return self.make_invoice(subscription, reason="subscription_cycle")

    def make_invoice(self, subscription, *, reason):
        """An invoice that is open, and the intent that is to pay it."""
        items = subscription["items"]["data"]
        amount = sum(item["price"]["unit_amount"] * item["quantity"] for item in items)
        intent = self.make_intent(
            amount=amount,
            currency=subscription["currency"],
            customer=subscription["customer"],
        )
        invoice = self._add_invoice(subscription, amount, reason)
        self._add_invoice_payment(invoice, intent)
        subscription["latest_invoice"] = invoice["id"]
        self.store.tell("invoice.created", invoice)
        return invoice, intent

    def _add_invoice(self, subscription, amount, reason):
        about = {"subscription": subscription["id"], "metadata": dict(subscription["metadata"])}
        return self.store.add(
            "invoice",
            "in",
            amount_due=amount,
            amount_paid=0,
            billing_reason=reason,
            currency=subscription["currency"],
            customer=subscription["customer"],
            parent={
                "type": "subscription_details",
                "quote_details": None,
                "subscription_details": about,
            },
            status="open",
        )

    def _add_invoice_payment(self, invoice, intent):
        self.store.add(
            "invoice_payment",
            "inpay",
            amount_paid=None,
            amount_requested=invoice["amount_due"],
            currency=invoice["currency"],
            invoice=invoice["id"],
            is_default=True,
            payment={"type": "payment_intent", "payment_intent": intent["id"]},
            status="open",
        )

    def pay_invoice(self, invoice):
        invoice |= {"status": "paid", "amount_paid": invoice["amount_due"]}
        for payment in self.store.all("invoice_payment", invoice=invoice["id"]):
            payment |= {"status": "paid", "amount_paid": invoice["amount_due"]}
        self.store.tell("invoice.paid", invoice)
