"""What `manage.py` runs. What the operator can mend is said in a line; the rest comes with its traceback."""

import sys
from collections.abc import Sequence

from django.core.management import execute_from_command_line
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from environs import EnvError


def main(argv: Sequence[str]) -> None:
    """Ends with 1 where something is missing; `--traceback` shows from where, as with any command."""
    try:
        execute_from_command_line(list(argv))
    except (EnvError, DatabaseError) as error:
        said = None if "--traceback" in argv else _what_to_do(error)
        if said is None:
            raise
        sys.stderr.write(f"{said}\n")
        sys.exit(1)


def _what_to_do(error: Exception) -> str | None:
    if isinstance(error, EnvError):
        return f"{error} (every variable is explained in .env.example)"
    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except OperationalError as unreachable:
        return f"The database does not answer; DATABASE_URL says where it is. {str(unreachable).strip()}"
    except DatabaseError:
        return None
    if waiting:
        why = str(error).partition("\n")[0]
        return f"The database is not ready, {waiting} migrations are missing: run manage.py migrate. ({why})"
    return None
