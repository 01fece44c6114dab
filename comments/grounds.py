"""Why a comment waits or was rejected by a rule, in words for moderators."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

# Each rule as filters and decisions name it.
RULES = {
    "words": gettext_lazy("Word list"),
    "links": gettext_lazy("Links"),
    "newcomer": gettext_lazy("Newcomer"),
    "history": gettext_lazy("Often rejected"),
    "repeat": gettext_lazy("Said before"),
    "trap": gettext_lazy("Form trap"),
    "person": gettext_lazy("Person held"),
    "spam_service": gettext_lazy("Spam service"),
    "external": gettext_lazy("Outside check"),
    "strict": gettext_lazy("Everything waits"),
    "reports": gettext_lazy("Reports of readers"),
}
# Where evidence keeps what is marked in the text.
MARKED = ("words", "links")
TRAPS = {
    "field": gettext_lazy("Filled in a field that nobody sees"),
    "quick": gettext_lazy("Sent sooner than anybody can write"),
}


@dataclass(frozen=True)
class Ground:
    """What a rule saw: a sentence, and what it is about as it was written."""

    sentence: str
    words: list
    places: list
    # What it had been said in before.
    earlier: int = 0


def ground_of(finding):
    evidence = finding.evidence if isinstance(finding.evidence, dict) else {}
    say = SENTENCES.get(finding.rule)
    return Ground(
        sentence=say(evidence) if say else rule_name(finding.rule),
        words=[word for name in MARKED for word in _list(evidence, name) if isinstance(word, str)],
        places=[tuple(place) for place in _list(evidence, "places") if _is_place(place)],
        earlier=max(0, _number(evidence, "earlier")),
    )


def rule_name(rule):
    return str(RULES.get(rule) or rule.replace("_", " ").capitalize())


def _words(evidence):
    return _("Word list %(name)s") % {"name": evidence.get("list", "")}


def _links(evidence):
    number = _number(evidence, "number")
    return ngettext("%(n)s link", "%(n)s links", number) % {"n": number}


def _newcomer(evidence):
    number = _number(evidence, "published")
    if not number:
        return _("Nothing of theirs was published yet")
    words = ngettext(
        "Only %(n)s comment of theirs was published yet",
        "Only %(n)s comments of theirs were published yet",
        number,
    )
    return words % {"n": number}


def _history(evidence):
    facts = {"rejected": _number(evidence, "rejected"), "all": _number(evidence, "of")}
    return _("%(rejected)s of %(all)s rejected in the days before") % facts


def _spam_service(evidence):
    if evidence.get("failed"):
        return _("The spam service could not be asked")
    return _("The spam service takes it for spam")


def _external(evidence):
    if evidence.get("failed"):
        return _("The outside check could not be asked")
    said = evidence.get("said")
    return _("Outside check: %(said)s") % {"said": said} if said else rule_name("external")


def _trap(evidence):
    return str(TRAPS.get(str(evidence.get("trap"))) or _("Sent without the form of the page"))


SENTENCES = {
    "words": _words,
    "links": _links,
    "newcomer": _newcomer,
    "history": _history,
    "external": _external,
    "repeat": lambda evidence: _("The same words within a day"),
    "trap": _trap,
    "person": lambda evidence: _("All comments of this person wait"),
    "spam_service": _spam_service,
    "strict": lambda evidence: _("Everything waits in this discussion"),
    "reports": lambda evidence: _("Hidden after several reports"),
}


def _list(evidence, name):
    found = evidence.get(name)
    return found if isinstance(found, list) else []


def _number(evidence, name):
    found = evidence.get(name)
    return found if isinstance(found, int) else 0


def _is_place(place):
    is_pair = isinstance(place, list) and len(place) == 2
    return is_pair and all(isinstance(number, int) for number in place)
