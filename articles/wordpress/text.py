"""Plain words out of WordPress HTML: titles, excerpts, and what readers wrote."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import nh3
from django.utils.text import Truncator

BREAKS = {
    *("p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr"),
    *("tr", "td", "th", "dt", "dd", "figcaption"),
}
MARKS = {"em": "*", "i": "*", "cite": "*", "strong": "**", "b": "**", "code": "`", "tt": "`"}


LINE_ENDS = {"p": "\n\n", "li": ""}
SEEN = BREAKS | set(MARKS) | {"a", "img", "blockquote"}
SEEN_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}}


class _Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.out = []

    def handle_starttag(self, tag, attrs):
        if tag in BREAKS:
            self.out.append(" ")

    def handle_endtag(self, tag):
        if tag in BREAKS:
            self.out.append(" ")

    def handle_data(self, data):
        self.out.append(data)


def _fed(parser, html):
    # Parsed as a browser would first: HTMLParser alone takes minutes for a hostile comment.
    parser.feed(nh3.clean(html, tags=SEEN, attributes=SEEN_ATTRIBUTES, link_rel=None))
    parser.close()
    return "".join(parser.out)


def plain_text(html):
    """The words of some HTML on one line."""
    return " ".join(_fed(_Words(), html).split())


def shortened(text, length):
    """The text in at most so many characters; an ellipsis says that some are missing."""
    return text if len(text) <= length else Truncator(text).chars(length)


class _Remark(HTMLParser):
    """Writes a reader's HTML in the light markup that our comments use."""

    def __init__(self):
        super().__init__()
        self.out = []
        self.hrefs = []
        self.quotes = []

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if tag == "a":
            self.hrefs.append((known.get("href") or "", len(self.out)))
        elif tag == "img":
            self.out.append(known.get("src") or known.get("alt") or "")
        elif tag == "blockquote":
            self.quotes.append(len(self.out))
        else:
            self.out.append(self._mark(tag, "\n- " if tag == "li" else "\n"))

    def handle_endtag(self, tag):
        if tag == "a" and self.hrefs:
            self._end_link(*self.hrefs.pop())
        elif tag == "blockquote" and self.quotes:
            self._end_quote(self.quotes.pop())
        else:
            self.out.append(self._mark(tag, LINE_ENDS.get(tag, "\n")))

    def handle_data(self, data):
        self.out.append(data)

    def _mark(self, tag, line_break):
        return MARKS.get(tag, line_break if tag in BREAKS else "")

    def _end_link(self, href, start):
        words = "".join(self.out[start:])
        is_web = href.startswith(("http://", "https://"))
        if is_web and words.strip() and words.strip() != href:
            self.out[start:] = [f"[{words}]({href})"]
        elif is_web:
            self.out[start:] = [href]

    def _end_quote(self, start):
        if self.quotes:  # a quote in a quote: marked once, with the outer one
            self.out.append("\n")
            return
        lines = "".join(self.out[start:]).strip().split("\n")
        self.out[start:] = ["\n\n", "\n".join(f"> {line}".rstrip() for line in lines), "\n\n"]


def remark_text(html):
    """A WordPress comment as text of ours: its words, emphasis, quotes, code and links."""
    text = _fed(_Remark(), html.replace("\r\n", "\n"))
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def file_name(url):
    """The readable end of an address."""
    return unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2]) or url
