"""Pages that belong to the deployment, not to the product."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings

from assessments.models import Person
from reports.demo import ACCOUNTS, PASSWORD


class SignIn(LoginView):  # type: ignore[misc]  # allauth has no types
    """The sign-in page; in a trial it names the demo's accounts, whichever of them are there."""

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """Add the demo's accounts in a trial, and only there."""
        context: dict[str, Any] = super().get_context_data(**options)
        return context | (_demo() if settings.TRIAL else {})


def _demo() -> dict[str, Any]:
    people = Person.objects.filter(email__in=[account.email for account in ACCOUNTS], is_active=True)
    there = set(people.values_list("email", flat=True))
    return {
        "demo_accounts": [account for account in ACCOUNTS if account.email in there],
        "demo_password": PASSWORD,
    }
