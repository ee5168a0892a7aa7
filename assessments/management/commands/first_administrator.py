"""`manage.py first_administrator EMAIL`: the one account that nobody could have invited."""

from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from assessments import actions
from assessments.models import Person


class Command(BaseCommand):
    """Makes an administrator of everything, while there is none; asks for their password."""

    help = "Make the first account, an administrator of everything. Everybody else is invited by them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address and a name."""
        parser.add_argument("email", help="the e-mail address to sign in with")
        parser.add_argument("--name", default="", help="how others see them")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Check address and password, and make the account."""
        email, name = options["email"].strip(), options["name"]
        try:
            validate_email(email)
            known = Person.objects.filter(email__iexact=email).exists()
            password = "" if known else self._password(Person(email=email, name=name))
            person = actions.make_first_administrator(
                email=email, name=name, password=password, at=timezone.now()
            )
        except ValidationError as invalid:
            raise CommandError(" ".join(invalid.messages)) from invalid
        except actions.Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{person.email} administers everything. Sign in and invite the others.")

    def _password(self, person: Person) -> str:
        password = getpass("Password: ")
        validate_password(password, person)
        if getpass("The same again: ") != password:
            raise CommandError("The two passwords differ: run the command again.")
        return password
