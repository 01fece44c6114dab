"""The buttons of payments and monthly gifts, and the pages that ask before they do anything."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from donations import returning, taking
from donations.forms.returns import PayBackForm
from donations.models import Payment, Pledge
from donations.money import money
from donations.provided import ProviderAway, ProviderRefused
from donations.providers import gateway_for

VERBS = "donations.refund_payment"


def urls(model_admin):
    views = {"release": release, "pay-back": pay_back, "ask": ask}
    return [_route(model_admin, "payment", verb, view) for verb, view in views.items()]


def pledge_urls(model_admin):
    return [_route(model_admin, "pledge", "end", end)]


def _route(model_admin, noun, verb, view):
    guarded = model_admin.admin_site.admin_view(partial(view, model_admin))
    return path(f"<int:pk>/{verb}/", guarded, name=f"donations_{noun}_{verb.replace('-', '_')}")


def release(model_admin, request, pk):
    """Lets a gift count that was looked at."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    payment = _asked_for(Payment, request, pk)
    done = _("The gift counts now.")
    return _do(
        model_admin, request, payment, lambda: returning.release(payment, request.user), done
    )


def ask(model_admin, request, pk):
    """Asks the provider how the payment stands now."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    payment = _asked_for(Payment, request, pk)
    charge = payment.payment_ref or payment.charge_ref
    about = ("charge", charge) if charge else ("session", payment.session_ref)
    done = _("The provider was asked. What it said stands here.")
    return _do(model_admin, request, payment, lambda: taking.take(payment.provider, *about), done)


def pay_back(model_admin, request, pk):
    """Asks how much, then whether it is meant, then the provider."""
    payment = _asked_for(Payment, request, pk)
    if not returning.can_be_paid_back(payment):
        messages.warning(request, _("There is nothing that can be paid back."))
        return _back(payment)
    form = PayBackForm(request.POST if request.method == "POST" else None, payment=payment)
    if not form.is_valid() or "sure" not in request.POST:
        return _pay_back_page(model_admin, request, payment, form)
    cents = form.cleaned_data["amount"]
    done = _("%(amount)s is paid back.") % {"amount": money(cents, payment.currency, exact=True)}
    act = partial(returning.pay_back, payment, cents, request.user)
    return _do(model_admin, request, payment, act, done)


def end(model_admin, request, pk):
    """Ends a monthly gift at the provider, once somebody said that it is meant."""
    pledge = _asked_for(Pledge, request, pk)
    if not (pledge.provider_ref and pledge.status != Pledge.Status.ENDED):
        messages.warning(request, _("This monthly gift has ended, or was never confirmed."))
        return _back(pledge)
    if request.method == "POST":
        return _do(model_admin, request, pledge, partial(_end, pledge), _("It has ended."))
    known = _known(model_admin, request, pledge, _("End the monthly gift"))
    return TemplateResponse(request, "admin/donations/pledge/end.html", known)


def _end(pledge):
    gateway_for(pledge.provider).end(pledge.provider_ref)
    taking.take_soon(pledge.provider, "pledge", pledge.provider_ref)


def _asked_for(model, request, pk):
    """403 for whoever may not move money, 404 for what there isn't."""
    if not request.user.has_perm(VERBS):
        raise PermissionDenied
    return get_object_or_404(model, pk=pk)


def _do(model_admin, request, row, act, done):
    """Do it, say how it went, and keep in the history who did it."""
    try:
        act()
    except ProviderAway:
        messages.error(request, _("The provider does not answer. Look again in some minutes."))
    except ProviderRefused:
        messages.error(request, _("The provider said no. Its own pages may say why."))
    except (returning.CannotReturn, KeyError):
        messages.warning(request, _("That can't be done with it as it stands now."))
    else:
        model_admin.log_change(request, row, done)
        messages.success(request, done)
    return _back(row)


def _pay_back_page(model_admin, request, payment, form):
    """The form for the amount; once that is known, the question whether it is meant."""
    known = _known(model_admin, request, payment, _("Pay back")) | {"form": form}
    known["left"] = money(form.left_cents, payment.currency, exact=True)
    if form.is_valid():
        known["asked"] = money(form.cleaned_data["amount"], payment.currency, exact=True)
    template = "admin/donations/payment/pay_back.html"
    return TemplateResponse(request, template, known, status=422 if form.errors else 200)


def _known(model_admin, request, row, title):
    known = {"original": row, "opts": model_admin.opts, "back": _address(row), "title": title}
    return model_admin.admin_site.each_context(request) | known


def _address(row):
    return reverse(f"admin:donations_{row._meta.model_name}_change", args=[row.pk])


def _back(row):
    return HttpResponseRedirect(_address(row))
