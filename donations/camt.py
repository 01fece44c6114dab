"""Statements of banks in XML: camt.053 of any version, whatever its namespace."""

import re
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from donations.bank import (
    Line,
    Unreadable,
    account_of,
    check_count,
    check_size,
    iso_day,
    plain,
)

BOOKED = {"", "BOOK"}


def is_camt(content):
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def read(content):
    """The booked movements of a camt.053 file; Unreadable when it is none."""
    check_size(content)
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable(_("This is not an XML file that can be read.")) from error
    statements = _all(root, "BkToCstmrStmt", "Stmt")
    if not statements:
        raise Unreadable(_("This XML file is not a camt.053 statement."))
    lines = []
    for statement in statements:
        account = _account(statement)
        for entry in _all(statement, "Ntry"):
            if _word(entry, "Sts") in BOOKED:
                lines += _lines(entry, account)
    return check_count(lines)


def _lines(entry, account):
    """One line, or one for each transfer of a batch when their sums add up to the entry's."""
    try:
        whole, parts = _amount(entry, entry), _all(entry, "NtryDtls", "TxDtls")
        day = iso_day(_date(entry))
        amounts = [_amount(part, entry) for part in parts]
    except (ValueError, OverflowError) as error:
        message = _("The movement “%(ref)s” has no date or amount that can be read.")
        ref = plain(_word(entry, "AcctSvcrRef") or _word(entry, "NtryRef"), 40)
        raise Unreadable(message % {"ref": ref}) from error
    if None in amounts or len({whole[1], *(each[1] for each in amounts)}) > 1:
        amounts = []
    if sum(cents for cents, _currency in amounts) != whole[0]:
        amounts = []
    if len(amounts) > 1:
        pairs = zip(parts, amounts, strict=True)
    else:
        pairs = [(parts[0] if len(parts) == 1 else None, whole)]
    return [_line(entry, part, amount, day, account) for part, amount in pairs if amount[0]]


def _line(entry, part, amount, day, account):
    cents, currency = amount
    within = [part] if part is not None else _all(entry, "NtryDtls", "TxDtls")
    payers = filter(None, (_payer(each, entry, cents) for each in within))
    texts = [text for each in within for text in _texts(each)] or [_word(entry, "AddtlNtryInf")]
    ref = (part is not None and _text(part, "Refs", "AcctSvcrRef")) or _word(entry, "AcctSvcrRef")
    return Line(
        booked_on=day,
        amount_cents=cents,
        currency=currency,
        payer=plain(next(payers, ""), 140),
        text=plain(" ".join(texts), 500),
        bank_ref=plain(ref or _word(entry, "NtryRef"), 60),
        account=account,
    )


def _amount(element, entry):
    """Signed minor units and the currency; nothing where a part of a batch names no amount."""
    found = _all(element, "Amt") or _all(element, "AmtDtls", "TxAmt", "Amt")
    if not found:
        if element is entry:
            raise ValueError("no amount")
        return None
    direction = _word(element, "CdtDbtInd") or _word(entry, "CdtDbtInd")
    cents = _cents((found[0].text or "").strip())
    currency = plain(found[0].get("Ccy"), 4).upper()
    if direction not in ("CRDT", "DBIT") or len(currency) != 3:
        raise ValueError(direction)
    return cents if direction == "CRDT" else -cents, currency


def _cents(text):
    found = re.fullmatch(r"([0-9]{1,13})(?:\.([0-9]{0,2})0*)?", text)
    if not found:
        raise ValueError(text)
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def _date(entry):
    for name in ("BookgDt", "ValDt"):
        if found := _text(entry, name, "Dt") or _text(entry, name, "DtTm"):
            return found
    return ""


def _payer(part, entry, cents):
    """Who is on the other side. What is reversed names both as they were at first."""
    is_reversal = _word(entry, "RvslInd").lower() in ("true", "1")
    side = "Dbtr" if (cents > 0) != is_reversal else "Cdtr"
    return _text(part, "RltdPties", side, "Nm") or _text(part, "RltdPties", side, "Pty", "Nm")


def _texts(part):
    free = [each.text or "" for each in _all(part, "RmtInf", "Ustrd")]
    marks = [each.text or "" for each in _all(part, "RmtInf", "Strd", "CdtrRefInf", "Ref")]
    return free + marks or [text for text in [_word(part, "AddtlTxInf")] if text]


def _account(statement):
    iban = _text(statement, "Acct", "Id", "IBAN")
    return account_of(iban or _text(statement, "Acct", "Id", "Othr", "Id"))


def _all(element, *path):
    """The elements below at a path of plain names; the namespace may be any."""
    found = [element]
    for name in path:
        found = [child for each in found for child in each if _name(child) == name]
    return found


def _name(element):
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _text(element, *path):
    found = _all(element, *path)
    return (found[0].text or "").strip() if found else ""


def _word(element, name):
    """A word that newer versions write into an element of its own."""
    return _text(element, name) or _text(element, name, "Cd")
