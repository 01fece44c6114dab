"""Keys of other rows in what a form is sent."""

from django.forms import ModelChoiceField

DIGITS = 18
NOBODYS = "0"


class PlainKeysMixin:
    """A key that no row can have becomes one that no row has: the form says so, nothing breaks.

    The suggestion fields of the admin look up whatever they were sent when they are shown again.
    """

    def full_clean(self):
        if self.is_bound:
            self._drop_odd_keys()
        super().full_clean()

    def _drop_odd_keys(self):
        fields = (
            name for name, field in self.fields.items() if isinstance(field, ModelChoiceField)
        )
        for name in map(self.add_prefix, fields):
            sent = self.data.getlist(name)
            plain = [value if is_plain(value) else NOBODYS for value in sent]
            if plain != sent:
                self.data = self.data.copy()
                self.data.setlist(name, plain)


def is_plain(value):
    is_number = value.isascii() and value.isdecimal() and len(value) <= DIGITS
    return not value or is_number
