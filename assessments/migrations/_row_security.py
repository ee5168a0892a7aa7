"""Row-level security: the second wall behind the queries' door.

A table says by SQL conditions who reads and who writes its rows. Nobody gets a row that the conditions do not
name, whatever the application asks; the owner, as whom migrations run and foreign keys are checked, gets all.
"""

from collections.abc import Callable

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

READS_PROJECT = "(SELECT reads_everything()) OR {project} IN (SELECT my_projects())"
WRITES_PROJECT = "(SELECT acts_as_system()) OR {project} IN (SELECT my_own_projects())"

COMMANDS = {
    "SELECT": "USING ({read})",
    "INSERT": "WITH CHECK ({insert})",
    "UPDATE": "USING ({write}) WITH CHECK ({write})",
    "DELETE": "USING ({write})",
}

Operation = Callable[[Apps, BaseDatabaseSchemaEditor], None]


def of_project(table: str, column: str = "project_id") -> Operation:
    """Members read and write a project's rows; whoever oversees it reads them."""
    read, write = (text.format(project=column) for text in (READS_PROJECT, WRITES_PROJECT))
    return guarded(table, read=read, write=write)


def of_parent(table: str, column: str, *parents: str) -> Operation:
    """Whoever reads or writes the parent may do so here; `parents` are "table.column" up to the project's."""
    return guarded(
        table,
        read=f"EXISTS (SELECT FROM {parents[0].partition('.')[0]} parent WHERE parent.id = {column})",
        write=f"(SELECT acts_as_system()) OR {_up(column, *parents)} IN (SELECT my_own_projects())",
    )


def guarded(table: str, *, read: str, write: str, insert: str = "") -> Operation:
    """Switch row-level security on, for the owner as well, with one policy for each command."""

    def guard(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"CREATE POLICY owner_all ON {table} TO CURRENT_USER USING (true)")
        for command, clause in COMMANDS.items():
            conditions = clause.format(read=read, write=write, insert=insert or write)
            schema_editor.execute(f"CREATE POLICY who_{command.lower()}s ON {table} FOR {command} {conditions}")

    return guard


def guarded_anew(table: str, *, read: str, write: str) -> Operation:
    """Put other conditions into a table's policies."""

    def guard(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for command, clause in COMMANDS.items():
            conditions = clause.format(read=read, write=write, insert=write)
            schema_editor.execute(f"ALTER POLICY who_{command.lower()}s ON {table} {conditions}")

    return guard


def _up(column: str, *parents: str) -> str:
    """The project of a row, found through its parents: each "table.column" names the next step."""
    for parent in parents:
        table, _, next_column = parent.partition(".")
        column = f"(SELECT {next_column} FROM {table} WHERE id = {column})"
    return column
