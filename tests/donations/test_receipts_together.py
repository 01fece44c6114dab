"""Many gifts at once: the numbers of their receipts have no gap."""

import pytest
from django.db import transaction

from donations import receipts
from donations.models import Donor, Receipt
from tests.comments.test_concurrency import in_parallel
from tests.factories import make_campaign, make_gift

AT_ONCE = 20


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_twenty_receipts_at_once_are_numbered_from_one_to_twenty():
    campaign, donor = make_campaign(), Donor.objects.create(email="oda@example.com")

    def give(number):
        with transaction.atomic():
            receipts.issue(make_gift(campaign, "5", provider_ref=f"ch_{number}"), donor)
            transaction.set_rollback(number % 5 == 0)  # some fail

    in_parallel(AT_ONCE + 5, give)
    serials = sorted(Receipt.objects.values_list("serial", flat=True))
    assert serials == list(range(1, AT_ONCE + 1))
