"""What is done in the background for the whole site."""

from django_tasks import task


@task()
def deliver_mails():
    """Send what is due; repeating it does no harm, and `tick` finds what it missed."""
    from newsportal.outbox import deliver  # which needs the models

    return deliver()


def wake_delivery():
    """Once mails are committed."""
    deliver_mails.enqueue()
