"""Statements that PostgreSQL plans once for each connection, where planning is most of the work."""

from collections.abc import Mapping
from typing import Any
from weakref import WeakSet

from django.db import DatabaseError, connection
from django.db.backends.utils import CursorWrapper

# A pooler between us and the database may hand out another connection than the one that was prepared.
_UNKNOWN, _KNOWN_ALREADY = "26000", "42P05"


class Planned:
    """Some statements that are carried out as one message, and so as one transaction; `types` are PostgreSQL's, by
    the names of the values. Each statement sees what was committed before it began."""

    def __init__(self, name: str, types: Mapping[str, str], *statements: str, before: str = "") -> None:
        self._preparing, calls = [], [before] if before else []
        for number, statement in enumerate(statements, 1):
            used = [value for value in types if f"%({value})s" in statement]
            for place, value in enumerate(used, 1):
                statement = statement.replace(f"%({value})s", f"${place}")
            declared = ", ".join(types[value] for value in used)
            self._preparing.append(f"PREPARE {name}_{number} ({declared}) AS {statement}")
            calls.append(f"EXECUTE {name}_{number} ({', '.join(f'%({value})s' for value in used)})")
        self._message = "; ".join(calls)
        self._prepared: WeakSet[Any] = WeakSet()

    def execute(self, cursor: CursorWrapper, values: Mapping[str, Any]) -> bool:
        """Outside of a transaction. False if this connection cannot keep a plan; then nothing has happened."""
        try:
            if connection.connection not in self._prepared:
                for statement in self._preparing:
                    cursor.execute(statement)
                self._prepared.add(connection.connection)
            cursor.execute(self._message, values)
        except DatabaseError as error:
            if getattr(error.__cause__, "sqlstate", "") in (_UNKNOWN, _KNOWN_ALREADY):
                return False
            raise
        return True
