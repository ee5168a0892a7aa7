"""Public ids: time-ordered, so that they index well, and unguessable enough never to be counted."""

from uuid import UUID

from django.db import models
from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh UUID of version 7."""
    return uuid7()


class Identified(models.Model):
    """A row with a public id of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True
