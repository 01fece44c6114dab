"""The [square bracket] tags of WordPress: what becomes of each."""

import re
from functools import partial
from html import escape, unescape

from django.utils.translation import gettext as _

from articles.wordpress.questions import TAG as QUESTION

SHORTCODE = re.compile(r"\[(\[?)([a-z][a-z0-9_-]*)((?:\s[^\[\]]*?)?)(/?)\](\]?)", re.IGNORECASE)
ATTRIBUTE = re.compile(
    r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))|"([^"]*)"|([^\s"']+)""",
)
SOURCES = ("src", "mp3", "mp4", "m4a", "ogg", "ogv", "wav", "webm", "m4v", "flv", "mov", "0")
TAG = re.compile(r"<[^>]*>")
PICTURE = re.compile(r"\s*(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", re.IGNORECASE)


def attributes_of(text):
    """The attributes of a shortcode; those without a name are numbered from "0"."""
    found = {}
    for name, double, single, bare, *unnamed in ATTRIBUTE.findall(text):
        if name:
            found[name.lower()] = double or single or bare
        else:
            found.setdefault("0", unnamed[0] or unnamed[1])
    return found


class Shortcodes:
    """Replaces the known shortcodes of one text by HTML, and notes what it can't replace."""

    def __init__(self, *, pictures, questions, note):
        self.pictures = pictures  # of a gallery's attributes: [Attachment]
        self.note = note
        self.left = set()
        self.known = {
            "caption": self._caption,
            "wp_caption": self._caption,
            "gallery": self._gallery,
            "playlist": self._gallery,
            "embed": self._embed,
            "audio": partial(self._medium, "audio"),
            "video": partial(self._medium, "video"),
            QUESTION: questions.tag,
        }

    def replace(self, text):
        out, position = [], 0
        while match := SHORTCODE.search(text, position):
            out.append(text[position : match.start()])
            html, position = self._replacement(text, match)
            out.append(html)
        return "".join(out) + text[position:]

    def _replacement(self, text, match):
        """HTML for the shortcode found, and where the text goes on."""
        opening, name, attributes, slash, closing = match.groups()
        if opening and closing:
            return match.group()[1:-1], match.end()
        write = self.known.get(name.lower())
        if write is None:
            self._note_unknown(text, match)
            return match.group(), match.end()
        inner, end = _enclosed(text, match)
        return opening + write(attributes_of(attributes), self.replace(inner)), end

    def _note_unknown(self, text, match):
        """Only what looks like a plugin's tag: an editor's [sic] is not one."""
        name, attributes, slash = match.group(2).lower(), match.group(3), match.group(4)
        if name not in self.left and ("=" in attributes or slash or f"[/{name}]" in text):
            self.left.add(name)
            self.note(_("shortcode [%(name)s] left in the text") % {"name": name})

    def _caption(self, attributes, inner):
        caption = attributes.get("caption", "")
        if not caption:
            inner, caption = _picture_and_words(inner)
        return f"\n\n<figure>{inner}<figcaption>{caption}</figcaption></figure>\n\n"

    def _gallery(self, attributes, inner):
        pictures = self.pictures(attributes)
        if not pictures:
            self.note(_("gallery without pictures in this file: left out"))
        images = (f'<img src="{escape(p.url)}" alt="{escape(p.title)}">' for p in pictures)
        return "\n\n" + "\n\n".join(images) + "\n\n"

    def _embed(self, attributes, inner):
        return f"\n\n{(inner or attributes.get('src', '')).strip()}\n\n"

    def _medium(self, tag, attributes, inner):
        address = next((attributes[key] for key in SOURCES if attributes.get(key)), inner.strip())
        address = unescape(TAG.sub("", address))
        if not address:
            self.note(_("shortcode [%(name)s] without an address: left out") % {"name": tag})
            return ""
        return f'\n\n<{tag} src="{escape(address)}"></{tag}>\n\n'


def _enclosed(text, match):
    """What stands between a shortcode and its closing tag, and where that ends."""
    closing = f"[/{match.group(2)}]"
    if match.group(4):
        return "", match.end()
    end = text.find(closing, match.end())
    if end < 0:
        return "", match.end()
    return text[match.end() : end], end + len(closing)


def _picture_and_words(html):
    """A caption's content apart: the picture with the link around it, and the words."""
    picture = PICTURE.match(html)
    end = picture.end() if picture else 0
    return html[:end], html[end:].strip()
