"""Who can sign in to the demo; one shared password, for trials on one's own machine only."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_noop

from assessments.models import MemberRole, Oversight, OversightRole, Person

PASSWORD = "honest-pilot-demo"  # noqa: S105 - printed on purpose: it opens a trial, and nothing else


@dataclass(frozen=True)
class Account:
    """A demo account: a role in every demo project (the second respondent in two), or one above them all."""

    name: str
    role: MemberRole | OversightRole
    does: str

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{str(self.role).partition('_')[0]}@example.org"


ACCOUNTS = (
    Account("Lea Lindqvist", MemberRole.LEAD, gettext_noop("starts rounds, answers, decides")),
    Account("Ruben Ramos", MemberRole.RESPONDENT, gettext_noop("answers")),
    Account("Sina Sundberg", MemberRole.SECOND_RESPONDENT, gettext_noop("answers apart from the team")),
    Account(
        "Rika Reuter",
        MemberRole.REVIEWER,
        gettext_noop("reviews rounds answer by answer, returns or accepts"),
    ),
    Account(
        "Ada Appiah",
        MemberRole.APPROVER,
        gettext_noop("approves acknowledgements, decides on a report, signs"),
    ),
    Account(
        "Petra Pham",
        OversightRole.PMO,
        gettext_noop("sees every submitted round, settles contested challenges"),
    ),
    Account("Leo Laine", OversightRole.LEADERSHIP, gettext_noop("reads concluded rounds and reports")),
    Account("Amir Adler", OversightRole.ADMINISTRATOR, gettext_noop("people and settings")),
)


def make_people(at: datetime) -> dict[str, Person]:
    """The demo's people by role, made where they are missing."""
    password = make_password(PASSWORD)  # once: hashing is slow on purpose
    people = {}
    for account in ACCOUNTS:
        person, made = Person.objects.get_or_create(
            email=account.email, defaults={"name": account.name, "password": password, "date_joined": at}
        )
        people[str(account.role)] = person
        if made and isinstance(account.role, OversightRole):
            Oversight.objects.create(person=person, role=account.role)
    return people
