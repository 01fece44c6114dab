"""What is done in the background for those who follow a discussion."""

from django_tasks import task

from comments import announcing, mailing


@task()
def tell_followers():
    """Of all that was just shown; then the mails that can't wait. Repeating it does no harm."""
    return announcing.announce_due() + mailing.mail_due()
