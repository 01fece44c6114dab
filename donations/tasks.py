"""What is done in the background: the events that providers sent, and comparing with them."""

from django_tasks import task

from donations import events, reconciling
from donations.models import Reconciliation, WebhookEvent


@task()
def process_event(pk):
    """Do one event; repeating it does no harm."""
    event = WebhookEvent.objects.filter(pk=pk).first()
    return bool(event and events.process(event))


@task()
def compare(pk):
    """Do a comparison that somebody asked for, and take over what we missed."""
    run = Reconciliation.objects.filter(pk=pk, ended_at=None).first()
    return bool(run and reconciling.compare(run, mend=True))
