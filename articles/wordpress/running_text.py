"""Writes words, line ends and emphasis as paragraphs, whatever block they stand in."""

from html import escape

HOLDS_TEXT = {"li", "td", "th", "h2", "h3", "pre"}
TABLE = {"table", "thead", "tbody", "tr", "td", "th"}


class RunningText:
    """Paragraphs open with their first word; emphasis that spans several is closed and reopened."""

    def __init__(self):
        self.out = []
        self.blocks = []  # (tag, where it starts in out)
        self.inline = []  # (tag in the source, opening, closing)
        self.written = 0  # how many of them stand open in out
        self.last_words = -1  # where the last words are in out
        self.paragraph = None  # where the open paragraph starts in out
        self.wants_paragraph = False
        self.gap = False  # a boundary since the last words of this list item, cell or heading

    def html(self):
        self.end_paragraph()
        return "".join(self.out).strip()

    def is_in(self, tag):
        return bool(self.blocks) and self.blocks[-1][0] == tag

    # Blocks

    def open(self, name, attributes=()):
        self.end_paragraph()
        self.gap = False
        self.blocks.append((name, len(self.out)))
        written = "".join(f' {key}="{escape(value)}"' for key, value in attributes)
        self.out.append(f"<{name}{written}>")

    def close(self, name):
        self.end_paragraph()
        if not self.is_in(name):
            return
        _name, start = self.blocks.pop()
        self._trim(start + 1)
        self.gap = False
        if name not in TABLE and self._is_empty(start):
            del self.out[start:]
        else:
            self.out.append(f"</{name}>")

    def rule(self):
        self.end_paragraph()
        self.last_words = len(self.out)
        self.out.append("<hr>")

    # Emphasis and links

    def start_inline(self, tag, opening, closing):
        if any(opening == known for _tag, known, _closing in self.inline):
            opening = closing = ""
        self.inline.append((tag, opening, closing))

    def end_inline(self, tag):
        for index in range(len(self.inline) - 1, -1, -1):
            if self.inline[index][0] == tag:
                if index < self.written:
                    self.out.append(self.inline[index][2])
                    self.written -= 1
                del self.inline[index]
                return

    def link(self, address, words):
        self.start_inline("a", f'<a href="{escape(address)}">', "</a>")
        self.write(words)
        self.end_inline("a")

    # Words

    def words(self, words):
        """Words, or the space between them."""
        if words.strip() or (words and self._has_begun()):
            self.write(words)

    def write(self, words):
        self._begin()
        for tag, opening, _closing in self.inline[self.written :]:
            if tag == "a" and self.out[-1] == "</a>":
                self.out.append(" ")
            self.out.append(opening)
        self.written = len(self.inline)
        if self.out and self.out[-1] == "<br>":
            words = words.lstrip(" ")
        if words.strip():
            self.last_words = len(self.out)
        self.out.append(escape(words, quote=False))

    def break_line(self):
        if self.is_in("pre"):
            self.out.append("\n")
        elif self._has_begun() and self.out[-1] != "<br>":
            self.out.append("<br>")

    def break_line_again(self):
        """A second line end in a row ends the paragraph."""
        if self.paragraph is not None and self.out[-1] == "<br>":
            self.break_paragraph()
        else:
            self.break_line()

    def break_paragraph(self):
        if self.paragraph is None:
            self.break_line()
            return
        wanted = self.wants_paragraph
        self.end_paragraph()
        self.wants_paragraph = wanted

    def start_paragraph(self):
        self.end_paragraph()
        self.wants_paragraph = True

    def end_paragraph(self):
        """Close what is open; emphasis goes on with the next words."""
        if self._has_begun():
            self._trim(self._start_of_run())
        self._close_inline()
        if self.paragraph is not None:
            start, self.paragraph = self.paragraph, None
            if self._is_empty(start):
                del self.out[start:]
            else:
                self.out.append("</p>")
        elif self._has_begun():
            self.gap = True
        self.wants_paragraph = False

    def _close_inline(self):
        self.out += [closing for _tag, _opening, closing in reversed(self.inline[: self.written])]
        self.written = 0

    def _begin(self):
        """Open the paragraph or line that the next words need."""
        if self.paragraph is None and (self.wants_paragraph or not self._is_held()):
            self.paragraph = len(self.out)
            self.out.append("<p>")
        elif self.gap and self.paragraph is None:
            self.out.append("<br>")
        self.gap = False

    def _is_held(self):
        return bool(self.blocks) and self.blocks[-1][0] in HOLDS_TEXT

    def _has_begun(self):
        if self.paragraph is not None:
            return True
        return self._is_held() and len(self.out) > self.blocks[-1][1] + 1

    def _start_of_run(self):
        return (self.blocks[-1][1] if self.paragraph is None else self.paragraph) + 1

    def _is_empty(self, start):
        return self.last_words < start

    def _trim(self, start):
        """Take line ends and spaces off the end of what was written."""
        while len(self.out) > start and (self.out[-1] == "<br>" or self.out[-1].isspace()):
            self.out.pop()
        if len(self.out) > start:
            self.out[-1] = self.out[-1].rstrip(" \n")
