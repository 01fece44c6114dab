"""What is done in the background: the events that providers sent."""

from django_tasks import task

from donations import events
from donations.models import WebhookEvent


@task()
def process_event(pk):
    """Do one event; repeating it does no harm."""
    event = WebhookEvent.objects.filter(pk=pk).first()
    return bool(event and events.process(event))
