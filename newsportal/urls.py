"""Where everything is. Each app names its own pages; the rest is wiring."""

from django.contrib import admin
from django.urls import include, path

from newsportal import views
from newsportal.media import media_urls

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("comments/", include("comments.urls")),
    path("support/", include("donations.urls")),
    *media_urls(),
    path("", include("articles.urls")),
]
