"""What Stripe is asked and answers, between its words and ours: functions of plain dictionaries."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from donations.models.donors import Pledge
from donations.models.ledger import LedgerEntry
from donations.models.payments import Dispute, Refund
from donations.provided import (
    ChargeFacts,
    DisputeFacts,
    FeeFacts,
    Movement,
    Notice,
    PledgeFacts,
    RefundFacts,
    SessionFacts,
)
from donations.sentences import month_name

CHECKOUT_OPEN = timedelta(minutes=60)
RISKY = {"elevated", "highest"}
# The languages of its checkout, of those that have one name with us and there.
LOCALES = {
    *("bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fil", "fr", "hr", "hu", "id", "it"),
    *("ja", "ko", "lt", "lv", "ms", "mt", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sv"),
    *("th", "tr", "vi", "zh"),
}
CHARGED = {"succeeded": "settled", "pending": "pending"}
PLEDGED = {
    "incomplete": Pledge.Status.STARTED,
    "active": Pledge.Status.ACTIVE,
    "trialing": Pledge.Status.ACTIVE,
    "paused": Pledge.Status.PAUSED,
    "past_due": Pledge.Status.PAST_DUE,
    "unpaid": Pledge.Status.PAST_DUE,
    "canceled": Pledge.Status.ENDED,
    "incomplete_expired": Pledge.Status.ENDED,
}
PAID_BACK = {
    "succeeded": Refund.Status.DONE,
    "failed": Refund.Status.FAILED,
    "canceled": Refund.Status.FAILED,
}
# What an event is about, by the beginning of its kind, and which field of its object says it.
SUBJECTS = [
    ("checkout.session.", "session", ["id"]),
    ("payment_intent.", "charge", ["id"]),
    ("charge.dispute.", "charge", ["payment_intent", "charge"]),
    ("charge.refund.", "charge", ["payment_intent", "charge"]),
    ("charge.", "charge", ["payment_intent", "id"]),
    ("refund.", "charge", ["payment_intent", "charge"]),
    ("customer.subscription.", "pledge", ["id"]),
    ("invoice.", "pledge", ["subscription"]),
]


def moment(stamp):
    return datetime.fromtimestamp(stamp, UTC)


def key_in(metadata, name):
    """The key of ours that was given along; None when there is none."""
    try:
        return UUID((metadata or {}).get(name, ""))
    except ValueError:
        return None


def checkout(payment):
    """A checkout, but for its lines and addresses; alike however often it is asked for."""
    key, repeats = str(payment.key), payment.pledge_id is not None
    along = {"metadata": {"payment": key}}
    if repeats:
        along["metadata"]["pledge"] = str(payment.pledge.key)
    asked = {
        "mode": "subscription" if repeats else "payment",
        "submit_type": "donate",
        "payment_method_types": ["card"],
        "metadata": {"payment": key},
        "subscription_data" if repeats else "payment_intent_data": along,
        "expires_at": int((payment.created_at + CHECKOUT_OPEN).timestamp()),
    }
    if payment.donor and payment.donor.email:
        asked["customer_email"] = payment.donor.email
    return asked


def lines(payment):
    """What the donor sees there: the gift, and what covers the fees."""
    amounts = [(product_name(payment), payment.amount_cents)]
    if payment.cover_cents:
        amounts.append((_("Covers the fees"), payment.cover_cents))
    monthly = {"recurring": {"interval": "month"}} if payment.pledge_id else {}
    return [
        {
            "quantity": 1,
            "price_data": {
                "currency": payment.currency.lower(),
                "unit_amount": cents,
                "product_data": {"name": name},
                **monthly,
            },
        }
        for name, cents in amounts
    ]


def product_name(payment):
    """The campaign with the name of this month; what is given every month names none."""
    month = "" if payment.pledge_id else month_name(timezone.localtime(payment.created_at))
    name = payment.campaign.name.replace("{month}", month)
    return " ".join(name.split()) or _("Gift")


def changed_items(items, amount_cents):
    """One item that is charged from the next time on, in place of those there are."""
    first, *others = items
    price = {
        "currency": first["price"]["currency"],
        "product": first["price"]["product"],
        "recurring": {"interval": "month"},
        "unit_amount": amount_cents,
    }
    changed = {"id": first["id"], "price_data": price, "quantity": 1}
    return [changed, *({"id": item["id"], "deleted": True} for item in others)]


def notice(event):
    subject, ref = about(event["type"], event["data"]["object"])
    return Notice(str(event["id"]), str(event["type"]), subject, ref, moment(event["created"]))


def about(kind, found):
    """Which of its objects to look at; nothing for what does not concern us."""
    if kind.startswith("invoice."):
        found = (found.get("parent") or {}).get("subscription_details") or {}
    for beginning, subject, fields in SUBJECTS:
        if kind.startswith(beginning):
            ref = next((found[field] for field in fields if found.get(field)), "")
            return (subject, ref) if ref else ("", "")
    return "", ""


def session(found, payment_ref):
    return SessionFacts(
        ref=found["id"],
        key=key_in(found["metadata"], "payment"),
        status=found["status"],
        is_live=found["livemode"],
        payment_ref=payment_ref,
        pledge_ref=found["subscription"] or "",
    )


def charge(intent, charges, *, refunds=(), disputes=(), **origin):
    """A payment of theirs, from all its charges and what went back of the one that succeeded."""
    charged = standing(charges)
    pays = charged or {"id": "", "amount": intent["amount"], "created": intent["created"]}
    declined = [one for one in charges if one["status"] == "failed"]
    return ChargeFacts(
        ref=pays["id"],
        payment_ref=intent["id"],
        status=charge_status(intent, charged, declined),
        amount_cents=pays["amount"],
        currency=intent["currency"].upper(),
        is_live=intent["livemode"],
        charged_at=moment(pays["created"]),
        is_risky=(pays.get("outcome") or {}).get("risk_level") in RISKY,
        refunds=tuple(refund(one) for one in refunds),
        disputes=tuple(dispute(one) for one in disputes),
        fees=tuple(fees(pays, refunds, disputes)),
        declines=tuple((one["id"], moment(one["created"])) for one in declined),
        **origin,
    )


def origin(invoice):
    """The monthly gift that an invoice is of; the first one pays what was begun with us."""
    about = (invoice["parent"] or {}).get("subscription_details") or {}
    is_first = invoice["billing_reason"] == "subscription_create"
    return {
        "key": key_in(about.get("metadata"), "payment") if is_first else None,
        "pledge_ref": about.get("subscription") or "",
    }


def standing(charges):
    """The charge that succeeded or is on its way."""
    return next((one for one in charges if one["status"] in CHARGED), None)


def charge_status(intent, charged, declined):
    if charged:
        return CHARGED[charged["status"]]
    return "failed" if declined or intent["status"] == "canceled" else "pending"


def refund(found):
    failed = found.get("failure_balance_transaction")
    return RefundFacts(
        ref=found["id"],
        amount_cents=found["amount"],
        status=PAID_BACK.get(found["status"], Refund.Status.PENDING),
        refunded_at=moment(found["created"]),
        failed_at=moment(failed["created"]) if failed else None,
    )


def dispute(found):
    """Only what moved money is more than an inquiry, whatever it is called."""
    moved = sorted(found["balance_transactions"], key=lambda line: line["created"])
    status = Dispute.Status.INQUIRY
    if moved:
        ends = {"won": Dispute.Status.WON, "lost": Dispute.Status.LOST}
        status = ends.get(found["status"], Dispute.Status.OPEN)
    came_back = [line for line in moved if line["amount"] > 0]
    return DisputeFacts(
        ref=found["id"],
        amount_cents=found["amount"],
        status=status,
        opened_at=moment(moved[0]["created"] if moved else found["created"]),
        closed_at=moment(came_back[-1]["created"]) if came_back else None,
    )


def fees(charged, refunds, disputes):
    """What it kept of all this. In another currency it can't be set against the gift."""
    moved = [charged.get("balance_transaction")]
    moved += [one.get("balance_transaction") for one in refunds]
    moved += [line for one in disputes for line in one["balance_transactions"]]
    for line in moved:
        if line and line["fee"] and line["currency"] == charged["currency"]:
            yield FeeFacts(line["id"], line["fee"], moment(line["created"]))


def pledge(found):
    items = found["items"]["data"]
    status = PLEDGED.get(found["status"], Pledge.Status.ACTIVE)
    if status == Pledge.Status.ACTIVE and found["pause_collection"]:
        status = Pledge.Status.PAUSED
    goes_on = status == Pledge.Status.ACTIVE and not found["cancel_at_period_end"]
    following = min((item["current_period_end"] for item in items), default=None)
    return PledgeFacts(
        ref=found["id"],
        key=key_in(found["metadata"], "pledge"),
        customer_ref=found["customer"],
        status=status,
        amount_cents=sum(item["price"]["unit_amount"] * item["quantity"] for item in items),
        currency=found["currency"].upper(),
        is_live=found["livemode"],
        started_at=moment(found["start_date"]),
        next_charge_at=moment(following) if goes_on and following else None,
        ended_at=moment(found["ended_at"]) if found["ended_at"] else None,
    )


def movements(line):
    """One line of its account as what we book of it: the movement itself, and its fee.

    What was paid out to our bank is no movement of a gift.
    """
    source = line["source"] if isinstance(line["source"], dict) else {}
    kind, ref, sign = moved(line, source)
    charge_ref = source.get("charge") or source.get("id", "")
    if kind == LedgerEntry.Kind.FEE:
        yield _movement(line, line["id"], kind, line["amount"], line)
    elif kind:
        yield _movement(source, ref, kind, sign * source["amount"], line, charge_ref)
        if line["fee"] and line["currency"] == source["currency"]:
            fee = LedgerEntry.Kind.FEE
            yield _movement(line, line["id"], fee, -line["fee"], line, charge_ref)


def moved(line, source):
    """(kind, the reference we book it under, sign) of a line; no kind: not ours to book."""
    kinds, ref = LedgerEntry.Kind, source.get("id", "")
    return {
        "charge": (kinds.GIFT, ref, 1),
        "refund": (kinds.REFUND, ref, -1),
        "refund_failure": (kinds.ADJUSTMENT, f"{ref}:failed", 1),
        "dispute": (kinds.DISPUTE, ref, -1),
        "dispute_reversal": (kinds.DISPUTE, f"{ref}:won", 1),
        "fee": (kinds.FEE, "", 1),
    }.get(line["reporting_category"], ("", "", 0))


def _movement(found, ref, kind, cents, line, charge_ref=""):
    at = line if kind != LedgerEntry.Kind.GIFT else found
    return Movement(ref, kind, cents, found["currency"].upper(), moment(at["created"]), charge_ref)
