"""A card provider in memory: what it says of one gift, after each thing that happens to it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from donations.provided import ChargeFacts, DisputeFacts, FeeFacts, RefundFacts, SessionFacts

START = datetime(2026, 11, 3, 9, tzinfo=UTC)
FEE_CENTS = 59


class Told:
    """Does what it is told (`do`) and answers as a gateway; `said` are all its answers."""

    name, method = "stripe", "card"

    def __init__(self, payment):
        self.key, self.now, self.said = payment.key, START, []
        self.total_cents, self.is_paid = payment.total_cents, False
        self.facts = ChargeFacts(
            ref="",
            payment_ref="pi_1",
            status="pending",
            amount_cents=self.total_cents,
            currency="USD",
            is_live=True,
            charged_at=START,
            key=self.key,
        )

    def do(self, verb, which, cents):
        """One thing that may happen now, else nothing."""
        self.now += timedelta(hours=1)
        changed = getattr(self, verb)(which, cents)
        self.facts = replace(self.facts, **changed or {})
        self.said.append(self.facts)

    def decline(self, _which, _cents):
        if not self.is_paid:
            decline = (f"ch_no{len(self.facts.declines)}", self.now)
            return {"status": "failed", "declines": (*self.facts.declines, decline)}

    def wait(self, _which, _cents):
        if not self.is_paid:
            return {"ref": "ch_1", "status": "pending", "charged_at": self.now}

    def pay(self, _which, _cents):
        if not self.is_paid:
            self.is_paid = True
            fees = (FeeFacts("txn_1", FEE_CENTS, self.now),)
            return {"ref": "ch_1", "status": "settled", "charged_at": self.now, "fees": fees}

    def refund(self, _which, cents):
        cents = min(cents, self.total_cents - self.gone_cents)
        if self.is_paid and cents > 0:
            ref = f"re_{len(self.facts.refunds)}"
            return {"refunds": (*self.facts.refunds, RefundFacts(ref, cents, "done", self.now))}

    def fail_refund(self, which, _cents):
        return self._change("refunds", which, "done", status="failed", failed_at=self.now)

    def dispute(self, which, cents):
        if self.is_paid:
            status = "inquiry" if which % 2 else "open"
            ref = f"dp_{len(self.facts.disputes)}"
            dispute = DisputeFacts(ref, min(cents, self.total_cents), status, self.now)
            return {"disputes": (*self.facts.disputes, dispute)}

    def escalate(self, which, _cents):
        return self._change("disputes", which, "inquiry", status="open", opened_at=self.now)

    def win(self, which, _cents):
        return self._change("disputes", which, "open", status="won", closed_at=self.now)

    def lose(self, which, _cents):
        return self._change("disputes", which, "open", status="lost")

    def _change(self, name, which, before, **changed):
        rows = list(getattr(self.facts, name))
        if rows and rows[which % len(rows)].status == before:
            rows[which % len(rows)] = replace(rows[which % len(rows)], **changed)
            return {name: tuple(rows)}

    # As a gateway

    def charge(self, ref):
        return self.facts

    def session(self, ref):
        status = "complete" if self.is_paid else "open"
        return SessionFacts("cs_1", self.key, status, True, payment_ref="pi_1")

    # What must stand in the ledger

    @property
    def moves(self):
        """{reference: what it moves in all, gift and covered fees together}."""
        if not self.is_paid:
            return {}
        moves = {"ch_1": self.total_cents, "txn_1": -FEE_CENTS}
        for refund in self.facts.refunds:
            moves[refund.ref] = -refund.amount_cents
            if refund.status == "failed":
                moves[f"{refund.ref}:failed"] = refund.amount_cents
        for dispute in self.facts.disputes:
            if dispute.status != "inquiry":
                moves[dispute.ref] = -dispute.amount_cents
            if dispute.status == "won":
                moves[f"{dispute.ref}:won"] = dispute.amount_cents
        return moves

    @property
    def gone_cents(self):
        return -sum(cents for ref, cents in self.moves.items() if ref not in {"ch_1", "txn_1"})
