"""Where providers tell us what happened."""

import logging
import re

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from donations import events
from donations.provided import BadNotice
from donations.providers import gateway_for
from donations.tasks import process_event

MAX_BYTES = 256 * 1024

logger = logging.getLogger(__name__)


@csrf_exempt  # the signature says who sent it
@require_POST
def webhook(request, provider):
    """Verify, store, answer; the work is done afterwards. What we don't know is taken and left."""
    gateway = _gateway(provider)
    if not _is_small(request):
        logger.warning("event of %s refused: too big", provider)
        return HttpResponse(status=413)
    try:
        notice = gateway.read_notice(
            request.body, request.headers.get(gateway.signature_header, "")
        )
    except BadNotice as error:
        logger.warning("event of %s refused: %s", provider, error)
        return HttpResponseBadRequest()

    event, is_new = events.store(provider, notice)
    if is_new and notice.subject:
        transaction.on_commit(lambda: process_event.enqueue(event.pk))
    return HttpResponse()


def _is_small(request):
    length = request.META.get("CONTENT_LENGTH") or "0"
    return bool(re.fullmatch("[0-9]{1,9}", length)) and int(length) <= MAX_BYTES


def _gateway(provider):
    """One that is set up and sends events; whether donors are sent there now does not matter."""
    try:
        gateway = gateway_for(provider)
    except KeyError as error:
        raise Http404 from error
    if not (gateway.is_configured and gateway.signature_header):
        raise Http404
    return gateway
