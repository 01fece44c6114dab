"""A bank takes a charge back, or asks first."""

from copy import deepcopy

from tests.stripe_server.charges import DISPUTE_FEE


class Disputes:
    def dispute(self, charge, amount=None, *, inquiry=False):
        with self.store.lock:
            charge = self.store.get(charge)
            dispute = self.store.add(
                "dispute",
                "dp",
                amount=amount or charge["amount"],
                balance_transactions=[],
                charge=charge["id"],
                currency=charge["currency"],
                is_charge_refundable=inquiry,
                payment_intent=charge["payment_intent"],
                reason="fraudulent",
                status="warning_needs_response" if inquiry else "needs_response",
            )
            charge["disputed"] = True
            self.store.tell("charge.dispute.created", dispute)
            if not inquiry:
                self._withdraw(dispute)
            return deepcopy(dispute)

    def escalate(self, dispute):
        """An inquiry becomes a dispute: now the money goes."""
        with self.store.lock:
            dispute = self.store.get(dispute)
            dispute["status"] = "needs_response"
            self.store.tell("charge.dispute.updated", dispute)
            self._withdraw(dispute)
            return deepcopy(dispute)

    def win(self, dispute):
        with self.store.lock:
            dispute = self.store.get(dispute)
            held = bool(dispute["balance_transactions"])
            dispute["status"] = "won" if held else "warning_closed"
            if held:
                self._move(dispute, dispute["amount"], "dispute_reversal")
            self.store.tell("charge.dispute.closed", dispute)
            if held:
                self.store.tell("charge.dispute.funds_reinstated", dispute)
            return deepcopy(dispute)

    def lose(self, dispute):
        with self.store.lock:
            dispute = self.store.get(dispute)
            dispute["status"] = "lost"
            self.store.tell("charge.dispute.closed", dispute)
            return deepcopy(dispute)

    def _withdraw(self, dispute):
        self._move(dispute, -dispute["amount"], "dispute", fee=DISPUTE_FEE)
        self.store.tell("charge.dispute.funds_withdrawn", dispute)

    def _move(self, dispute, amount, category, *, fee=0):
        line = self.move(dispute, "adjustment", amount, fee=fee, category=category, field="")
        dispute["balance_transactions"].append(line)
