"""The application's database role works with rows and owns nothing."""

from importlib import import_module

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction
from django.db.utils import ProgrammingError
from pytest_django import Settings

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

ROLE = import_module("assessments.migrations._application_role")


def rows(alias: str, sql: str, *params: str) -> list[tuple[object, ...]]:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, params or None)
        return list(cursor.fetchall()) if cursor.description else []


def grant_again() -> None:
    # atomic=False: the test's own transaction is undone anyway.
    with connections["owner"].schema_editor(atomic=False) as editor:
        ROLE.grant_rows(None, editor)


def test_application_role_is_neither_superuser_nor_above_row_security() -> None:
    [(user, superuser, bypasses)] = rows(
        "default", "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    )

    assert user == settings.APPLICATION_ROLE
    assert (superuser, bypasses) == (False, False)


def test_application_role_owns_nothing() -> None:
    owned = rows(
        "default",
        "SELECT relname FROM pg_class"
        " WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)",
    )

    assert owned == []


def test_application_role_works_with_the_rows_of_every_app() -> None:
    read_only = rows(
        "default",
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT ("
        "has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')"
        " AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE'))",
    )
    unreadable = rows(
        "default",
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        " AND NOT has_table_privilege(oid, 'SELECT')",
    )

    kept = {"assessments_questionset", "assessments_submission", "assessments_historyentry"}
    assert {"django_migrations", "assessments_historyhead", *kept} <= {name for (name,) in read_only}
    assert not {"assessments_answer", "account_emailaddress", "django_session"} & {
        name for (name,) in read_only
    }
    assert unreadable == [("assessments_historynote",)]


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE assessments_answer ADD COLUMN x int",
        "TRUNCATE assessments_answer",
        "DROP TABLE assessments_answer",
        "CREATE TABLE mine (x int)",
        "ALTER TABLE assessments_answer DISABLE TRIGGER ALL",
        "DELETE FROM assessments_submission",
        "UPDATE assessments_questionset SET digest = ''",
        "DELETE FROM django_migrations",
    ],
)
def test_application_role_may_not(statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
        rows("default", statement)


def test_tables_made_before_and_after_the_first_migration_are_granted_alike() -> None:
    rows("owner", "CREATE TABLE made_before (id bigint GENERATED ALWAYS AS IDENTITY)")
    rows("owner", f'REVOKE ALL ON made_before FROM "{settings.APPLICATION_ROLE}"')
    grant_again()
    rows("owner", "CREATE TABLE made_after (id serial)")

    granted = rows(
        "owner",
        "SELECT relname FROM pg_class WHERE relname LIKE 'made\\_%%' AND relkind = 'r'"
        " AND has_table_privilege(%s, oid, 'SELECT') AND has_table_privilege(%s, oid, 'DELETE')",
        settings.APPLICATION_ROLE,
        settings.APPLICATION_ROLE,
    )
    [(sequence,)] = rows(
        "owner",
        "SELECT has_sequence_privilege(%s, 'made_after_id_seq', 'USAGE')",
        settings.APPLICATION_ROLE,
    )

    assert {name for (name,) in granted} == {"made_before", "made_after"}
    assert sequence


def test_missing_role_is_said_with_the_way_to_make_it(settings: Settings) -> None:
    settings.APPLICATION_ROLE = "nobody_here"

    with pytest.raises(ImproperlyConfigured, match='CREATE ROLE "nobody_here" LOGIN'):
        grant_again()


def test_migrating_as_the_application_is_refused(settings: Settings) -> None:
    [(settings.APPLICATION_ROLE,)] = rows("owner", "SELECT current_user")

    with pytest.raises(ImproperlyConfigured, match="migrate --database owner"):
        grant_again()
