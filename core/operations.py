"""Migration operations that put a rule into the database itself, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {event} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {event} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION {table}_append_only()
"""


class AppendOnly(Operation):
    """Refuse UPDATE and DELETE on `table`, for every writer. `when` (SQL, OLD.column) narrows the rule.

    `update_when` (SQL, OLD.column and NEW.column) narrows it further for UPDATE: an erasure may be let through.

    SQLite drops the triggers when a later AlterField rebuilds the table: repeat the operation after one
    (tests/architecture tries the UPDATE and the DELETE on the fully migrated database).
    """

    reversible = True

    def __init__(self, table: str, when: str = "", update_when: str = "") -> None:
        self.table = table
        self.when = when
        self.update_when = update_when

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        postgresql = schema_editor.connection.vendor == "postgresql"
        if postgresql:
            schema_editor.execute(_POSTGRESQL_FUNCTION.format(table=self.table))
        template = _POSTGRESQL if postgresql else _SQLITE
        for verb, event in (("update", "UPDATE"), ("delete", "DELETE")):
            schema_editor.execute(self._drop(schema_editor, verb))
            schema_editor.execute(template.format(table=self.table, verb=verb, event=event, when=self._condition(verb)))

    def _condition(self, verb: str) -> str:
        parts = [self.when, self.update_when if verb == "update" else ""]
        condition = " AND ".join(f"({part})" for part in parts if part)
        return f"WHEN ({condition})" if condition else ""

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for verb in ("update", "delete"):
            schema_editor.execute(self._drop(schema_editor, verb))

    def _drop(self, schema_editor: Any, verb: str) -> str:
        on_table = f" ON {self.table}" if schema_editor.connection.vendor == "postgresql" else ""
        return f"DROP TRIGGER IF EXISTS {self.table}_no_{verb}{on_table}"

    def describe(self) -> str:
        return f"Make {self.table} append-only"
