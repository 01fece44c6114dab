"""Statements as tables: marks, dates and heads of several countries, and all that can be wrong."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from donations import bank_csv
from donations.bank import Unreadable, cents_of, refs_of
from tests.donations.bank_files import table


def read(content, **options):
    return bank_csv.read(content, **{"currency": "USD"} | options)


@pytest.mark.parametrize(
    "text",
    [
        "1234.50",
        "1,234.50",
        "1.234,50",
        "1 234,50",
        "1\N{NO-BREAK SPACE}234,5",
        "1'234.50",
        "1\N{RIGHT SINGLE QUOTATION MARK}234.50",
        "+1234.50",
        "1234.50 EUR",
        "€ 1.234,50",
    ],
)
def test_amounts_of_many_countries_are_one_amount(text):
    assert cents_of(text) == 123_450


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("-5", -500),
        ("5,00-", -500),
        ("\N{MINUS SIGN}5.00", -500),
        ("1.234", 123_400),
        ("1,234", 123_400),
        ("1.234.567", 123_456_700),
        ("0,05", 5),
        ("- 5.00", -500),
    ],
)
def test_marks_and_signs_are_read_as_banks_mean_them(text, cents):
    assert cents_of(text) == cents


@pytest.mark.parametrize(
    "text",
    ["", "-", "1,23,4", "1.2345", "1e3", "٢٥", "25 gifts", "0.500", "1,234,56", "-5-", "9" * 14],
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        cents_of(text)


@given(st.integers(-(10**13), 10**13), st.sampled_from([",.", ".,", " ,", "'."]))
def test_an_amount_comes_back_as_it_was_written(cents, marks):
    units, fraction = divmod(abs(cents), 100)
    text = f"{units:,}".replace(",", marks[0]) + f"{marks[1]}{fraction:02}"
    assert cents_of(f"-{text}" if cents < 0 else text) == cents


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_marks_and_encodings_are_found_out(mark, encoding):
    rows = [["Buchungstag", "Betrag", "Währung", "Name", "Verwendungszweck"]]
    rows.append(["03.11.2026", "25.00", "USD", "Åse Öland", "Karten"])
    content = "\n".join(mark.join(row) for row in rows).encode(encoding)
    [line] = read(content)
    assert (line.booked_on, line.amount_cents, line.payer) == (
        date(2026, 11, 3),
        2_500,
        "Åse Öland",
    )


@pytest.mark.parametrize(
    "written", ["2026-11-03", "03.11.2026", "3.11.26", "2026/11/03", "2026-11-03 12:00:00"]
)
def test_dates_of_many_countries_are_one_day(written):
    [line] = read(table(f"{written};25.00;USD;Oda;Maps"))
    assert line.booked_on == date(2026, 11, 3)


def test_slashes_are_read_by_what_the_other_dates_say():
    british = read(table("03/11/2026;1;USD;;", "25/11/2026;1;USD;;"))
    american = read(table("11/03/2026;1;USD;;", "11/25/2026;1;USD;;"))
    assert british[0].booked_on == american[0].booked_on == date(2026, 11, 3)


def test_dates_that_can_be_read_in_two_ways_are_asked_about():
    content = table("03/11/2026;25;USD;;")
    with pytest.raises(bank_csv.NeedsAnswer, match="two ways"):
        read(content)
    assert read(content, day_first=True)[0].booked_on == date(2026, 11, 3)
    assert read(content, day_first=False)[0].booked_on == date(2026, 3, 11)


def test_what_stands_before_the_heads_and_after_the_rows_is_left_out():
    rows = ["Account;XX00", "", "Date;Amount;Text", "2026-11-03;25;Maps", "Balance;900;"]
    assert [line.amount_cents for line in read("\n".join(rows).encode())] == [2_500]


def test_money_in_two_columns_and_with_a_word_for_its_side():
    two = table("2026-11-03;25.00;", "2026-11-04;;9.00", head="Date;Credit;Debit")
    word = table("2026-11-03;25.00;H", "2026-11-04;9.00;S", head="Datum;Betrag;Soll/Haben")
    for content in (two, word):
        assert [line.amount_cents for line in read(content)] == [2_500, -900]


def test_columns_nobody_knows_are_asked_about():
    content = table("2026-11-03;glimbo;25.00", head="Wann;Was;Wieviel")
    with pytest.raises(bank_csv.NeedsAnswer, match="which column"):
        read(content)
    [line] = read(content, columns={"date": 0, "amount": 2, "text": [1]})
    assert (line.amount_cents, line.text) == (2_500, "glimbo")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "neither a table"),
        (b"glimbo", "neither a table"),
        (b"a;b\0c", "not a table of text"),
        (table(), "No row has a date"),
        (table("2026-11-03;much;USD;;"), "Row 2"),
        (table("2026-13-03;25;USD;;"), "Row 2"),
        (table("2026-11-03;0;USD;;"), "no movements"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        (table(*["2026-11-03;25;USD;;"] * 20_001), "more than 20,000 lines"),
    ],
)
def test_a_table_that_cannot_be_right_is_refused_with_a_sentence(content, said):
    with pytest.raises(Unreadable, match=said):
        read(content)


def test_alike_movements_are_told_apart_and_found_again_in_a_later_statement():
    first = read(table("2026-11-03;5;USD;Oda;Maps", "2026-11-03;5;USD;Oda;Maps"))
    later = read(table(*["2026-11-03;5;USD;Oda;Maps"] * 2, "2026-11-04;5;USD;Oda;Maps"))
    assert len(set(refs_of(first))) == 2
    assert list(refs_of(later))[:2] == list(refs_of(first))


def test_a_number_that_a_bank_gives_anew_in_each_statement_names_no_other_movement():
    one, other = (
        read(table(f"2026-11-03;{amount};1", head="Date;Amount;Bank reference"))
        for amount in (5, 6)
    )
    assert list(refs_of(one)) != list(refs_of(other))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=120), st.sampled_from([b"", table(), table("03/11/2026;1;USD;;")]))
def test_whatever_bytes_come_in_only_its_own_error_goes_out(found, before):
    try:
        read(before + found)
    except Unreadable:
        return
