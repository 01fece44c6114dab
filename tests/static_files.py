"""Static files under their plain names; each address is worked out once, not in every test."""

from django.contrib.staticfiles.storage import StaticFilesStorage

_known = {}


class PlainFiles(StaticFilesStorage):
    def url(self, name):
        place = self.base_url, name
        if place not in _known:
            _known[place] = super().url(name)
        return _known[place]
