"""Asks Akismet whether a comment is spam; the only module that knows its library.

Off without AKISMET_API_KEY. Text, name, e-mail and address of the writer go there. What can't be asked
waits for a moderator: it is neither published nor lost.
"""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.utils.translation import get_language

from articles.presentation import absolute
from comments.outside import Failed, Outside
from comments.pipeline.verdicts import HOLD, REJECT, Verdict
from comments.reasons import Reason

SECONDS = 3
USER_AGENT_LENGTH = 300
akismet_site = Outside("spam_service")


def spam_service_phase(submission):
    """Not asked about what waits anyway."""
    if not settings.AKISMET_API_KEY or submission.verdicts:
        return None
    try:
        said = akismet_site.ask(_check, submission)
    except Failed as failure:
        return Verdict(HOLD, evidence={"failed": str(failure)})
    verdicts = {"SPAM": Verdict(HOLD, Reason.SPAM), "DISCARD": Verdict(REJECT, Reason.SPAM)}
    return verdicts.get(said)


def http_client():
    """Tests give it another transport."""
    import httpx

    return httpx.Client(timeout=SECONDS)


def _check(submission):
    """HAM, SPAM, or DISCARD for what nobody need look at."""
    import akismet  # an optional package

    config = akismet.Config(key=settings.AKISMET_API_KEY, url=settings.SITE_URL)
    with http_client() as client:
        service = akismet.SyncClient(config=config, http_client=client)
        return service.comment_check(**_facts(submission)).name


def _facts(submission):
    """What is told of a comment, by Akismet's own names."""
    request, reader = submission.request, submission.reader
    return {
        "user_ip": get_adapter().get_client_ip(request),
        "user_agent": request.headers.get("User-Agent", "")[:USER_AGENT_LENGTH],
        "comment_type": "reply" if submission.parent else "comment",
        "comment_content": submission.text,
        "comment_author": submission.name,
        "comment_author_email": reader.user.email if reader.user else submission.email,
        "permalink": absolute(submission.article.get_absolute_url()),
        "blog_lang": get_language(),
        "blog_charset": "UTF-8",
    }
