"""Pages as tests read them."""

from html.parser import HTMLParser


def elements(html):
    """The attributes of each element of a page, in order, with its name under "tag"."""
    return _Reader(html).found


class _Reader(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append({"tag": tag} | dict(attrs))
