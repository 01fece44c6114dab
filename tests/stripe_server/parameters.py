"""Parameters as the provider reads them: `a[b][0][c]=1` is {"a": {"b": [{"c": "1"}]}}."""

import re
from urllib.parse import parse_qsl

PART = re.compile(r"\[([^\]]*)\]")


def parse(encoded):
    """Nested dictionaries and lists of texts."""
    found = {}
    for key, value in parse_qsl(encoded, keep_blank_values=True):
        first, parts = key.split("[", 1)[0], PART.findall(key)
        _put(found, [first, *parts], value)
    return _with_lists(found)


def _put(found, path, value):
    *before, last = path
    for part in before:
        found = found.setdefault(part or str(len(found)), {})
    found[last or str(len(found))] = value


def _with_lists(value):
    if not isinstance(value, dict):
        return value
    values = {key: _with_lists(part) for key, part in value.items()}
    if values and all(key.isdigit() for key in values):
        return [values[key] for key in sorted(values, key=int)]
    return values
