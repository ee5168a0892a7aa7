"""What tests of signing in share: the deployment's single sign-on, with a real provider behind it."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django import Settings

from config.single_sign_on import openid_connect
from tests.identity_provider import IdentityProvider, identity_provider
from tests.settings import PROCESS_HOME


@pytest.fixture(autouse=True)
def nobody_tried_before() -> None:
    """Tries of earlier tests do not count."""
    cache.clear()


@pytest.fixture(scope="session")
def provider_process(django_db_setup: None) -> Iterator[IdentityProvider]:  # noqa: ARG001
    """A provider for all tests of this process."""
    with identity_provider(PROCESS_HOME / "provider.log") as provider:
        yield provider


@pytest.fixture
def provider(provider_process: IdentityProvider, settings: Settings) -> IdentityProvider:
    """The provider that this site is configured with."""
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": openid_connect(
            issuer=provider_process.issuer,
            key="sso",
            name="Example Ltd",
            client_id="honest-pilot",
            secret="not-a-secret",
            vouches_for=[],
        )
    }
    return provider_process
