"""What an import did: every item is counted once, every loss has a line."""

from collections import Counter

from django.utils.translation import gettext as _

IMPORTED, UNCHANGED, SKIPPED, FAILED = "imported", "unchanged", "skipped", "failed"


class Report:
    """Counts by (kind, outcome, reason), and problems by item."""

    def __init__(self):
        self.counts = Counter()
        self.problems = []

    def count(self, kind, outcome, reason="", number=1):
        if number:
            self.counts[kind, outcome, str(reason)] += number

    def problem(self, kind, item_id, title, what):
        self.problems.append({"kind": kind, "id": item_id, "title": title, "what": str(what)})

    def add(self, other):
        """Take over what one item's own report says, once the item is stored."""
        self.counts.update(other.counts)
        self.problems.extend(other.problems)

    def number(self, kind, outcome):
        """How many of a kind ended in this way, whatever the reason."""
        return sum(n for key, n in self.counts.items() if key[:2] == (kind, outcome))

    @property
    def has_failures(self):
        return any(outcome == FAILED for _kind, outcome, _reason in self.counts)

    def as_json(self):
        rows = [
            {"kind": kind, "outcome": outcome, "reason": reason, "count": number}
            for (kind, outcome, reason), number in sorted(self.counts.items())
        ]
        return {"counts": rows, "problems": self.problems}

    def as_text(self):
        """A table of counts, then the problems, one line each."""
        lines = [_table(sorted(self.counts.items()))]
        if self.problems:
            lines += ["", _("To look at ({count}):").format(count=len(self.problems))]
            lines += [
                f"  {p['kind']} {p['id']} “{p['title'][:60]}”: {p['what']}" for p in self.problems
            ]
        return "\n".join(lines)


def _table(counts):
    rows = [(kind, outcome, str(n), reason) for (kind, outcome, reason), n in counts]
    rows.insert(0, (_("kind"), _("outcome"), _("count"), _("reason")))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        f"{kind:<{widths[0]}}  {outcome:<{widths[1]}}  {n:>{widths[2]}}  {reason}".rstrip()
        for kind, outcome, n, reason in rows
    )
