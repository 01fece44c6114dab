from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DonationsConfig(AppConfig):
    name = "donations"
    verbose_name = _("Donations")

    def ready(self):
        from donations import checks, providers  # noqa: F401 - registering is the import

        post_migrate.connect(providers.create_switches, sender=self)
