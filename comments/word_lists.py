"""The word lists in use, compiled once in each process for as long as they stay as they are."""

from typing import NamedTuple

from django.db import connection
from django.utils.translation import ngettext

from comments.models import Finding, WordList
from comments.pipeline.verdicts import HOLD, REJECT, Verdict
from comments.reasons import Reason
from comments.text import clean_text
from comments.words import Matcher, folded_words, parse_entries

# The stricter first: what one list rejects, another need not hold.
STATUSES = {Finding.Outcome.REJECT: REJECT, Finding.Outcome.HOLD: HOLD}
# What this process compiled last, and of which versions.
_kept = {"last": ([], ())}


def word_phase(submission):
    """Words that a list holds or rejects; places are those in the text as it will be stored."""
    text = clean_text(submission.text)
    words = None
    for status, lists in _in_use():
        words = folded_words(text) if words is None else words
        if matches := lists.matcher.find_among(words):
            evidence = lists.evidence(text, matches)
            reason = Reason.LANGUAGE if status is REJECT else ""
            return Verdict(status, reason, evidence, nudge=_nudge(status, evidence["words"]))
    return None


class Lists(NamedTuple):
    """All lists that ask for the same; `homes` says for each entry which one it is from."""

    matcher: Matcher
    homes: dict

    def evidence(self, text, matches):
        name, version = self.homes[matches[0].entry]
        words = dict.fromkeys(text[match.start : match.end] for match in matches)
        places = [[match.start, match.end] for match in matches]
        return {"list": name, "version": version, "words": list(words), "places": places}


def compiled(lists):
    """The Lists of some word lists; what stands in two of them belongs to the first."""
    homes = {}
    for each in lists:
        for entry in parse_entries(each.entries)[0]:
            homes.setdefault(entry, (each.name, each.version))
    return Lists(Matcher(homes), homes)


def _in_use():
    """Pairs of status and Lists; one small statement, unless a list has changed meanwhile."""
    rows = WordList.objects.using(connection.alias).filter(is_on=True)
    versions = list(rows.values_list("pk", "changed_at", "version", "name", "action"))
    if _kept["last"][0] != versions:
        # One assignment: other threads see what belongs together.
        _kept["last"] = versions, _compile(rows)
    return _kept["last"][1]


def _compile(rows):
    by_action = {action: [] for action in STATUSES}
    for each in rows:
        by_action[each.action].append(each)
    return [(STATUSES[action], compiled(lists)) for action, lists in by_action.items() if lists]


def _nudge(status, words):
    if status is REJECT:
        sentence = ngettext(
            "Comments with this are not published here: %(words)s",
            "Comments with these are not published here: %(words)s",
            len(words),
        )
    else:
        sentence = ngettext(
            "With this a moderator looks at it first: %(words)s",
            "With these a moderator looks at it first: %(words)s",
            len(words),
        )
    return sentence % {"words": ", ".join(words)}
