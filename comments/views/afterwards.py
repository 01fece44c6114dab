"""What is done once the answer is with the reader, so that the time it takes tells nothing."""

import logging

from django.db import DatabaseError
from django.utils.translation import get_language, override

logger = logging.getLogger(__name__)


def afterwards(response, work, *args, **named):
    """The answer, with work that begins when it is sent, in the language of the request."""
    close, language = response.close, get_language()

    def finish():
        try:
            with override(language):
                work(*args, **named)
        except (OSError, DatabaseError) as error:  # in words alone: an address may stand in it
            logger.warning("%s was not done: %s", work.__name__, type(error).__name__)
        close()

    response.close = finish
    return response
