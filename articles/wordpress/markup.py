"""Turns HTML as WordPress stores it into the few tags our article text knows."""

import re
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import nh3
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.wordpress.running_text import TABLE, RunningText
from articles.wordpress.text import file_name

RENAMED = {
    **{"h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "tfoot": "tbody", "b": "strong"},
    **dict.fromkeys(("i", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("del", "strike"), "s"),
    **dict.fromkeys(("kbd", "samp", "tt"), "code"),
}
INLINE = {"strong", "em", "s", "code"}
BLOCKS = {"h2", "h3", "ul", "ol", "li", "blockquote", "pre"} | TABLE
# Gone, but words on their two sides never run together.
BOUNDARIES = {
    *("div", "section", "article", "header", "footer", "aside", "main", "nav", "figure", "form"),
    *("figcaption", "address", "center", "dl", "dt", "dd", "details", "summary", "caption"),
}
EMPHASISED = {"dt": "strong", "summary": "strong", "caption": "strong", "figcaption": "em"}
MEDIA = {"video", "audio", "iframe", "embed", "object"}
OTHER = {"p", "br", "hr", "a", "img", "source", "q", "sup", "sub"}
UNSEEN = {"script", "style", "template", "textarea", "select"}
KEPT = {*RENAMED, *INLINE, *BLOCKS, *BOUNDARIES, *MEDIA, *OTHER}
WRITTEN_ATTRIBUTES = ("start", "colspan", "rowspan")
KEPT_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "class"},
    "ol": {"start"},
    "pre": {"class"},
    **dict.fromkeys(("td", "th"), {"colspan", "rowspan"}),
    **dict.fromkeys(MEDIA | {"source"}, {"src", "data"}),
}
SCHEMES = {"http", "https", "mailto"}
DROPPED = re.compile(r"<(script|style|form|select|textarea|template)\b", re.IGNORECASE)
RAISED = {
    "sup": str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"),
    "sub": str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋"),
}
LABELS = {
    "picture": gettext_lazy("Picture: %(name)s"),
    "video": gettext_lazy("Video: %(name)s"),
    "audio": gettext_lazy("Sound: %(name)s"),
    "site": gettext_lazy("On another site: %(name)s"),
}
SPACES = re.compile(r"[ \t\r\n\f]+")
BLANK_LINE = re.compile(r"\n[ \t]*\n[ \t\n]*")
ADDRESS = re.compile(r"https?://[^\s<>\"]+")
SIGN = re.compile("smiley|emoji")
PICTURE_FILE = re.compile(r"\.(jpe?g|png|gif|webp|avif|bmp|tiff?|svg)$", re.IGNORECASE)


def converted(html, *, base, language, breaks, note):
    """The HTML of one block, or of a whole classic text (`breaks`: its line ends count)."""
    for tag in sorted({found.lower() for found in DROPPED.findall(html)}):
        note(_("<%(tag)s> left out") % {"tag": tag})
    # Parsed as a browser would, so that BodyWriter sees only well-nested tags.
    tidy = nh3.clean(
        html,
        tags=KEPT,
        clean_content_tags=UNSEEN,
        attributes=KEPT_ATTRIBUTES,
        link_rel=None,
    )
    writer = BodyWriter(base=base, language=language, breaks=breaks, note=note)
    writer.feed(tidy)
    writer.close()
    return writer.text.html()


class BodyWriter(HTMLParser):
    """Writes well-nested HTML anew; what lies on other sites becomes a link."""

    def __init__(self, *, base, language, breaks, note):
        super().__init__()
        self.base, self.language, self.breaks, self.note = base, language, breaks, note
        self.text = RunningText()
        self.raised = []
        self.is_verse = False
        self.waiting_medium = ""
        self.hrefs = []
        self.pictures = []  # inside the open link, which leads elsewhere

    def handle_starttag(self, tag, attrs):
        attributes = {key: value or "" for key, value in attrs}
        name = RENAMED.get(tag, tag)
        if tag in OTHER or tag == "pre":
            getattr(self, f"_start_{tag}")(attributes)
        elif name in INLINE:
            self.text.start_inline(tag, f"<{name}>", f"</{name}>")
        elif name in BLOCKS:
            written = [(key, attributes[key]) for key in WRITTEN_ATTRIBUTES if key in attributes]
            self.text.open(name, written)
        elif tag in MEDIA:
            self._start_medium(tag, attributes)
        else:
            self._start_boundary(tag)

    def handle_endtag(self, tag):
        name = RENAMED.get(tag, tag)
        if tag == "a":
            self._end_a()
        elif tag in RAISED:
            self.raised.pop()
        elif tag == "q":
            self.text.words("”")
        elif name in INLINE:
            self.text.end_inline(tag)
        elif tag == "pre" and self.is_verse:
            self.text.end_paragraph()
            self.is_verse = False
        elif name in BLOCKS:
            self.text.close(name)
        elif tag in MEDIA:
            self._end_medium(tag)
        else:
            self._end_boundary(tag)

    def handle_data(self, data):
        if self.text.is_in("pre"):
            self.text.write(data)
        elif self.breaks or self.is_verse:
            self._lines(data)
        else:
            self._words(data)

    # Words

    def _lines(self, data):
        for number, part in enumerate(BLANK_LINE.split(data.replace("\r", ""))):
            if number:
                self.text.break_paragraph()
            for line_number, line in enumerate(part.split("\n")):
                if line_number:
                    self.text.break_line()
                self._words(line)

    def _words(self, words):
        words = SPACES.sub(" ", words)
        if ADDRESS.fullmatch(words.strip()) and not self.hrefs:
            self.text.link(words.strip(), words.strip())
            self.note(_("linked instead of shown: %(url)s") % {"url": words.strip()})
        elif self.raised and all(ord(letter) in RAISED[self.raised[-1]] for letter in words):
            self.text.words(words.translate(RAISED[self.raised[-1]]))
        else:
            self.text.words(words)

    def _start_boundary(self, tag):
        self.text.end_paragraph()
        if mark := EMPHASISED.get(tag):
            self.text.start_inline(tag, f"<{mark}>", f"</{mark}>")

    def _end_boundary(self, tag):
        self.text.end_paragraph()
        if tag in EMPHASISED:
            self.text.end_inline(tag)

    def _start_p(self, attributes):
        self.text.start_paragraph()

    def _start_br(self, attributes):
        self.text.break_line_again()

    def _start_hr(self, attributes):
        self.text.rule()

    def _start_q(self, attributes):
        self.text.words("“")

    def _start_sup(self, attributes):
        self.raised.append("sup")

    def _start_sub(self, attributes):
        self.raised.append("sub")

    def _start_pre(self, attributes):
        self.is_verse = "wp-block-verse" in attributes.get("class", "")
        if self.is_verse:
            self.text.end_paragraph()
        else:
            self.text.open("pre")

    # Links and what lies on other sites

    def _start_a(self, attributes):
        address = self._absolute(attributes.get("href", ""))
        self.hrefs.append(address)
        self.text.start_inline("a", *_tags_of_link(address))

    def _end_a(self):
        self.hrefs.pop()
        self.text.end_inline("a")
        pictures, self.pictures = self.pictures, []
        for address, label in pictures:
            self.text.link(address, label)

    def _start_img(self, attributes):
        address, alt = self._absolute(attributes.get("src", "")), attributes.get("alt", "")
        if SIGN.search(attributes.get("class", "")):
            self.text.words(alt)
        elif address:
            self._picture(address, _label("picture", address, alt, self.language))
        else:
            self.note(_("picture without an address: left out"))
            self.text.words(alt)

    def _picture(self, address, label):
        self.note(_("picture stays on its site: %(url)s") % {"url": address})
        href = next(filter(None, self.hrefs), "")
        if not href:
            self.text.link(address, label)
            return
        self.text.words(label)
        if not PICTURE_FILE.search(urlsplit(href).path):
            self.pictures.append((address, file_name(address)))

    def _start_medium(self, tag, attributes):
        self.text.end_paragraph()
        self.waiting_medium = tag
        self._start_source(attributes)

    def _start_source(self, attributes):
        """The first address of a video, sound or frame becomes a link."""
        address = self._absolute(attributes.get("src") or attributes.get("data", ""))
        if address and self.waiting_medium:
            self.text.link(address, _label(self.waiting_medium, address, "", self.language))
            self.text.end_paragraph()
            self.note(_("linked instead of shown: %(url)s") % {"url": address})
            self.waiting_medium = ""

    def _end_medium(self, tag):
        self.text.end_paragraph()
        if self.waiting_medium:
            self.note(_("<%(tag)s> without an address: left out") % {"tag": tag})
            self.waiting_medium = ""

    def _absolute(self, address):
        """The full address; empty for one that leads nowhere outside the old page."""
        if not address.strip() or address.startswith("#"):
            return ""
        try:
            address = urljoin(self.base, address.strip())
            scheme = urlsplit(address).scheme
        except ValueError:
            scheme = ""
        if scheme not in SCHEMES:
            self.note(_("address not kept: %(url)s") % {"url": address})
            return ""
        return address


def _tags_of_link(address):
    return (f'<a href="{escape(address)}">', "</a>") if address else ("", "")


def _label(kind, address, name, language):
    """Words for a link to what is not shown, in the language of the article around it."""
    if kind in LABELS:
        sentence = LABELS[kind]
    else:
        sentence, name = LABELS["site"], urlsplit(address).hostname
    with translation.override(language):
        return sentence % {"name": name or file_name(address)}
