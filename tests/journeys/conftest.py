"""A site as deployments have it: two-step sign-in demanded, single sign-on configured, under a name."""

from collections.abc import Iterator

import pytest

from tests.identity_provider import IdentityProvider, identity_provider
from tests.processes import free_port, running, wait_until_said
from tests.settings import PROCESS_HOME


@pytest.fixture(scope="module")
def provider(django_db_setup: None) -> Iterator[IdentityProvider]:  # noqa: ARG001
    """An OpenID provider on loopback."""
    with identity_provider(PROCESS_HOME / "journey-provider.log") as provider:
        yield provider


@pytest.fixture(scope="module")
def demanding_site(provider: IdentityProvider) -> Iterator[str]:
    """Its address. Passkeys belong to a name, so this one is not reached by number."""
    log, port = PROCESS_HOME / "demanding-site.log", free_port()
    options = ["--bind", f"127.0.0.1:{port}", "--threads", "4", "--no-control-socket"]
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("MFA_DEMANDED", "true")
        environment.setenv("OIDC_ISSUER", provider.issuer)
        environment.setenv("OIDC_CLIENT_ID", "honest-pilot")
        environment.setenv("OIDC_CLIENT_SECRET", "not-a-secret")
        environment.setenv("OIDC_NAME", "Example Ltd")
        with running("gunicorn", *options, "config.wsgi", log=log) as process:
            wait_until_said("Booting worker", process, log)
            yield f"http://localhost:{port}"
