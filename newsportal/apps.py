from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class NewsportalConfig(AppConfig):
    name = "newsportal"
    verbose_name = _("Site")

    def ready(self):
        from newsportal import checks, roles  # noqa: F401 - registering the checks is the import

        post_migrate.connect(roles.create_groups, sender=self)
