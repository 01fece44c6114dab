"""Keeping a card for oneself for some minutes."""

from django import forms
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from comments import claims
from comments.models import Comment
from comments.views.moderating.answers import back


class ClaimForm(forms.Form):
    """Have it when it is free, in any case, or no more."""

    action = forms.ChoiceField(
        choices=[(name, name) for name in ("claim", "take_over", "release")], required=False
    )


@require_POST
def claim(request, pk):
    comment = get_object_or_404(Comment, pk=pk)
    form = ClaimForm(request.POST)
    action = form.cleaned_data["action"] if form.is_valid() else "claim"
    if action == "release":
        claims.release(comment, request.user)
        held = claims.claims_on([pk]).get(pk)
    else:
        held = claims.claim(comment, request.user, takes_over=action == "take_over")
    if not request.htmx:
        return back(request)
    context = {"comment": comment, "claim": held, "next": request.POST.get("next", "")}
    return render(request, "comments/moderation/_claim.html", context)
