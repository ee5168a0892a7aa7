"""The application's database role: it works with rows and owns nothing.

Migrations run as the owner. The tables that exist are granted here, and default privileges grant those that
the owner makes later, whichever application's migrations run first.
"""

from collections.abc import Callable

from django.apps.registry import Apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GRANTS = (
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
)

MISSING = (
    'The database role "{role}", as which the application works, does not exist. Create it as a superuser '
    "and migrate again: CREATE ROLE \"{role}\" LOGIN PASSWORD '<the password in DATABASE_URL>';"
)
OWNER = (
    'The database role "{role}" is the one the application works as: it must own nothing. '
    "Migrate as the owner: manage.py migrate --database owner, with OWNER_DATABASE_URL naming another role."
)


def grant_rows(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let the application's role read and write the rows of every table, present and future."""
    _check_role(schema_editor)
    role = schema_editor.connection.ops.quote_name(settings.APPLICATION_ROLE)
    for grant in GRANTS:
        schema_editor.execute(grant.format(role=role))


def only_append(*tables: str) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    """Make a function that lets the application add rows to these tables, but never change or delete them."""

    def revoke(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        quote = schema_editor.connection.ops.quote_name
        role = quote(settings.APPLICATION_ROLE)
        for table in tables:
            schema_editor.execute(f"REVOKE UPDATE, DELETE ON {quote(table)} FROM {role}")

    return revoke


def _check_role(schema_editor: BaseDatabaseSchemaEditor) -> None:
    role = settings.APPLICATION_ROLE
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user = %s, EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [role, role]
        )
        is_owner, exists = cursor.fetchone()
    if is_owner:
        raise ImproperlyConfigured(OWNER.format(role=role))
    if not exists:
        raise ImproperlyConfigured(MISSING.format(role=role))
