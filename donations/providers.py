"""Which providers there are, and which of them a donor can be sent to now."""

from donations.gateway import Stripe
from donations.offline import Offline

# In the order in which readers are offered them.
GATEWAYS = [Stripe, Offline]


def gateway_for(name):
    """The gateway of that name, made from the settings as they are; KeyError when there is none."""
    return {gateway.name: gateway for gateway in GATEWAYS}[name]()


def create_switches(using, apps, **kwargs):
    """A row for the switch of each provider, after each migrate. Repeating changes nothing."""
    if table := apps.all_models["donations"].get("provider"):
        for gateway in GATEWAYS:
            table.objects.using(using).get_or_create(name=gateway.name)
