"""Every address of the site, by application; /healthz is answered before any of them (config/health.py)."""

from django.urls import URLPattern, URLResolver, include, path

from config.views import SignIn

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/login/", SignIn.as_view(), name="account_login"),
    path("accounts/", include("allauth.urls")),
    path("", include("reports.urls")),
    path("", include("assessments.urls")),
]
