"""Every address of the site, by application; /healthz is answered before any of them (config/health.py)."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("config.accounts_urls")),
    path("", include("reports.urls")),
    path("", include("assessments.urls")),
]
