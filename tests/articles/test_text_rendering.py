"""The text on the page: figures, cards, tables, pull quotes, directions."""

import time

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from articles.models import Area, Article, LegendSet
from articles.texts import card_host, text_of
from tests.factories import make_article, make_map

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FIGURE = '<figure><img alt="" src="/media/old.webp" data-file="{}"></figure>'
WORDED = (
    '<figure class="wide"><img alt="The weir" src="/media/old.webp" data-file="{}">'
    "<figcaption>Seen <em>here</em></figcaption></figure>"
)


def make_shown_map(**fields):
    """A picture whose files are there, without drawing any."""
    rendition = {"name": "maps/a/1200.webp", "width": 1200, "height": 800, "format": "webp"}
    known = {"full": "maps/a/full.webp", "width": 1200, "height": 800, "renditions": [rendition]}
    return make_map(**known | fields)


def page_text(article):
    """The text as the article page makes it."""
    return text_of(Article.objects.for_page().get(pk=article.pk))


def article_with(html, *images, **fields):
    return make_article(body=html.format(*(image.pk for image in images)), **fields)


def test_a_figure_shows_the_file_and_the_words_that_the_library_has_now():
    image = make_shown_map(caption="The lower valley", alt="A valley", source="Survey")
    text = page_text(article_with(FIGURE, image))
    assert default_storage.url("maps/a/1200.webp") in text
    assert "/media/old.webp" not in text
    for said in ('alt="A valley"', "The lower valley", "R. Alder", "CC BY 4.0", "Survey"):
        assert said in text
    assert f'href="{image.get_absolute_url()}"' in text


def test_the_words_of_this_place_come_before_those_of_the_library():
    image = make_shown_map(caption="The lower valley", alt="A valley")
    text = page_text(article_with(WORDED, image))
    assert 'alt="The weir"' in text
    assert "Seen <em>here</em>" in text
    assert "figure--wide" in text
    assert "The lower valley" not in text
    assert "A valley" not in text


def test_a_decorative_picture_says_nothing_to_those_who_do_not_see_it():
    image = make_shown_map(is_decorative=True, alt="A valley", kind="photo")
    assert 'alt=""' in page_text(article_with(FIGURE, image))


def test_a_picture_without_a_file_is_left_out():
    image = make_map()
    assert page_text(article_with("<p>Before.</p>" + FIGURE, image)) == "<p>Before.</p>"


def test_a_picture_that_is_gone_is_left_out():
    assert page_text(make_article(body="<p>Before.</p>" + FIGURE.format(987654))) == (
        "<p>Before.</p>"
    )


def test_a_picture_from_before_the_library_stays_as_it_was_written():
    old = '<figure><img src="/media/a.webp" alt="Old"><figcaption>Old</figcaption></figure>'
    assert page_text(make_article(body=old)) == old


def test_hostile_words_of_the_library_are_escaped():
    image = make_shown_map(caption="<glimbo>", credit='"><glimbo>', alt='"><glimbo>')
    assert "<glimbo>" not in page_text(article_with(FIGURE, image))


def test_a_picture_within_a_paragraph_carries_its_credit():
    image = make_shown_map()
    text = page_text(
        article_with('<p>A <img alt="" src="/media/o.webp" data-file="{}"> b</p>', image)
    )
    assert "R. Alder" in text
    assert "<figure" not in text


def test_the_legend_of_the_set_comes_before_that_of_the_map():
    rows = LegendSet.objects.create(name="Water")
    rows.rows.create(label="Open water", colour="#0000ff")
    image = make_shown_map(legend_set=rows)
    image.legend.create(label="Shoal", position=1)
    text = page_text(article_with(FIGURE, image))
    assert text.index("Open water") < text.index("Shoal")


@pytest.mark.parametrize(("rows", "is_open"), [(4, True), (5, False)])
def test_a_long_legend_is_folded(rows, is_open):
    image = make_shown_map()
    for number in range(rows):
        image.legend.create(label=f"Row {number}", position=number)
    text = page_text(article_with(FIGURE, image))
    assert ('<details class="figure__legend" open>' in text) is is_open


def test_a_figure_names_the_newer_map_of_its_series():
    old = make_shown_map(valid_at=timezone.now() - timezone.timedelta(days=9))
    new = make_shown_map(valid_at=timezone.now(), supersedes=old)
    article = article_with(FIGURE, old)
    article_with(FIGURE, new)
    assert f'href="{new.get_absolute_url()}"' in page_text(article)


def test_all_figures_come_with_the_article_in_one_statement(django_assert_num_queries):
    area = Area.objects.create(name="Valley", slug="valley")
    images = [make_shown_map(title=f"Map {n}", area=area) for n in range(3)]
    article = article_with(FIGURE * 3, *images)
    with django_assert_num_queries(1):
        found = Article.objects.for_page().get(pk=article.pk)
        text = text_of(found)
        assert [figure.image.area.name for figure in found.figures] == ["Valley"] * 3
    assert text.count("<figure") == 3


def test_rows_give_the_same_pictures_as_the_table():
    image = make_shown_map(
        valid_at=timezone.now(), made_on=timezone.localdate(), west=1, south=2, east=3, north=4
    )
    article = article_with(FIGURE, image)
    of_rows = Article.objects.for_page().get(pk=article.pk).figures[0].image
    image.refresh_from_db()
    for name in ("valid_at", "made_on", "renditions", "is_decorative", "box", "sources"):
        assert getattr(of_rows, name) == getattr(image, name)


def test_a_text_that_was_not_fetched_with_its_figures_asks_for_them():
    image = make_shown_map(caption="The lower valley")
    image.legend.create(label="Shoal")
    text = text_of(article_with(FIGURE, image))
    assert "The lower valley" in text
    assert "Shoal" in text


def test_a_link_card_names_its_host_and_loads_nothing(settings):
    settings.EMBED_HOSTS = ["video.example"]
    link = '<p class="card"><a href="https://www.video.example/watch?v=1&amp;t=2">The dam</a></p>'
    text = page_text(make_article(body=link))
    assert 'href="https://www.video.example/watch?v=1&amp;t=2"' in text
    assert "<bdi>video.example</bdi>" in text
    assert "The dam" in text
    assert not [tag for tag in ("<iframe", "<img", "<script", "src=") if tag in text]


@pytest.mark.parametrize(
    "address",
    [
        *("https://elsewhere.example/", "https://video.example.evil.example/", "/support/"),
        *("https://notvideo.example/", "https://video.example@evil.example/", "mailto:a@b.example"),
        *("https://[video.example/", "http:///video.example", ""),
    ],
)
def test_an_address_that_is_not_listed_stays_a_plain_link(address, settings):
    settings.EMBED_HOSTS = ["video.example"]
    assert card_host(address) == ""
    body = f'<p class="card"><a href="{address}">Elsewhere</a></p>'
    assert "link-card" not in page_text(make_article(body=body))


def test_a_card_with_more_than_a_link_stays_a_paragraph(settings):
    settings.EMBED_HOSTS = ["video.example"]
    body = '<p class="card">See <a href="https://video.example/">it</a></p>'
    assert page_text(make_article(body=body)) == body


def test_each_table_scrolls_in_a_region_of_its_own_that_keys_reach():
    table = "<table><tbody><tr><td>1</td></tr></tbody></table>"
    text = page_text(make_article(body=table * 2))
    region = '<div class="prose__table" role="region" tabindex="0" aria-label="Table {}"><table>'
    assert text.index(region.format(1)) < text.index(region.format(2))
    assert text.count("</table></div>") == 2


def test_the_dateline_opens_a_paragraph_of_any_direction():
    text = page_text(make_article(body='<p dir="rtl">Text.</p>', dateline="Pereth"))
    assert text == '<p dir="rtl"><b class="prose__place">Pereth</b> Text.</p>'


@pytest.mark.parametrize(
    "part",
    [
        '<figure><img alt="" src="/a" data-file="1"><figcaption>',
        '<figure><img alt="" src="/a">' + " " * 20,
        '<p class="card"><a href="/x">',
        '<img alt="" src="/a">',
        "<table>",
    ],
)
def test_the_worst_text_is_rendered_quickly(part):
    article = make_article()
    article.body = part * (200_000 // len(part))
    started = time.process_time()
    text_of(article)
    assert time.process_time() - started < 2
