"""Statements in XML: what they say is taken over to the cent, what is wrong in them is named."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from donations import bank, camt
from donations.bank import Unreadable
from tests.donations.bank_files import camt as camt_file
from tests.donations.bank_files import ntry, txdtls

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "glimbo"><!ENTITY b "&a;&a;&a;&a;">]>'
    b"<Document><BkToCstmrStmt><Stmt>&b;</Stmt></BkToCstmrStmt></Document>"
)


def test_a_gift_is_read_with_all_that_the_bank_tells():
    [line] = camt.read(camt_file(ntry(inner=txdtls("For the maps 7KQ2-41MX"))))
    assert line == bank.Line(
        booked_on=date(2026, 11, 3),
        amount_cents=2_500,
        currency="USD",
        payer="Oda Fen",
        text="For the maps 7KQ2-41MX",
        bank_ref="B-1",
        account="XX00000000000001",
    )


@pytest.mark.parametrize("version", ["02", "04", "06", "08"])
def test_the_version_of_the_format_does_not_matter(version):
    assert len(camt.read(camt_file(ntry(), version=version))) == 1


def test_newer_files_say_status_and_names_one_level_deeper():
    inner = (
        "<TxDtls><RltdPties><Dbtr><Pty><Nm>Oda Fen</Nm></Pty></Dbtr></RltdPties>"
        "<RmtInf><Strd><CdtrRefInf><Ref>RF18</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>"
    )
    [line] = camt.read(camt_file(ntry(inner=inner, status="<Cd>BOOK</Cd>"), version="08"))
    assert (line.payer, line.text) == ("Oda Fen", "RF18")


def test_what_is_not_booked_yet_is_left_out():
    lines = camt.read(camt_file(ntry(status="PDNG"), ntry("9.00")))
    assert [line.amount_cents for line in lines] == [900]


def test_money_that_went_out_is_negative():
    [line] = camt.read(camt_file(ntry(side="DBIT")))
    assert line.amount_cents == -2_500


def test_a_reversed_gift_names_who_had_given_it():
    entry = ntry(side="DBIT", inner=txdtls()).replace("<Sts>", "<RvslInd>true</RvslInd><Sts>")
    [line] = camt.read(camt_file(entry))
    assert (line.amount_cents, line.payer) == (-2_500, "Oda Fen")


def test_a_batch_is_a_line_for_each_of_its_transfers():
    parts = [txdtls(payer="Oda", amount="10.00"), txdtls(payer="Ben", amount="15.00")]
    lines = camt.read(camt_file(ntry(inner="".join(parts))))
    assert [(line.payer, line.amount_cents) for line in lines] == [("Oda", 1_000), ("Ben", 1_500)]


@pytest.mark.parametrize("amounts", [("10.00", "14.00"), ("10.00", "")])
def test_a_batch_whose_parts_do_not_add_up_is_one_line_of_the_whole(amounts):
    parts = "".join(txdtls(amount=amount) for amount in amounts)
    assert [line.amount_cents for line in camt.read(camt_file(ntry(inner=parts)))] == [2_500]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<",
        b"<Document/>",
        BOMB,
        b'<?xml version="1.0" encoding="glimbo"?><Document/>',
        camt_file(),
        camt_file(ntry("25.001")),
        camt_file(ntry("-25.00")),
        camt_file(ntry("1e3")),
        camt_file(ntry("9" * 30)),
        camt_file(ntry(day="2026-13-03")),
        camt_file(ntry(day="0001-01-01")),
        camt_file(ntry(side="BOTH")),
        camt_file(ntry()).replace(b' Ccy="USD"', b""),
        b"<a>" * 100_000,
    ],
)
def test_a_file_that_cannot_be_right_is_refused_with_a_sentence(content):
    with pytest.raises(Unreadable, match="[a-z]"):
        camt.read(content)


def test_too_many_bytes_and_too_many_lines_are_refused(monkeypatch):
    monkeypatch.setattr(bank, "MAX_LINES", 1)
    with pytest.raises(Unreadable):
        camt.read(camt_file(ntry(), ntry()))
    with pytest.raises(Unreadable):
        camt.read(b"<" + b" " * bank.MAX_BYTES)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 500))
def test_whatever_bytes_come_in_only_its_own_error_goes_out(found, place):
    whole = camt_file(ntry(inner=txdtls()))
    for content in (found, whole[:place] + found + whole[place + len(found) :]):
        try:
            camt.read(content)
        except Unreadable:
            continue
