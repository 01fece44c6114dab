"""What is not settled about a month yet: told before it is closed, forbidding nothing."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from donations import checked
from donations.models import Payment, Proposal, Provider, StatementLine, WebhookEvent


def open_points(month):
    """A sentence for each kind of thing that may still belong to this month."""
    sentences = (tell(month) for tell in (events, payments, lines, proposals, comparison))
    return [sentence for sentence in sentences if sentence]


def events(month):
    undone = Q(status__in=[WebhookEvent.Status.WAITING, WebhookEvent.Status.GIVEN_UP])
    count = WebhookEvent.objects.filter(undone, happened_at__lt=month.end).count()
    return count and ngettext(
        "%(count)d event of a provider is not processed yet.",
        "%(count)d events of providers are not processed yet.",
        count,
    ) % {"count": count}


def payments(month):
    held = month.campaign.payments.filter(status=Payment.Status.QUARANTINED)
    count = held.filter(created_at__lt=month.end).count()
    return count and ngettext(
        "%(count)d payment is held back to be looked at.",
        "%(count)d payments are held back to be looked at.",
        count,
    ) % {"count": count}


def lines(month):
    unmatched = Q(status__in=[StatementLine.Status.NEW, StatementLine.Status.PROPOSED])
    among = StatementLine.objects.filter(statement__campaign=month.campaign)
    count = among.filter(unmatched, booked_on__lt=month.day_after).count()
    return count and ngettext(
        "%(count)d line of a bank statement is not booked yet.",
        "%(count)d lines of bank statements are not booked yet.",
        count,
    ) % {"count": count}


def proposals(month):
    waiting = Proposal.objects.filter(campaign=month.campaign, status=Proposal.Status.WAITING)
    count = waiting.filter(booked_at__lt=month.end).count()
    return count and ngettext(
        "%(count)d entry waits for a second person.",
        "%(count)d entries wait for a second person.",
        count,
    ) % {"count": count}


def comparison(month):
    """Whether the card providers' accounts were found to agree since the month was over."""
    names = checked.card_names()
    agreed = Provider.objects.filter(name__in=names, checked_at__gte=month.end)
    if agreed.count() < len(names):
        return _("The month has not been compared with the card provider without a difference.")
    return ""
