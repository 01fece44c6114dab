"""From the stored text of a post to the body of an article."""

import json
import re
from collections import Counter

from django.utils.translation import gettext as _

from articles.body import sanitize_body
from articles.wordpress.markup import converted
from articles.wordpress.questions import Questions
from articles.wordpress.shortcodes import Shortcodes

CLASSIC_BLOCKS = {"freeform", "core/freeform", "shortcode", "core/shortcode"}
NUMBERS = re.compile(r"\d+")


class Body:
    """Converts one post; `notes` says what could not stay as it was."""

    def __init__(self, item, *, base, attachments, language):
        self.item, self.attachments = item, attachments
        self.place = {"base": base, "language": language}
        self.notes = Counter()
        self.dynamic = Counter()
        self.pages = 1
        self.tags, self.questions = Questions(), []

    def html(self):
        content = self.item["content:encoded"]
        parts = [self._converted(*part) for part in self._segments(content)]
        if footnotes := self.item.meta_values("footnotes"):
            parts += map(self._footnotes, footnotes)
            del self.dynamic["footnotes"]
        if self.dynamic:
            names = ", ".join(sorted(self.dynamic))
            self.note(_("blocks that hold no text of their own: %(names)s") % {"names": names})
        if self.pages > 1:
            self.note(_("%(count)d pages joined into one") % {"count": self.pages})
        html, self.questions = self.tags.found_in(sanitize_body("\n".join(filter(None, parts))))
        return html

    def note(self, sentence):
        self.notes[sentence] += 1

    def _converted(self, html, is_classic):
        shortcodes = Shortcodes(pictures=self._pictures, questions=self.tags, note=self.note)
        html = shortcodes.replace(html)
        return converted(html, **self.place, breaks=is_classic, note=self.note)

    def _segments(self, content):
        """(HTML, whether its line ends count) for each outer block and the text between them."""
        pieces, is_classic, depth = [], True, 0
        for piece, comment in _at_comments(content):
            pieces.append(piece)
            if comment == "nextpage":
                self.pages += 1
                pieces.append("\n\n")
            step = self._step(comment)
            if step and not min(depth, depth + step):
                yield "".join(pieces), is_classic
                is_classic = step < 0 or comment[3:].split()[0] in CLASSIC_BLOCKS
                pieces = []
            depth = max(0, depth + step)
        yield "".join(pieces), is_classic

    def _step(self, comment):
        """How much deeper in blocks we are after this comment."""
        if comment.startswith("wp:") and comment.endswith("/"):
            self.dynamic[comment[3:].split()[0].rstrip("/")] += 1
            return 0
        return comment.startswith("wp:") - comment.startswith("/wp:")

    def _pictures(self, attributes):
        """The files a gallery shows: those it lists, or all that belong to the post."""
        ids = NUMBERS.findall(attributes.get("ids", "") or attributes.get("include", ""))
        if ids:
            return [self.attachments[key] for key in ids if key in self.attachments]
        return [file for file in self.attachments.values() if file.parent == self.item.id]

    def _footnotes(self, text):
        """Footnotes of the block editor, which it keeps outside the text."""
        try:
            notes = [str(note["content"]) for note in json.loads(text)]
        except (ValueError, TypeError, KeyError):
            self.note(_("footnotes can't be read: left out"))
            return ""
        items = "".join(f"<li>{note}</li>" for note in notes)
        return self._converted(f"<ol>{items}</ol>", False)


def _at_comments(text):
    """The text cut at its HTML comments: (what stands before, what the comment says)."""
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start)
        if end < 0:
            break
        yield text[position:start], text[start + 4 : end].strip()
        position = end + 3
    yield text[position:], ""
