"""From notices to mails."""


def mail_due():
    """Write the mails that are due, one subscriber after the other; how many were written."""
    return 0


def withdraw(comment):
    """What a comment said is not to be sent any more."""
