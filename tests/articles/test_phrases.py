"""Finding a phrase in a text: there, or nowhere, never in another place."""

from time import perf_counter

import pytest

from articles.phrases import Phrase, Phrases, find, phrase_at, plain

TWICE = "<p>They crossed the old bridge at noon.</p><p>Nobody saw the old bridge again.</p>"


def found(body, *phrase):
    span = find(body, Phrase(*phrase))
    return span and body[span.start : span.end]


@pytest.mark.parametrize(
    ("body", "quote", "html"),
    [
        ("<p>By the old bridge.</p>", "old bridge", "old bridge"),
        ("<p>By the old <em>bri</em>dge.</p>", "old bridge", "old <em>bri</em>dge"),
        ("<p>The old\n  &nbsp;bridge</p>", "old bridge", "old\n  &nbsp;bridge"),
        ("<p>The old<br>bridge</p>", "old bridge", "old<br>bridge"),
        ("<p>Rain &amp; snow &lt;5 cm</p>", "Rain & snow <5 cm", "Rain &amp; snow &lt;5 cm"),
        ("<p>Cafe\u0301 Sol</p>", "Caf\u00e9 Sol", "Cafe\u0301 Sol"),
        ("<p>“Go north”, he said.</p>", "“Go north”", "“Go north”"),
        ("<h2>The ditch</h2>", "The ditch", "The ditch"),
        ("<ul><li><p>One ford</p></li></ul>", "One ford", "One ford"),
        ("<ul><li>One ford<ul><li>deep</li></ul></li></ul>", "One ford", "One ford"),
        ("<blockquote>All quiet</blockquote>", "All quiet", "All quiet"),
        ("<table><tbody><tr><th>Km</th><td>12</td></tr></tbody></table>", "12", "12"),
        ('<p>See <a href="/x/" title="a > b">the list</a>.</p>', "the list", "the list"),
        ("<p>橋は古い。川は深い。</p>", "川は深", "川は深"),
    ],
)
def test_a_phrase_is_found_where_its_html_says_it(body, quote, html):
    assert found(body, quote) == html


@pytest.mark.parametrize(
    ("body", "quote"),
    [
        ("<p>By the old bridge.</p>", "new bridge"),
        ("<p>By the old bridge.</p>", "Old bridge"),
        ("<p>By the old</p><p>bridge.</p>", "old bridge"),
        ("<ul><li>old</li><li>bridge</li></ul>", "old bridge"),
        ("<table><tbody><tr><td>old</td><td>bridge</td></tr></tbody></table>", "old bridge"),
        ("<p>old <img> bridge</p>", "old bridge"),
        ("<figure><img><figcaption>The ford</figcaption></figure>", "The ford"),
        ('<p class="card"><a href="https://a.example/">The ford</a></p>', "The ford"),
        ('<p dir="ltr" class="card"><a href="https://a.example/">The ford</a></p>', "The ford"),
        ("<pre><code>ford = 1</code></pre>", "ford"),
        ("<p>“North”</p>", '"North"'),
        ("<p>warehouse</p>", "war"),
        ("<p>x\u0302</p>", "x"),
        ("<p>text</p>", ""),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<p>text</p>", "p"),
        ("", "text"),
        ("<p>text</p>", "\x00"),
        ("<p>text</p>", "\ud800"),
    ],
)
def test_a_phrase_that_does_not_stand_in_one_block_is_not_found(body, quote):
    assert found(body, quote) is None


@pytest.mark.parametrize(
    ("prefix", "suffix", "expected"),
    [
        ("crossed the ", " at noon.\n", 1),
        ("crossed the ", " was rewritten", 1),
        ("was rewritten the ", " again.\n", 2),
        ("crossed the ", " again.\n", None),  # one side speaks for each of the places
        ("the ", " ", None),  # true of both
        ("the ", " again.\n", None),  # the first would be as good, had its end been rewritten
        ("was rewritten ", " was rewritten", None),
        ("", "", None),
    ],
)
def test_of_two_places_the_one_with_its_surroundings_is_meant(prefix, suffix, expected):
    places = [TWICE.index("old bridge"), TWICE.rindex("old bridge")]
    span = find(TWICE, Phrase("old bridge", prefix, suffix))
    assert (span and span.start) == (expected and places[expected - 1])


@pytest.mark.parametrize(
    ("prefix", "suffix", "expected"),
    [
        ("the ", " again.", " again.\n\n"),
        ("crossed the ", " ", " at noon.\nNobody saw the old bri"),
        ("the ", " ", None),
        ("", "", None),
    ],
)
def test_who_means_a_place_may_say_one_side_that_others_have_too(prefix, suffix, expected):
    meant = Phrases(TWICE).anchored(Phrase("old bridge", prefix, suffix))
    assert (meant and meant.suffix) == expected


def test_a_phrase_that_is_there_once_needs_no_surroundings():
    assert found("<p>By the old bridge.</p>", "old bridge", "north of an ", " in ruins")


def test_the_same_surroundings_twice_are_no_place():
    paragraph = "<p>Ask at the gate, please, whoever comes along this very road.</p>"
    body = paragraph * 4
    assert find(body, phrase_at(body, len(paragraph) + 3, len(paragraph) + 6)) is None


def test_the_beginning_and_the_end_of_a_text_are_surroundings_too():
    body = "<p>Yes</p><p>Yes</p><p>Yes</p>"
    first, second, third = Phrases(body).everywhere("Yes")
    assert [find(body, each) for each in (first, second, third)] == [(3, 6), (13, 16), (23, 26)]
    assert find(f"<p>Yes</p>{body}", first) is None  # its beginning and its end in two places
    assert find("<p>Yes</p><p>No</p><p>Yes</p>", first) == (3, 6)


def test_part_of_a_word_stays_a_part_and_a_word_stays_whole():
    part = phrase_at("<p>The warehouse</p>", 7, 10)
    assert part == ("war", "\n\nThe ", "ehouse\n\n")
    assert found("<p>An old warehouse</p>", *part) == "war"
    assert found("<p>An old war</p>", *part) is None
    assert found("<p>warehouse</p>", "war", "the ", " is over") is None


def test_what_readers_can_select_is_read_line_by_line():
    body = "<h2>A  b</h2>\n<p> c<br>\n<em>d </em> e&amp;</p><figure><img></figure><hr><ul><li>f</li></ul>"
    assert plain(body) == "A b\nc d e&\nf"
    assert plain("") == ""


def test_a_phrase_keeps_what_stands_before_and_after_it():
    assert phrase_at("<p>By the <em>old</em> bridge.</p>", 14, 17) == (
        "old",
        "\n\nBy the ",
        " bridge.\n\n",
    )


def test_looking_grows_with_the_text_and_not_faster():
    def seconds(times):
        body = ("<p>" + "old  bridge &amp; <em>old</em> ford a\u0301 " * 20 + "</p>") * times
        start = perf_counter()
        assert find(body, Phrase("old bridge", "never seen ", " anywhere")) is None
        return perf_counter() - start

    assert min(seconds(200) for _ in range(3)) < 16 * min(seconds(50) for _ in range(3))
