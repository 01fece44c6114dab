"""What becomes of the posts of an export: status, times, addresses, labels."""

from datetime import UTC, datetime

import pytest

from articles.models import Article, Author, OldPath, Section, Topic
from articles.wordpress.export import Export
from articles.wordpress.importing import ArticleImport
from articles.wordpress.report import Report
from tests.factories import make_article, make_author
from tests.wxr import attachment, author, category, meta, post, term, write, wxr

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    """Import the articles of an export; returns its report."""

    def load(*items, **site):
        export = Export(write(tmp_path, wxr(*items, **site)))
        articles, report = ArticleImport(export.site), Report()
        for item in export.items():
            articles.take(item, report)
        articles.report_on(report)
        return report

    return load


def problems(report):
    return [problem["what"] for problem in report.problems]


def test_a_post_becomes_an_article(load):
    report = load(
        post(7, term("category", "coast", "Coast"), term("post_tag", "tides", "Tides"),
             title="The tide table", content="High water.", excerpt="When to <em>sail</em>.",
             is_sticky="1", post_name="tide-table"),
        head=author("mira", "Mira Alder") + category("coast", "The coast"),
        language="ru-RU",
    )  # fmt: skip
    article = Article.objects.get()
    assert article.headline == "The tide table"
    assert article.slug == "tide-table"
    assert article.body == "<p>High water.</p>"
    assert article.standfirst == "When to sail."
    assert article.is_featured
    assert article.is_public
    assert article.language == "ru"
    assert article.section.name == "The coast"
    assert [topic.name for topic in article.topics.all()] == ["Tides"]
    assert [byline.author.name for byline in article.bylines.all()] == ["Mira Alder"]
    assert report.number("post", "imported") == 1
    assert problems(report) == []


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("page", "pages are not articles"),
        ("attachment", "an export holds no files"),
        ("nav_menu_item", "menus belong to the old site"),
        ("revision", "an earlier version"),
        ("wp_block", "a type of its own, no article"),
    ],
)
def test_what_is_no_post_is_counted_and_left_out(load, kind, reason):
    report = load(post(post_type=kind))
    assert report.counts[kind, "skipped", reason] == 1
    assert not Article.objects.exists()


@pytest.mark.parametrize("status", ["trash", "auto-draft", "inherit"])
def test_what_was_thrown_away_is_counted_and_left_out(load, status):
    report = load(post(status=status))
    assert report.counts["post", "skipped", f"status “{status}”"] == 1
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"status": "draft"}, "was “draft”"),
        ({"status": "pending"}, "was “pending”"),
        ({"status": "private"}, "was “private”"),
        ({"status": "members-only"}, "was “members-only”"),
        ({"post_password": "enter"}, "protected by a password"),
    ],
)
def test_what_was_not_public_becomes_a_draft(load, fields, why):
    report = load(post(**fields))
    assert Article.objects.get().status == Article.Status.DRAFT
    assert any(why in what for what in problems(report))


def test_a_scheduled_post_stays_scheduled(load):
    load(post(status="future", post_date_gmt="2199-01-01 08:00:00"))
    article = Article.objects.get()
    assert article.is_scheduled
    assert article.published_at == datetime(2199, 1, 1, 8, tzinfo=UTC)


def test_a_scheduled_post_whose_time_has_come_is_published_and_noted(load):
    report = load(post(status="future"))
    assert Article.objects.get().is_public
    assert any("was scheduled" in what for what in problems(report))


@pytest.mark.parametrize(
    ("fields", "hour"),
    [
        ({"post_date_gmt": "2020-05-03 10:00:00"}, 10),
        ({"post_date_gmt": "0000-00-00 00:00:00", "post_date": "2020-05-03 12:00:00"}, 9),
        ({"post_date_gmt": "", "post_date": "", "pub_date": "Sun, 03 May 2020 07:00:00 +0000"}, 7),
    ],
)
def test_the_time_is_the_first_usable_one(load, settings, fields, hour):
    settings.TIME_ZONE = "Europe/Helsinki"
    load(post(**fields))
    assert Article.objects.get().published_at == datetime(2020, 5, 3, hour, tzinfo=UTC)


def test_a_post_without_any_time_becomes_a_draft(load):
    never = {"post_date_gmt": "0000-00-00 00:00:00", "post_date": "-0001-11-30 00:00:00"}
    report = load(post(**never, pub_date="Mon, 30 Nov -0001 00:00:00 +0000"))
    assert Article.objects.get().status == Article.Status.DRAFT
    assert any("no usable date" in what for what in problems(report))


@pytest.mark.parametrize(
    ("modified", "updated"),
    [
        ("2020-05-03 18:00:00", None),
        ("2020-05-06 18:00:00", datetime(2020, 5, 6, 18, tzinfo=UTC)),
        ("2020-05-01 18:00:00", None),
        ("0000-00-00 00:00:00", None),
    ],
)
def test_a_change_on_a_later_day_is_an_update(load, modified, updated):
    load(post(post_modified_gmt=modified))
    assert Article.objects.get().updated_at == updated


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Ebb <em>and</em> <b>flo<sup>w</sup></b>", "Ebb and flow"),
        ("Fish &amp; chips &lt;2&gt;", "Fish & chips <2>"),
        ("a < b", "a < b"),
        ("<script>alert(1)</script>Ebb\n tide", "Ebb tide"),
        ("", "High water at noon."),
    ],
)
def test_a_headline_is_plain_text(load, title, headline):
    load(post(title=title))
    assert Article.objects.get().headline == headline


def test_a_post_without_title_and_text_is_named_and_noted(load):
    report = load(post(title="", content=""))
    assert Article.objects.get().headline == "(untitled)"
    assert "had no title" in problems(report)


def test_a_very_long_title_is_shortened_and_noted_in_full(load):
    report = load(post(title="tide " * 100))
    assert len(Article.objects.get().headline) <= 200
    assert any("tide " * 90 in what for what in problems(report))


@pytest.mark.parametrize(
    ("post_name", "slug"),
    [
        ("ebb-tide", "ebb-tide"),
        ("%d0%be%d1%82%d0%bb%d0%b8%d0%b2", "отлив"),
        ("отлив", "отлив"),
        ("", "the-tide-table"),
        ("%", "the-tide-table"),
        ("x" * 300, "x" * 200),
    ],
)
def test_a_slug_is_kept_decoded_or_made_from_the_title(load, post_name, slug):
    load(post(post_name=post_name))
    assert Article.objects.get().slug == slug


def test_a_taken_slug_gets_a_number_and_a_note(load):
    make_article(slug="ebb")
    report = load(post(1, post_name="ebb"), post(2, post_name="ebb"))
    assert set(Article.objects.values_list("slug", flat=True)) == {"ebb", "ebb-2", "ebb-3"}
    assert "address ebb was taken, it is ebb-3" in problems(report)


def test_old_addresses_are_kept(load):
    load(
        post(
            7,
            meta("_wp_old_slug", "low-water"),
            link="https://old.example.org/2020/05/%D0%BE%D1%82%D0%BB%D0%B8%D0%B2/",
            content="a<!--nextpage-->b",
        )
    )
    paths = set(OldPath.objects.values_list("path", flat=True))
    assert {"/?p=7", "/2020/05/отлив/", "/2020/05/отлив/2/", "/2020/05/low-water/"} < paths


@pytest.mark.parametrize("path", ["/2020/05/post-7/", "/?p=7"])
def test_a_reader_of_an_old_address_gets_to_the_article(load, client, path):
    load(post(7))
    answer = client.get(path)
    assert answer.status_code == 301
    assert answer["Location"] == Article.objects.get().get_absolute_url()


def test_an_old_address_that_leads_elsewhere_is_left_and_noted(load):
    other = make_article()
    other.old_paths.create(path="/?p=7")
    report = load(post(7))
    assert OldPath.objects.get(path="/?p=7").article == other
    assert "old address /?p=7 leads elsewhere already" in problems(report)


def test_an_old_address_that_is_a_page_of_this_site_is_noted(load):
    report = load(post(link="https://old.example.org/accounts/login/"))
    assert any("a page at /accounts/login/ itself" in what for what in problems(report))


def test_the_first_category_is_the_section_and_the_others_are_topics(load):
    load(
        post(7, term("category", "uncategorized", "Uncategorized"), term("category", "coast", "Coast"),
             term("category", "boats", "Boats"))
    )  # fmt: skip
    article = Article.objects.get()
    assert article.section.slug == "coast"
    assert [topic.slug for topic in article.topics.all()] == ["boats"]


def test_a_post_without_category_goes_to_uncategorised(load):
    load(post(1), post(2, term("category", "uncategorized", "Uncategorised")))
    assert Section.objects.get().name == "Uncategorised"


def test_nested_categories_become_flat_sections_and_are_counted(load):
    head = category("coast", "Coast") + category("north", "North coast", parent="coast")
    report = load(post(7, term("category", "north", "North coast")), head=head)
    assert Section.objects.get().name == "North coast"
    assert report.number("category parent", "skipped") == 1
    assert report.counts["category", "skipped", "no imported article has it"] == 1


def test_tags_of_the_oldest_exports_are_read(load):
    load(
        post(
            7,
            "<category>Coast</category>",
            term("category", "coast", "Coast"),
            term("tag", "ebb", "Ebb"),
        )
    )
    article = Article.objects.get()
    assert article.section.slug == "coast"
    assert [topic.slug for topic in article.topics.all()] == ["ebb"]


def test_existing_sections_and_topics_are_used_again(load):
    Section.objects.create(slug="coast", name="Our coast")
    Topic.objects.create(slug="ebb", name="Our ebb")
    load(post(7, term("category", "coast", "Coast"), term("post_tag", "ebb", "Ebb")))
    article = Article.objects.get()
    assert article.section.name == "Our coast"
    assert article.topics.get().name == "Our ebb"


def test_terms_without_counterpart_are_counted(load):
    report = load(post(7, term("post_format", "post-format-aside", "Aside")))
    assert report.number("post_format", "skipped") == 1


def test_two_logins_with_one_name_stay_two_people(load):
    head = author("mira", "Mira Alder") + author("mira2", "Mira Alder")
    load(post(1, creator="mira"), post(2, creator="mira2"), head=head)
    assert set(Author.objects.values_list("slug", flat=True)) == {"mira-alder", "mira-alder-2"}


def test_a_person_known_here_is_used_again_but_not_a_namesake_address(load):
    make_author(name="Mira Alder", slug="mira-alder")
    make_author(name="Somebody else", slug="jo-fern")
    load(
        post(1, creator="mira"),
        post(2, creator="jo"),
        head=author("mira", "Mira Alder") + author("jo", "Jo Fern"),
    )
    assert Author.objects.filter(name="Mira Alder").count() == 1
    assert Author.objects.get(name="Jo Fern").slug == "jo-fern-2"


def test_an_author_missing_from_the_list_keeps_the_login_as_name(load):
    report = load(post(creator="jo"), head=author("mira", "Mira Alder"))
    assert Article.objects.get().bylines.get().author.name == "jo"
    assert any("“jo” is not in the file's list" in what for what in problems(report))


def test_the_lead_picture_is_named_in_the_report(load):
    picture = attachment(11, "https://old.example.org/up/quay.jpg")
    report = load(post(7, meta("_thumbnail_id", "11")), picture)
    assert "lead picture not imported: https://old.example.org/up/quay.jpg" in problems(report)


def test_a_gallery_finds_files_that_come_later_in_the_file(load):
    picture = attachment(11, "https://old.example.org/up/quay.jpg", parent="7", title="The quay")
    load(post(7, content="[gallery]"), picture)
    assert "Picture: The quay" in Article.objects.get().body


def test_a_language_we_do_not_have_is_noted(load):
    report = load(post(), language="tlh")
    assert any("“tlh”" in what for what in problems(report))


def test_articles_have_the_language_of_the_export(load):
    load(post(), language="ar-EG")
    assert Article.objects.get().language == "ar"


def test_a_second_import_changes_nothing(load):
    items = [post(1, term("category", "coast", "Coast")), post(2, is_sticky="1", excerpt="Short.")]
    load(*items)
    before = list(Article.objects.order_by("pk").values())
    report = load(*items)
    assert list(Article.objects.order_by("pk").values()) == before
    assert report.number("post", "unchanged") == 2
    assert report.number("section", "unchanged") == 2
    assert not any(outcome == "imported" for _kind, outcome, _reason in report.counts)


def test_an_edit_made_here_is_not_overwritten(load):
    load(post(7))
    article = Article.objects.get()
    article.headline, article.slug, article.body = "Ours", "ours", "<p>Ours.</p>"
    article.save()
    load(post(7, title="Changed there", content="Changed there."))
    article.refresh_from_db()
    assert (article.headline, article.slug, article.body) == ("Ours", "ours", "<p>Ours.</p>")


def test_other_posts_of_the_same_number_and_host_are_not_taken_for_known(load):
    load(post(7, guid="https://old.example.org/first/"))
    report = load(post(7, title="Another", guid="https://old.example.org/second/", post_name="b"))
    assert report.number("post", "imported") == 1
    assert Article.objects.count() == 2


def test_a_site_that_moved_to_https_is_still_known(load):
    load(post(7, guid="http://www.old.example.org/?p=7"))
    report = load(post(7, guid="https://old.example.org/?p=7"), url="http://www.old.example.org")
    assert report.number("post", "unchanged") == 1


def test_a_post_that_is_twice_in_the_file_is_counted(load):
    report = load(post(7), post(7))
    assert report.counts["post", "skipped", "twice in this file"] == 1
    assert Article.objects.count() == 1
