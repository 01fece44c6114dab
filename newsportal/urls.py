"""Where everything is. Each app names its own pages; the rest is wiring."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy

from newsportal import account_views, views
from newsportal.admin_mail.pages import mail_urls
from newsportal.media import media_urls

admin.site.site_title = admin.site.site_header = settings.SITE_NAME
admin.site.site_url = "/"
admin.site.index_title = gettext_lazy("Newsroom")
admin.site.enable_nav_sidebar = False  # forms and lists need the room; the header leads on
# Staff sign in where everybody does: its limits hold for them too.
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("theme/", views.choose_theme, name="theme"),
    path("language/", views.choose_language, name="language"),
    path("accounts/", account_views.account, name="account"),
    path("accounts/export/", account_views.export, name="export_account"),
    path("accounts/badge/", account_views.badge, name="supporter_badge"),
    path("accounts/erase/", account_views.erase, name="erase_account"),
    path("accounts/", include("allauth.urls")),
    *mail_urls(),
    path("admin/", admin.site.urls),
    path("comments/", include("comments.urls")),
    path("moderation/", include("comments.moderation")),
    path("support/", include("donations.urls")),
    *media_urls(),
    path("", include("articles.urls")),
]

handler400 = "newsportal.errors.bad_request"
handler403 = "newsportal.errors.forbidden"
handler404 = "newsportal.errors.not_found"
handler429 = "newsportal.errors.too_many_requests"
handler500 = "newsportal.errors.server_error"
