"""Statements as banks write them, with invented people and numbers."""

NS = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"


def camt(*entries, version="02", iban="XX00 0000 0000 0001"):
    """A camt.053 file of one account."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{NS.format(version=version)}">'
        f"<BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>1</Id>"
        f"<Acct><Id><IBAN>{iban}</IBAN></Id></Acct>{''.join(entries)}"
        "</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def ntry(amount="25.00", *, side="CRDT", day="2026-11-03", ref="B-1", inner="", status="BOOK"):
    return (
        f'<Ntry><NtryRef>1</NtryRef><Amt Ccy="USD">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
        f"{status and f'<Sts>{status}</Sts>'}<BookgDt><Dt>{day}</Dt></BookgDt>"
        f"<AcctSvcrRef>{ref}</AcctSvcrRef><NtryDtls>{inner}</NtryDtls></Ntry>"
    )


def txdtls(text="For the maps", *, payer="Oda Fen", amount="", ref=""):
    sum_of = amount and f'<AmtDtls><TxAmt><Amt Ccy="USD">{amount}</Amt></TxAmt></AmtDtls>'
    refs = ref and f"<Refs><AcctSvcrRef>{ref}</AcctSvcrRef></Refs>"
    parties = f"<RltdPties><Dbtr><Nm>{payer}</Nm></Dbtr></RltdPties>"
    return f"<TxDtls>{refs}{sum_of}{parties}<RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>"


def table(*rows, head="Date;Amount;Currency;Payer;Text"):
    return "\r\n".join([head, *rows]).encode()
