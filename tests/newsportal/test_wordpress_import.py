"""manage.py import_wordpress: articles with their comments, a report, no surprises."""

import json
import os
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, OldPath, Section
from comments.models import Comment, Discussion
from newsportal import wordpress_import
from tests.wxr import author, category, post, remark, term, write, wxr

EXPORTS = os.environ.get("WORDPRESS_EXPORTS", "")
THREAD = (remark(1, "Root."), remark(2, "Reply.", parent=1), remark(3, "Deeper.", parent=2))

pytestmark = pytest.mark.django_db


def run(path, *options):
    """What the command prints."""
    out = StringIO()
    call_command("import_wordpress", str(path), *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def load(tmp_path):
    """Import an export; returns its report as JSON."""

    def load(*items, **site):
        report = tmp_path / "report.json"
        run(write(tmp_path, wxr(*items, **site)), "--report", report)
        return json.loads(report.read_text())

    return load


def count(report, kind, outcome):
    rows = (row for row in report["counts"] if (row["kind"], row["outcome"]) == (kind, outcome))
    return sum(row["count"] for row in rows)


def parent_texts():
    comments = Comment.objects.select_related("parent").order_by()
    return {comment.text: comment.parent and comment.parent.text for comment in comments}


def everything():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Article, OldPath, Section, Comment, Discussion)
    ]


def test_comments_keep_their_nesting_whatever_their_order(load):
    report = load(post(7, *reversed(THREAD)))
    assert parent_texts() == {"Root.": None, "Reply.": "Root.", "Deeper.": "Reply."}
    assert count(report, "comment", "imported") == 3
    assert Discussion.objects.get().visible == 3


def test_comments_keep_name_mail_and_time(load):
    load(post(7, remark(1, author="Fish &amp; <b>Chips</b>", author_email="f@example.com")))
    comment = Comment.objects.get()
    assert comment.name == "Fish & Chips"
    assert comment.email == "f@example.com"
    assert comment.created_at == datetime(2020, 5, 4, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("approved", "status"),
    [
        ("1", Comment.Status.VISIBLE),
        ("0", Comment.Status.PENDING),
        ("spam", Comment.Status.SPAM),
        ("trash", Comment.Status.REMOVED),
        ("strange", Comment.Status.PENDING),
    ],
)
def test_comments_keep_their_state(load, approved, status):
    load(post(7, remark(1, approved=approved)))
    assert Comment.objects.get().status == status
    assert Discussion.objects.get().visible == (status == Comment.Status.VISIBLE)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("One.\r\n\r\nTwo.", "One.\n\nTwo."),
        ("<em>a</em> <b>b</b> <code>c</code>", "*a* **b** `c`"),
        ('<a href="https://a.example/" onclick="x()">chart</a>', "[chart](https://a.example/)"),
        ('<a href="javascript:alert(1)">chart</a>', "chart"),
        ("Yes: <blockquote>one\ntwo</blockquote>no", "Yes:\n\n> one\n> two\n\nno"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ('<img src="https://a.example/1.png" onerror="alert(1)">', "https://a.example/1.png"),
    ],
)
def test_comment_markup_becomes_our_own(load, content, text):
    load(post(7, remark(1, content)))
    assert Comment.objects.get().text == text


def test_nothing_that_runs_comes_in_with_a_comment(load):
    load(
        post(
            7, remark(1, "a<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:1)")
        )
    )
    html = Comment.objects.get().body_html
    assert "<script" not in html
    assert "onerror" not in html
    assert "href" not in html


@pytest.mark.parametrize("kind", ["pingback", "trackback"])
def test_pings_are_counted_and_left_out_and_replies_to_them_stay(load, kind):
    report = load(
        post(7, remark(1, "Root."), remark(2, type=kind, parent=1), remark(3, "Reply.", parent=2))
    )
    assert parent_texts() == {"Root.": None, "Reply.": "Root."}
    assert count(report, "comment", "skipped") == 1


def test_a_comment_that_answers_one_not_in_the_file_starts_a_thread_and_is_noted(load):
    report = load(post(7, remark(1, "Reply.", parent=99)))
    assert parent_texts() == {"Reply.": None}
    assert "not in the file" in report["problems"][0]["what"]


def test_comments_that_answer_each_other_in_a_circle_are_kept(load):
    report = load(
        post(7, remark(1, "A", parent=2), remark(2, "B", parent=1), remark(3, "C", parent=3))
    )
    assert sorted(parent_texts()) == ["A", "B", "C"]
    assert sum("its own answer" in problem["what"] for problem in report["problems"]) == 2


def test_a_very_deep_thread_is_kept_whole(load):
    chain = [remark(n, f"Level {n}", parent=n - 1) for n in range(1, 301)]
    load(post(7, *chain))
    assert Comment.objects.count() == 300
    assert Comment.objects.filter(parent=None).count() == 1
    assert Discussion.objects.get().visible == 300


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"content": "<div> </div>"}, "has no text"),
        ({"author": "x" * 80}, "name shortened"),
        ({"author_email": "not an address"}, "e-mail address is not valid"),
        ({"date_gmt": "0000-00-00 00:00:00"}, "no usable date"),
        ({"approved": "strange"}, "unknown state"),
    ],
)
def test_what_a_comment_loses_is_reported(load, fields, what):
    report = load(post(7, remark(1, **fields)))
    assert [what in problem["what"] for problem in report["problems"]] == [True]
    assert report["problems"][0]["id"] == "1"


def test_comments_of_skipped_items_are_counted(load):
    report = load(post(7, *THREAD, post_type="page"))
    assert count(report, "comment", "skipped") == 3
    assert not Comment.objects.exists()


@pytest.mark.parametrize(("state", "is_open"), [("open", True), ("closed", False), ("", True)])
def test_a_closed_discussion_stays_closed_and_keeps_its_comments(load, state, is_open):
    load(post(7, *THREAD, comment_status=state))
    discussion = Discussion.objects.get()
    assert discussion.is_open == is_open
    assert discussion.visible == 3


def test_a_second_run_changes_nothing(load):
    items = [post(7, *THREAD, term("category", "coast", "Coast"), comment_status="closed"), post(8)]
    load(*items)
    before = everything()
    report = load(*items)
    assert everything() == before
    assert count(report, "post", "unchanged") == 2
    assert count(report, "comment", "unchanged") == 3
    assert count(report, "comment", "imported") == 0


@pytest.mark.parametrize("state", ["open", "closed"])
def test_comments_written_there_since_are_added(load, state):
    load(post(7, *THREAD[:1], comment_status=state))
    report = load(post(7, *THREAD, comment_status=state))
    assert parent_texts() == {"Root.": None, "Reply.": "Root.", "Deeper.": "Reply."}
    assert count(report, "comment", "imported") == 2
    assert Discussion.objects.get().visible == 3


def test_what_moderators_did_here_since_is_kept(load):
    load(post(7, *THREAD))
    Comment.objects.get(text="Root.").reject(code="off_topic", by=None, reason="rude")
    Discussion.objects.update(is_open=False)
    load(post(7, *THREAD))
    assert Comment.objects.get(text="Root.").status == Comment.Status.REMOVED
    assert not Discussion.objects.get().is_open


def test_a_dry_run_reports_the_same_and_keeps_nothing(tmp_path):
    path = write(tmp_path, wxr(post(7, *THREAD), post(8, post_name="post-7")))
    rehearsal = run(path, "--dry-run")
    assert not Article.objects.exists()
    assert not Section.objects.exists()
    assert rehearsal == run(path) + "Dry run: nothing was kept.\n"


def test_a_crash_leaves_whole_articles(tmp_path, monkeypatch):
    def crash(article, rows):
        if article.headline == "Second":
            raise RuntimeError("power cut")
        return genuine(article, rows)

    genuine = wordpress_import.import_thread
    path = write(tmp_path, wxr(post(1, *THREAD, title="First"), post(2, *THREAD, title="Second")))
    monkeypatch.setattr(wordpress_import, "import_thread", crash)
    with pytest.raises(RuntimeError):
        run(path)
    assert [article.headline for article in Article.objects.all()] == ["First"]
    assert Comment.objects.count() == 3

    monkeypatch.setattr(wordpress_import, "import_thread", genuine)
    run(path)
    assert Article.objects.count() == 2
    assert Comment.objects.count() == 6


def test_an_item_that_can_not_be_stored_does_not_stop_the_others(tmp_path, monkeypatch):
    def refuse(article, rows):
        raise ValueError("does not fit")

    monkeypatch.setattr(wordpress_import, "import_thread", refuse)
    path = write(tmp_path, wxr(post(1, *THREAD, title="First"), post(2, title="Second")))
    out = StringIO()
    with pytest.raises(CommandError, match="could not be stored"):
        call_command("import_wordpress", str(path), stdout=out)
    assert [article.headline for article in Article.objects.all()] == ["Second"]
    assert "does not fit" in out.getvalue()


def test_a_broken_file_is_refused_in_one_sentence_and_nothing_is_kept(tmp_path):
    text = wxr(post(1), post(2))
    with pytest.raises(CommandError, match="cut off"):
        run(write(tmp_path, text[:-60]))
    assert not Article.objects.exists()


def test_the_report_counts_every_item_of_the_file(load):
    kinds = ["post", "page", "attachment", "nav_menu_item", "custom"]
    items = [post(n, post_type=kind) for n, kind in enumerate(kinds)]
    report = load(*items, post(9, status="trash"), head=author("mira", "Mira") + category("a", "A"))
    of_items = [row for row in report["counts"] if row["kind"] in kinds]
    assert sum(row["count"] for row in of_items) == 6
    assert all(row["reason"] for row in of_items if row["outcome"] == "skipped")


def test_mail_and_network_addresses_of_readers_are_not_in_the_report(load):
    report = load(post(7, remark(1, author_email="broken@@example.com", author_IP="192.0.2.7")))
    assert "broken@@" not in json.dumps(report)
    assert "192.0.2.7" not in json.dumps(report)


if EXPORTS:  # a folder with exports of real sites, which are not ours to ship

    def test_real_exports_come_in_whole_and_only_once():
        files = sorted(Path(EXPORTS).glob("*.xml"))
        for path in files:
            run(path)
        before = everything()
        for path in files:
            run(path)
        assert everything() == before
        posts = sum(path.read_text().count("<wp:post_type><![CDATA[post]]>") for path in files)
        posts += sum(path.read_text().count("<wp:post_type>post<") for path in files)
        assert Article.objects.count() == posts
