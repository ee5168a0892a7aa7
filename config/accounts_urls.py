"""The addresses of one's own account: allauth's, and only those that are used here.

Nobody signs up, and nobody changes an e-mail address: it is what people are known by.
"""

from allauth.account import views
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as single_sign_on
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from config.password_reset import NewPassword, forgotten_password
from config.places import sign_out_there, signed_in_places
from config.views import RemovePasskey, SignIn, change_password, sign_in_at_provider

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", SignIn.as_view(), name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("password/change/", change_password, name="account_change_password"),
    path("password/forgotten/", forgotten_password, name="account_reset_password"),
    path("password/forgotten/sent/", views.password_reset_done, name="account_reset_password_done"),
    path(
        "password/new/<str:uidb36>/<str:key>/", NewPassword.as_view(), name="account_reset_password_from_key"
    ),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("sessions/", signed_in_places, name="usersessions_list"),
    path("sessions/<int:session_id>/end/", sign_out_there, name="usersessions_end"),
    path("2fa/", include("allauth.mfa.base.urls")),
    path("2fa/totp/", include("allauth.mfa.totp.urls")),
    path("2fa/recovery-codes/", include("allauth.mfa.recovery_codes.urls")),
    path("2fa/webauthn/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(
        "2fa/webauthn/reauthenticate/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"
    ),
    path("2fa/webauthn/keys/<int:pk>/edit/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("3rdparty/login/cancelled/", single_sign_on.login_cancelled, name="socialaccount_login_cancelled"),
    path("oidc/<provider_id>/login/", sign_in_at_provider, name="openid_connect_login"),
    path("oidc/<provider_id>/login/callback/", openid_connect.callback, name="openid_connect_callback"),
]

if settings.SAML_METADATA_URL:
    from allauth.socialaccount.providers.saml import views as saml  # needs the packages of the extra

    urlpatterns += [
        path("saml/<organization_slug>/login/", saml.login, name="saml_login"),
        path("saml/<organization_slug>/acs/", saml.acs, name="saml_acs"),
        path("saml/<organization_slug>/acs/finish/", saml.finish_acs, name="saml_finish_acs"),
        path("saml/<organization_slug>/sls/", saml.sls, name="saml_sls"),
        path("saml/<organization_slug>/metadata/", saml.metadata, name="saml_metadata"),
    ]
