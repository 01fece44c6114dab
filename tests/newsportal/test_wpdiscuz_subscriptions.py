"""manage.py import_wpdiscuz_subscriptions: who agreed there goes on following here."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from comments import subscribing
from comments.models import Guest, Subscriber, Subscription
from newsportal.wordpress_import import import_export
from newsportal.wordpress_tables import SUBSCRIPTIONS, question_keys
from tests.factories import make_member
from tests.wxr import post, remark, write, wxr

pytestmark = pytest.mark.django_db
SITE = "https://www.old.example.org/"
ROW = {
    "email": "ada@example.com",
    "subscribtion_id": "7",
    "post_id": "7",
    "subscribtion_type": "post",
    "confirm": "1",
    "subscription_date": "2021-03-04 05:06:07",
}


@pytest.fixture
def run(tmp_path, settings):
    """Import rows that differ from ROW as said; what the command prints."""
    settings.TIME_ZONE = "UTC"
    import_export(write(tmp_path, wxr(post(7, remark(31), remark(32, parent=31)), post(8))))

    def run(*rows, site=SITE, options=("--they-agreed",), names=SUBSCRIPTIONS):
        lines = [",".join(names), *(",".join((ROW | row).values()) for row in rows)]
        table, out = tmp_path / "table.csv", StringIO()
        table.write_text("\n".join(lines), encoding="utf-8")
        call_command("import_wpdiscuz_subscriptions", str(table), site, *options, stdout=out)
        return out.getvalue()

    return run


def test_a_confirmed_one_goes_on_daily_and_nobody_is_written_to(run):
    run({})
    found = Subscription.objects.active().get()
    assert (found.kind, found.level, found.comment) == ("article", "daily", None)
    assert found.article.slug == "post-7"
    assert found.confirmed_at == datetime(2021, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert found.subscriber.guest.email == "ada@example.com"
    assert found.subscriber.guest.confirmed_at
    assert mail.outbox == []


def test_without_the_word_that_they_agreed_nothing_is_kept(run):
    said = run({}, options=())
    assert "imported" in said
    assert "nothing was kept" in said
    assert not Subscription.objects.exists()
    assert not Guest.objects.exists()


@pytest.mark.parametrize(
    ("row", "kind", "is_of_one"),
    [
        ({"subscribtion_type": "all_comment"}, "replies", False),
        ({"subscribtion_type": "comment", "subscribtion_id": "32"}, "comment", True),
    ],
)
def test_each_type_has_its_counterpart(run, row, kind, is_of_one):
    run(row)
    found = Subscription.objects.get()
    assert found.kind == kind
    assert bool(found.comment and found.comment.parent_id) == is_of_one


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"confirm": "0"}, "not confirmed"),
        ({"post_id": "9"}, "article is not here"),
        ({"post_id": "7:%"}, "article is not here"),
        ({"post_id": "٧"}, "article is not here"),
        ({"post_id": ""}, "article is not here"),
        ({"subscribtion_type": "author"}, "type “author”"),
        ({"subscribtion_type": "comment", "subscribtion_id": "99"}, "comment is not here"),
        ({"email": "ada"}, "address is not valid"),
        ({"email": ""}, "address is not valid"),
        ({"email": "a@b@example.com"}, "address is not valid"),
    ],
)
def test_what_can_not_be_taken_is_counted_with_the_reason(run, row, why):
    said = run(row)
    assert "skipped" in said
    assert why in said
    assert not Subscription.objects.exists()


def test_another_site_is_another_site(run):
    run({}, site="https://else.example.org")
    assert not Subscription.objects.exists()


def test_a_member_who_confirmed_the_address_follows_as_a_member(run):
    member = make_member(email="ada@example.com")
    run({"email": "Ada@Example.com"})
    assert Subscriber.objects.get().user == member
    assert not Guest.objects.exists()


def test_a_second_run_brings_nothing_back(run):
    run({})
    subscribing.end(Subscription.objects.all())
    assert "unchanged" in run({}, {"email": "ADA@example.com"})
    assert Subscription.objects.get().ended_at


def test_who_wants_no_mail_here_gets_none(run):
    run({})
    Subscriber.objects.update(stopped_at=datetime(2026, 1, 1, tzinfo=UTC), stopped_why="asked")
    assert "wants no mail here" in run({"post_id": "8"})
    assert Subscription.objects.count() == 1


def test_a_date_that_is_none_or_still_to_come_is_now(run):
    run({"subscription_date": "0000-00-00 00:00:00"}, {"subscription_date": "2999-01-01 00:00:00"})
    assert Subscription.objects.active().get().confirmed_at.year < 2999


@pytest.mark.parametrize("option", ["file", "--questions"])
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"id,name\n1,2\n", "does not name these columns"),
        (b"", "does not name these columns"),
        (b"\xff\xfe\x00", "not CSV in UTF-8"),
        (None, "can't be read"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_before_anything(tmp_path, option, content, why):
    table = tmp_path / "table.csv"
    if content is not None:
        table.write_bytes(content)
    asked = ["import_wpdiscuz_subscriptions", str(table), SITE]
    if option == "--questions":
        asked = ["import_wordpress", str(write(tmp_path, wxr(post(7)))), option, str(table)]
    with pytest.raises(CommandError, match=why):
        call_command(*asked)


def test_a_spreadsheets_file_is_read_too(tmp_path):
    table = tmp_path / "forms.csv"
    table.write_bytes('\ufeffid;unique_id;question\r\n1;"a;1";"Two\nlines"\r\n2;b\r\n'.encode())
    assert question_keys(table) == {"1": "a;1", "2": "b"}
