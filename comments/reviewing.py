"""What moderators decide about votes, as their pages send it."""

import re
from collections import defaultdict
from uuid import UUID

from django import forms
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from comments import votes
from comments.models import Vote

# A vote as a form names it: comment and voter.
NAME = re.compile(r"([0-9]{1,18})-([0-9a-f]{32})", re.ASCII)
CHOSEN_MAX = 200


def named(name):
    comment_id, voter = NAME.fullmatch(name).groups()
    return int(comment_id), UUID(voter)


class ChosenVotes(forms.TypedMultipleChoiceField):
    """Checkboxes of a page that may have moved on: any well-formed name will do."""

    def valid_value(self, value):
        return NAME.fullmatch(value) is not None


class ReviewForm(forms.Form):
    """A decision about chosen votes, with its reason."""

    ACTIONS = {
        "void": (_("Void the chosen votes"), Vote.Standing.VOIDED),
        "void_network": (_("Void all votes from their networks"), Vote.Standing.VOIDED),
        "count": (_("Count the chosen votes"), Vote.Standing.COUNTED),
    }

    votes = ChosenVotes(coerce=named, error_messages={"required": _("Choose votes first.")})
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField", "dir": "auto"}),
        error_messages={"required": _("Give a reason. It is kept with the votes.")},
    )
    action = forms.ChoiceField(choices=[(name, label) for name, (label, _to) in ACTIONS.items()])

    def __init__(self, *args, among, **kwargs):
        """`among` are the votes that may be chosen."""
        super().__init__(*args, label_suffix="", **kwargs)
        self.among = among

    def clean_votes(self):
        return self.cleaned_data["votes"][:CHOSEN_MAX]

    def decide(self, by):
        """Do it; how many votes changed."""
        _label, standing = self.ACTIONS[self.cleaned_data["action"]]
        said = {"by": by, "reason": self.cleaned_data["reason"]}
        return sum(
            votes.review(comment, [vote.voter for vote in chosen], standing, **said)
            for comment, chosen in self._chosen().items()
        )

    def _chosen(self):
        chosen = self.among.filter(pk__in=self.cleaned_data["votes"]).select_related("comment")
        if self.cleaned_data["action"] == "void_network":
            networks = [vote.network for vote in chosen if vote.network]
            comments = [vote.comment_id for vote in chosen]
            near = Vote.objects.filter(comment__in=comments, network__in=networks)
            chosen = [*chosen, *near.select_related("comment")]
        by_comment = defaultdict(list)
        for vote in chosen:
            by_comment[vote.comment].append(vote)
        return by_comment


def count_neighbours(shown):
    """Tell votes how many came from their network, their own included; nothing for members."""
    counted = Vote.objects.filter(
        comment__in={vote.comment_id for vote in shown},
        network__in={vote.network for vote in shown} - {None},
    )
    counted = counted.order_by().values_list("network").annotate(Count("voter"))
    found = dict(counted)
    for vote in shown:
        vote.neighbours = found.get(vote.network)
        vote.name = f"{vote.comment_id}-{vote.voter.hex}"
    return shown
