"""Bank statements on the treasurer's desk: imported once, booked once, nothing half done."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from donations import booking, statements
from donations.clock import month
from donations.models import Evidence, LedgerEntry, Proposal, Statement, StatementLine
from tests.donations.bank_files import camt, ntry, table, txdtls
from tests.factories import make_campaign, make_gift, make_payment, make_user

pytestmark = pytest.mark.django_db
UPLOAD = "admin:donations_statement_add"


@pytest.fixture
def treasurer(client):
    user = make_user(group="Treasurer")
    client.force_login(user)
    return user


def send(client, content, name="bank.csv", campaign=None, **fields):
    known = {"campaign": (campaign or make_campaign()).pk, "account": "XX1"}
    return client.post(
        reverse(UPLOAD), known | {"file": SimpleUploadedFile(name, content)} | fields, follow=True
    )


def take(*rows, campaign=None, account="XX1", head=None):
    content = table(*rows, **({"head": head} if head else {}))
    campaign = campaign or make_campaign()
    return statements.take_in(content, "a.csv", campaign=campaign, by=None, account=account)


def act(client, statement, do, *lines, **codes):
    fields = {"do": do, "line": [line.pk for line in lines]} | codes
    return client.post(
        reverse("admin:donations_statement_change", args=[statement.pk]), fields, follow=True
    )


def one_line(amount="25.00", text="Maps", day="2026-11-03", **fields):
    statement = take(f"{day};{amount};USD;Oda Fen;{text}", **fields).statement
    return statement, statement.lines.get()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (table("2026-11-03;25.00;USD;Oda;Maps"), "csv"),
        (camt(ntry(inner=txdtls("Maps", payer="Oda"))), "camt.053"),
    ],
)
def test_a_statement_is_imported_with_its_lines_and_its_file(client, treasurer, content, kind):
    page = send(client, content)
    assert "New lines: 1. Known from before: 0." in page.content.decode()
    line = StatementLine.objects.get()
    assert (line.amount_cents, line.payer, line.text, line.status) == (2_500, "Oda", "Maps", "new")
    statement = line.statement
    assert (statement.format, statement.imported_by) == (kind, treasurer)
    assert statement.evidence.file.open("rb").read() == content


def test_the_same_file_twice_changes_nothing_and_says_so(client, treasurer):
    campaign, content = make_campaign(), table("2026-11-03;25.00;USD;Oda;Maps")
    for _time in range(2):
        page = send(client, content, campaign=campaign)
    assert "This file was imported before." in page.content.decode()
    assert (Statement.objects.count(), StatementLine.objects.count()) == (1, 1)


def test_a_movement_that_two_statements_have_is_one_line():
    campaign = make_campaign()
    take("2026-11-03;5;USD;Oda;Maps", "2026-11-03;5;USD;Oda;Maps", campaign=campaign)
    rows = ["2026-11-03;5;USD;Oda;Maps"] * 2 + ["2026-11-04;5;USD;Oda;Maps"]
    taken = take(*rows, campaign=campaign)
    assert (taken.new, taken.known, StatementLine.objects.count()) == (1, 2, 3)


def test_the_same_movement_on_another_account_is_another_line():
    campaign, row = make_campaign(), "2026-11-03;5;USD;Oda;Maps"
    take(row, campaign=campaign)
    assert take(row, row, campaign=campaign, account="XX2").new == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"glimbo", "neither a table"),
        (b"", "empty"),
        (table("2026-11-03;much;USD;;"), "Row 2"),
        (b"<Document/>", "not a camt.053"),
        (table(*["2026-11-03;1;USD;;"] * 3, "2026-99-03;1;USD;;"), "Row 5"),
    ],
)
def test_what_cannot_be_read_is_told_beside_the_field_and_nothing_is_kept(
    client, treasurer, content, said
):
    page = send(client, content)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not Statement.objects.exists()
    assert not Evidence.objects.exists()


def test_columns_nobody_knows_are_asked_about_on_a_page_of_their_own(client, treasurer):
    campaign = make_campaign()
    page = send(client, table("2026-11-03;glimbo;25", head="Wann;Was;Wieviel"), campaign=campaign)
    assert "glimbo" in page.content.decode()
    address = page.redirect_chain[-1][0]
    fields = {"campaign": campaign.pk, "column_date": "0", "account": "XX1"}
    assert client.post(address, fields).status_code == 422
    assert client.post(address, fields | {"column_amount": "1"}).status_code == 422
    client.post(address, fields | {"column_amount": "2", "column_text": "1"})
    line = StatementLine.objects.get()
    assert (line.amount_cents, line.text, line.account) == (2_500, "glimbo", "XX1")
    assert client.get(address).status_code == 404


def test_dates_that_can_be_read_in_two_ways_are_asked_about(client, treasurer):
    campaign = make_campaign()
    page = send(client, table("03/11/2026;25;USD;;"), campaign=campaign)
    assert "two ways" in page.content.decode()
    fields = {"campaign": campaign.pk, "column_date": "0", "column_amount": "1"}
    fields["day_order"] = "day"
    client.post(page.redirect_chain[-1][0], fields)
    assert StatementLine.objects.get().booked_on.isoformat() == "2026-11-03"


def test_a_line_is_booked_as_a_gift_of_its_day_once(client, treasurer):
    statement, line = one_line()
    for _time in range(2):
        act(client, statement, "book", line)
    entry = LedgerEntry.objects.get()
    assert (entry.amount_cents, entry.method, entry.provider) == (2_500, "bank", "bank")
    assert timezone.localtime(entry.booked_at).date().isoformat() == "2026-11-03"
    assert (entry.recorded_by, entry.evidence) == (treasurer, statement.evidence)
    line.refresh_from_db()
    assert (line.status, line.entry) == ("booked", entry)


def test_a_line_of_a_closed_month_counts_now_and_keeps_its_day():
    _statement, line = one_line(day="2026-10-03")
    start, end = month(2026, 10, timezone.get_default_timezone())
    line.statement.campaign.closed_months.create(
        month=start.date(), start_at=start, end_at=end, account={}
    )
    entry = statements.book(line, None)
    assert entry.booked_at.month != 10
    assert entry.occurred_at.date() == line.booked_on


def test_a_transfer_with_a_code_settles_what_was_announced(client, treasurer):
    statement, line = one_line(text="7kq2 41mx thank you")
    payment = make_payment(provider="offline", method="bank", code="7KQ2-41MX")
    page = client.get(reverse("admin:donations_statement_change", args=[statement.pk]))
    assert "Code and amount agree." in page.content.decode()
    act(client, statement, "book", line, **{f"code-{line.pk}": "7KQ2-41MX"})
    payment.refresh_from_db()
    assert payment.status == "settled"
    assert LedgerEntry.objects.get().payment == payment


def test_one_payment_is_not_paid_by_two_transfers(client, treasurer):
    payment = make_payment(provider="offline", method="bank", code="7KQ2-41MX")
    rows = ["2026-11-03;25.00;USD;Oda;7KQ2-41MX", "2026-11-04;25.00;USD;Oda;7KQ2-41MX"]
    statement = take(*rows, campaign=payment.campaign).statement
    first, second = statement.lines.all()
    codes = {f"code-{line.pk}": "7KQ2-41MX" for line in (first, second)}
    page = act(client, statement, "book", first, second, **codes)
    assert "paid already" in page.content.decode()
    assert LedgerEntry.objects.count() == 1
    act(client, statement, "book", StatementLine.objects.get(status="new"))
    assert LedgerEntry.objects.count() == 2


def test_a_code_nobody_has_is_told_and_nothing_is_booked(client, treasurer):
    statement, line = one_line()
    page = act(client, statement, "book", line, **{f"code-{line.pk}": "GLIM-BOOO"})
    assert page.status_code == 422
    assert "GLIM-BOOO" in page.content.decode()
    assert not LedgerEntry.objects.exists()


def test_a_big_line_waits_for_a_second_person(client, treasurer):
    statement, line = one_line("800.00")
    page = act(client, statement, "book", line)
    assert "1 line waits for a second person." in page.content.decode()
    booking.confirm(Proposal.objects.get(), make_user())
    line.refresh_from_db()
    assert (line.status, line.entry) == ("booked", LedgerEntry.objects.get())


def test_a_big_line_with_a_code_settles_when_it_is_confirmed(client, treasurer):
    payment = make_payment(provider="offline", method="bank", code="7KQ2-41MX", amount_cents=80_000)
    statement = take("2026-11-03;800;USD;Oda;7KQ2-41MX", campaign=payment.campaign).statement
    line = statement.lines.get()
    act(client, statement, "book", line, **{f"code-{line.pk}": "7KQ2-41MX"})
    payment.refresh_from_db()
    assert payment.status != "settled"
    entry = booking.confirm(Proposal.objects.get(), other := make_user())
    payment.refresh_from_db()
    assert payment.status == "settled"
    assert (entry.payment, entry.confirmed_by) == (payment, other)


def test_a_declined_line_waits_anew_and_may_be_entered_again(client, treasurer):
    statement, line = one_line("800.00")
    act(client, statement, "book", line)
    booking.decline(Proposal.objects.get(), make_user(), "Not ours.")
    line.refresh_from_db()
    assert line.status == "new"
    act(client, statement, "book", line)
    assert Proposal.objects.filter(status="waiting").count() == 1


def test_money_that_went_back_lowers_what_stands_of_its_payment(client, treasurer):
    payment = make_payment(provider="offline", method="bank", code="7KQ2-41MX")
    rows = ["2026-11-03;25.00;USD;Oda;7KQ2-41MX", "2026-11-05;-10.00;USD;Oda;Sent back"]
    statement = take(*rows, campaign=payment.campaign).statement
    for line in statement.lines.all():
        act(client, statement, "book", line, **{f"code-{line.pk}": "7KQ2-41MX"})
    payment.refresh_from_db()
    assert (payment.status, payment.returned_cents) == ("settled", 1_000)
    refund = LedgerEntry.objects.get(kind="refund")
    assert (refund.amount_cents, refund.recorded_by, refund.payment) == (
        -1_000,
        treasurer,
        payment,
    )


def test_a_gift_goes_back_by_transfer_or_is_reversed_but_not_both(treasurer):
    payment = make_payment(provider="offline", method="bank", code="7KQ2-41MX")
    rows = ["2026-11-03;25.00;USD;Oda;7KQ2-41MX", "2026-11-05;-10.00;USD;Oda;Sent back"]
    statement = take(*rows, campaign=payment.campaign).statement
    came, went = statement.lines.order_by("pk")
    gift = statements.book(came, treasurer, payment)
    refund = statements.book(went, treasurer, payment)
    with pytest.raises(booking.PaymentDiffers):
        booking.enter_reversal(gift, treasurer)
    booking.enter_reversal(refund, treasurer)
    booking.enter_reversal(gift, treasurer)
    assert LedgerEntry.objects.aggregate(net=Sum("amount_cents"))["net"] == 0


def test_of_a_reversed_gift_nothing_more_goes_back(treasurer):
    payment = make_payment(provider="offline", method="bank", code="7KQ2-41MX")
    rows = ["2026-11-03;25.00;USD;Oda;7KQ2-41MX", "2026-11-05;-10.00;USD;Oda;Sent back"]
    statement = take(*rows, campaign=payment.campaign).statement
    came, went = statement.lines.order_by("pk")
    booking.enter_reversal(statements.book(came, treasurer, payment), treasurer)
    with pytest.raises(statements.CannotBook):
        statements.book(went, treasurer, payment)


def test_more_than_came_does_not_go_back(client, treasurer):
    payment = make_payment(provider="offline", method="bank", code="7KQ2-41MX")
    rows = ["2026-11-03;25.00;USD;Oda;7KQ2-41MX", "2026-11-05;-30.00;USD;Oda;Sent back"]
    statement = take(*rows, campaign=payment.campaign).statement
    for line in statement.lines.all():
        page = act(client, statement, "book", line, **{f"code-{line.pk}": "7KQ2-41MX"})
    assert "less of it is left" in page.content.decode()
    assert LedgerEntry.objects.count() == 1


def test_money_that_went_out_is_a_refund():
    _statement, line = one_line("-25.00")
    assert statements.book(line, None).kind == "refund"


def test_another_currency_is_not_booked(client, treasurer):
    statement = take("2026-11-03;25.00;SEK;Oda;Maps").statement
    page = act(client, statement, "book", statement.lines.get())
    assert "another currency" in page.content.decode()
    assert not LedgerEntry.objects.exists()


def test_a_payment_of_an_earlier_campaign_is_booked_there():
    payment = make_payment(provider="offline", method="bank", code="7KQ2-41MX")
    _statement, line = one_line(campaign=make_campaign(is_active=False, currency="EUR"))
    assert statements.book(line, None, payment).campaign == payment.campaign


def test_lines_are_set_aside_and_taken_up_again(client, treasurer):
    statement, line = one_line()
    page = act(client, statement, "set_aside", line)
    assert "1 line set aside." in page.content.decode()
    act(client, statement, "book", line)
    assert not LedgerEntry.objects.exists()
    act(client, statement, "take_up", line)
    line.refresh_from_db()
    assert line.status == "new"


@pytest.mark.parametrize(
    "fields",
    [{}, {"do": "glimbo"}, {"do": "book"}, {"do": "book", "line": ["9" * 30]}]
    + [{"do": "book", "line": ["a\0"]}],
)
def test_a_form_that_says_nothing_changes_nothing(client, treasurer, fields):
    statement, _line = one_line()
    address = reverse("admin:donations_statement_change", args=[statement.pk])
    assert client.post(address, fields).status_code == 422
    assert not LedgerEntry.objects.exists()


def test_lines_of_another_statement_are_out_of_reach(client, treasurer):
    statement, _line = one_line()
    other = take("2026-11-09;9;USD;;", campaign=statement.campaign).statement
    assert act(client, statement, "book", other.lines.get()).status_code == 422


def test_who_may_only_look_books_nothing(client):
    statement, line = one_line()
    client.force_login(make_user(group="Editor"))
    assert act(client, statement, "book", line).status_code == 403
    assert client.get(reverse(UPLOAD)).status_code == 403


def test_hostile_text_of_a_bank_stays_text(client, treasurer):
    statement, _line = one_line(text="<script>glimbo</script>")
    page = client.get(reverse("admin:donations_statement_change", args=[statement.pk]))
    assert "&lt;script&gt;glimbo" in page.content.decode()


def test_the_page_asks_as_often_for_a_hundred_lines_as_for_one(
    client, treasurer, django_assert_max_num_queries
):
    campaign = make_campaign()
    make_gift(campaign, 25, method="bank", booked_at=timezone.now() - timedelta(days=30))
    one = take("2026-11-03;25;USD;Oda;A", "2026-11-03;-25;USD;Oda;A", campaign=campaign)
    rows = [f"2026-11-03;{sum_};USD;Oda {n};B" for n in range(60) for sum_ in ("25", "-25")]
    many = take(*rows, campaign=campaign)
    addresses = [
        reverse("admin:donations_statement_change", args=[taken.statement.pk])
        for taken in (one, many)
    ]
    client.get(addresses[0])
    with django_assert_max_num_queries(40) as few:
        client.get(addresses[0])
    with django_assert_max_num_queries(len(few)):
        page = client.get(addresses[1])
    assert page.content.decode().count('name="line"') == 100


def test_the_list_of_statements_counts_its_lines(client, treasurer):
    one_line()
    page = client.get(reverse("admin:donations_statement_changelist"), {"q": "Oda"})
    assert "a.csv" in page.content.decode()
