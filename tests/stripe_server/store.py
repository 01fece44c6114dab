"""All that the provider keeps: objects by their id, and the events that tell of them."""

import secrets
import threading
import time
from copy import deepcopy

API_VERSION = "2026-10-28.endive"


class Store:
    """Objects are plain dictionaries, in the order in which they were made."""

    def __init__(self):
        self.lock = threading.RLock()
        self.is_live = True
        self.clear()

    def clear(self):
        self.objects = {}
        self.events = []
        self.answered = {}  # by idempotency key

    def add(self, kind, prefix, **fields):
        ref = f"{prefix}_{secrets.token_hex(9)}"
        self.objects[ref] = {
            "id": ref,
            "object": kind,
            "created": int(time.time()),
            "livemode": self.is_live,
            **fields,
        }
        return self.objects[ref]

    def get(self, ref):
        """The object itself, whether its id is given or a copy of it."""
        return self.objects[ref["id"] if isinstance(ref, dict) else ref]

    def all(self, kind, **fields):
        """Objects of a kind that have these values, oldest first."""
        return [
            found
            for found in self.objects.values()
            if found["object"] == kind
            and all(found.get(name) == value for name, value in fields.items())
        ]

    def tell(self, kind, subject):
        """An event about an object as it is now."""
        event = self.add(
            "event",
            "evt",
            type=kind,
            api_version=API_VERSION,
            data={"object": deepcopy(subject)},
            pending_webhooks=1,
            request={"id": None, "idempotency_key": None},
        )
        self.events.append(deepcopy(event))

    def expanded(self, found, paths):
        """A copy in which the named ids are replaced by what they stand for."""
        found = deepcopy(found)
        for path in paths:
            self._expand(found, path.split("."))
        return found

    def _expand(self, found, path):
        if isinstance(found, list):
            for one in found:
                self._expand(one, path)
        elif isinstance(found, dict) and path:
            name, *deeper = path
            if isinstance(found.get(name), str) and found[name] in self.objects:
                found[name] = deepcopy(self.objects[found[name]])
            self._expand(found.get(name), deeper)
