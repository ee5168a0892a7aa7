"""Every address of the site, by application."""

from django.urls import URLPattern, URLResolver, include, path

from config.views import SignIn, healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("accounts/login/", SignIn.as_view(), name="account_login"),
    path("accounts/", include("allauth.urls")),
    path("", include("reports.urls")),
    path("", include("assessments.urls")),
]
