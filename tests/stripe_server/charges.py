"""What happens to cards: charged, declined, paid back, taken back by the bank."""

from copy import deepcopy

FEE_PERMILLE, FEE_FIXED, DISPUTE_FEE = 29, 30, 1500


def fee_of(amount):
    return (amount * FEE_PERMILLE + 500) // 1000 + FEE_FIXED


class Charges:
    """The doings around one charge. Each takes and gives objects (or their ids)."""

    def make_intent(self, *, amount, currency, customer=None, metadata=None):
        intent = self.store.add(
            "payment_intent",
            "pi",
            amount=amount,
            amount_received=0,
            currency=currency,
            customer=customer,
            latest_charge=None,
            metadata=dict(metadata or {}),
            status="requires_payment_method",
        )
        self.store.tell("payment_intent.created", intent)
        return intent

    def charge(self, intent, *, status="succeeded", risk="normal"):
        """Try the card of an intent once."""
        charge = self.store.add(
            "charge",
            "ch",
            amount=intent["amount"],
            amount_captured=intent["amount"] if status == "succeeded" else 0,
            amount_refunded=0,
            balance_transaction=None,
            captured=status == "succeeded",
            currency=intent["currency"],
            customer=intent["customer"],
            disputed=False,
            failure_code="card_declined" if status == "failed" else None,
            metadata=dict(intent["metadata"]),
            outcome={"risk_level": risk, "type": "authorized"},
            paid=status == "succeeded",
            payment_intent=intent["id"],
            refunded=False,
            status=status,
        )
        intent["latest_charge"] = charge["id"]
        {"succeeded": self._succeed, "failed": self._fail, "pending": self._wait}[status](charge)
        return charge

    def settle(self, charge):
        """What was on its way (a direct debit) has arrived."""
        with self.store.lock:
            charge = self.store.get(charge)
            charge |= {"status": "succeeded", "paid": True, "captured": True}
            self._succeed(charge)
            self._tell_sessions(charge, "checkout.session.async_payment_succeeded", "paid")
            return deepcopy(charge)

    def fail(self, charge):
        """What was on its way did not arrive."""
        with self.store.lock:
            charge = self.store.get(charge)
            charge["status"] = "failed"
            self._fail(charge)
            self._tell_sessions(charge, "checkout.session.async_payment_failed", "unpaid")
            return deepcopy(charge)

    def _succeed(self, charge):
        intent = self.store.get(charge["payment_intent"])
        intent |= {"status": "succeeded", "amount_received": charge["amount"]}
        charge["amount_captured"] = charge["amount"]
        self.move(charge, "charge", charge["amount"], fee=fee_of(charge["amount"]))
        self.store.tell("charge.succeeded", charge)
        self.store.tell("payment_intent.succeeded", intent)

    def _fail(self, charge):
        intent = self.store.get(charge["payment_intent"])
        intent["status"] = "requires_payment_method"
        self.store.tell("charge.failed", charge)
        self.store.tell("payment_intent.payment_failed", intent)

    def _wait(self, charge):
        intent = self.store.get(charge["payment_intent"])
        intent["status"] = "processing"
        self.store.tell("charge.pending", charge)
        self.store.tell("payment_intent.processing", intent)

    def _tell_sessions(self, charge, kind, payment_status):
        for session in self.store.all("checkout.session", payment_intent=charge["payment_intent"]):
            session["payment_status"] = payment_status
            self.store.tell(kind, session)

    def move(self, source, kind, amount, *, fee=0, category="", field="balance_transaction"):
        """A line of the account; the object it came from names it."""
        line = self.store.add(
            "balance_transaction",
            "txn",
            amount=amount,
            currency=source["currency"] if source else self.currency,
            exchange_rate=None,
            fee=fee,
            fee_details=[],
            net=amount - fee,
            reporting_category=category or kind,
            source=source["id"] if source else None,
            status="available",
            type=kind,
        )
        if source and field:
            source[field] = line["id"]
        return line

    def take_account_fee(self, amount):
        """What the provider keeps of the account as a whole."""
        with self.store.lock:
            return deepcopy(self.move(None, "stripe_fee", -amount, category="fee"))

    # Money that goes back

    def refund(self, charge, amount=None, *, status="succeeded"):
        with self.store.lock:
            charge = self.store.get(charge)
            refund = self.store.add(
                "refund",
                "re",
                amount=charge["amount"] - charge["amount_refunded"] if amount is None else amount,
                balance_transaction=None,
                charge=charge["id"],
                currency=charge["currency"],
                failure_balance_transaction=None,
                payment_intent=charge["payment_intent"],
                status=status,
            )
            self.move(refund, "refund", -refund["amount"])
            self._count_refunds(charge)
            self.store.tell("charge.refunded", charge)
            self.store.tell("refund.created", refund)
            return deepcopy(refund)

    def fail_refund(self, refund):
        """The donor's bank would not take it: it is ours again."""
        with self.store.lock:
            refund = self.store.get(refund)
            refund["status"] = "failed"
            self.move(
                refund, "refund_failure", refund["amount"], field="failure_balance_transaction"
            )
            self._count_refunds(self.store.get(refund["charge"]))
            self.store.tell("refund.updated", refund)
            self.store.tell("refund.failed", refund)
            return deepcopy(refund)

    def _count_refunds(self, charge):
        refunds = self.store.all("refund", charge=charge["id"])
        charge["amount_refunded"] = sum(
            refund["amount"]
            for refund in refunds
            if refund["status"] in {"succeeded", "pending", "requires_action"}
        )
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
