"""The addresses of one's own account: allauth's, and only those that are used here.

Nobody signs up, and nobody changes an e-mail address: it is what people are known by. A forgotten password is
set anew by whoever runs the deployment (docs/operations.md).
"""

from allauth.account import views
from django.urls import URLPattern, URLResolver, include, path

from config.views import SignIn

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", SignIn.as_view(), name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("2fa/", include("allauth.mfa.urls")),
]
