"""Parts of a shared page that are taken over when something else on the page has changed.

A comment moves the stamp of one discussion; head, article and footer around it are the same as a
moment ago. `{% keep "footer" %} ... {% endkeep %}` (templatetags/portal.py) takes them from the
copy that has just become outdated, as long as that copy is fresh and what the part itself depends
on stands: the stamps noted while it was drawn, and those noted before the template began.
"""

import time
from contextlib import contextmanager
from typing import NamedTuple

from django.core.cache import cache


class Part(NamedTuple):
    """Where a part stands in the bytes of a copy, and the stamps it was drawn under."""

    start: int
    end: int
    stamps: dict


class PageParts:
    """The parts of the page that a request renders; `earlier` is the copy it is to replace."""

    def __init__(self, stamps, earlier=None):
        self.stamps, self.earlier = stamps, earlier
        self.drawn, self.open = {}, []
        self.before_template = self.current = None
        self.fresh_until = float("inf")

    def keep(self, name, draw):
        """The part as it was, or drawn anew."""
        if self.before_template is None:
            self.before_template = set(self.stamps)
        html = self._earlier(name)
        if html is None:
            with self._noting() as noted:
                html = draw()
            self.drawn[name] = html, {each: self.stamps[each] for each in noted}
        return html

    def note(self, stamp):
        """Something is about to be shown that has this stamp."""
        for noted in self.open:
            noted.add(stamp)

    def found_in(self, content):
        """{name: Part} of a rendered page."""
        found = {}
        for name, (html, stamps) in self.drawn.items():
            part = html.encode()
            start = content.find(part)
            if start >= 0:
                found[name] = Part(start, start + len(part), stamps)
        return found

    @contextmanager
    def _noting(self):
        noted = set(self.before_template)
        self.open.append(noted)
        yield noted
        self.open.remove(noted)

    def _earlier(self, name):
        part = self.earlier.parts.get(name) if self.earlier else None
        if part is None or time.time() >= self.earlier.fresh_until or not self._stands(part):
            return None
        self.fresh_until = self.earlier.fresh_until
        for stamp, value in part.stamps.items():
            self.stamps.setdefault(stamp, value)
            self.note(stamp)
        html = self.earlier.content[part.start : part.end].decode()
        self.drawn[name] = html, part.stamps
        return html

    def _stands(self, part):
        """Nothing it shows has changed, neither before this request nor since it began."""
        if self.current is None:
            names = {name for each in self.earlier.parts.values() for name in each.stamps}
            self.current = cache.get_many(names)
        now = self.current | self.stamps
        return all(now.get(name, "") == value for name, value in part.stamps.items())
