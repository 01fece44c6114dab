"""What moderators imposed on a reader, and that a warning was read."""

from dataclasses import replace

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from comments import sanctions
from comments.models import Sanction
from comments.persons import person_of_reader
from comments.readers import reader_of
from comments.traces import networks_of
from comments.views.answers import SeeOther

WARNING = Sanction.Kind.WARNING


@require_http_methods(["GET", "HEAD", "POST"])
def warning(request, pk):
    """One's own warning, and a button that says it was read."""
    found = get_object_or_404(_imposed_on(request), pk=pk, kind=WARNING)
    if request.method != "POST":
        return render(request, "comments/mine/warning.html", {"sanction": found})
    sanctions.acknowledge(found)
    return SeeOther(reverse("comments:mine") + "?done=acknowledged")


def sanctions_of(request):
    """What holds for who asks; a warning they read is over."""
    if not reader_of(request).is_known:
        return []
    return list(_imposed_on(request).exclude(kind=WARNING, acknowledged_at__isnull=False))


def _imposed_on(request):
    """Not what is in force for an address that they only typed: it tells of somebody else."""
    person = person_of_reader(reader_of(request), networks=networks_of(request))
    return replace(person, email="").sanctions()
