"""People: who signs in, and whose name stands by what they did."""

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .checks import one_of
from .identity import new_id


class MailChoice(models.TextChoices):
    """How often somebody wants mail; a mention is told at once in any case."""

    HOURLY = "hourly", _("at most once an hour")
    DAILY = "daily", _("once a day, in the morning")
    MENTIONS = "mentions", _("only when somebody mentions me")


class PersonManager(BaseUserManager["Person"]):
    """Finds and makes people by e-mail address, whatever its capitals."""

    def create_user(
        self, email: str, password: str | None = None, *, name: str = "", date_joined: datetime | None = None
    ) -> "Person":
        """Store a new person; without a password they cannot sign in by one."""
        person = self.model(email=email.strip().lower(), name=name, date_joined=date_joined or timezone.now())
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person of an e-mail address, whatever its capitals."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Someone with an account; what they may do follows from memberships and oversight, not from flags."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=20, blank=True)
    """In which one is answered and gets mail; empty: the browser's, and the deployment's in mail."""
    mail_choice = models.CharField(max_length=16, choices=MailChoice, default=MailChoice.HOURLY)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_once"),
            one_of("person", "mail_choice", MailChoice.values),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def is_same(self, other: Self | None) -> bool:
        """Whether both are one and the same person."""
        return other is not None and self.pk == other.pk
