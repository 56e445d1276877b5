"""The statements that record and end many tasks at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

import orjson
from sqlalchemy import ColumnElement, bindparam, func, literal_column, select, text
from sqlalchemy.dialects.postgresql import JSON, insert

from models.statement import BoundStatement, Statement
from models.tasks.task_row import RULES, TaskRow
from models.tasks.task_statements import record_plan
from models.tasks.task_table import COLUMNS, TASK_TABLE

Rows = Sequence[Mapping[str, object]]
"""Tasks, each as its values by column."""
JSON_COLUMNS = {column.name for column in COLUMNS if isinstance(column.type, JSON)}
"""The columns whose values are JSON as text."""
ROWS = bindparam("rows", type_=JSON)
NEW = "json_populate_recordset(CAST(NULL AS user_task_history), :rows) AS new"
IS_UNFINISHED = "status IN ('pending', 'processing')"
FIND_RECORDED = Statement(
    "find_recorded_tasks",
    """
SELECT task.* FROM unnest(CAST(:ids AS uuid[]), CAST(:owners AS uuid[])) AS given (id, user_id)
  JOIN user_task_history AS task USING (id, user_id)
WHERE deleted_at IS NULL
UNION ALL
SELECT task.* FROM unnest(CAST(:external_ids AS varchar[]), CAST(:namers AS uuid[])) AS given (external_id, user_id)
  JOIN user_task_history AS task USING (external_id, user_id)
WHERE deleted_at IS NULL
""",
    TaskRow,
)
"""Finds tasks by `ids` of `owners`, and by `external_ids` of `namers`; one found by both is returned twice."""


def insert_tasks(
    rows: Rows, plan: str | None = None, plan_issued_at: datetime | None = None
) -> BoundStatement[TaskRow]:
    """
    Insert tasks and return their rows, except those whose id or external id is taken. A column missing from a row gets
    its default; `completed_at` is now for a task that has ended. The plan is recorded for each user as by
    `insert_task`.
    """
    columns = tuple(sorted({"status", "completed_at"}.union(*rows)))
    statement = insert_statement(columns, plan is not None)
    return statement.bind(rows=written(rows), plan=plan, plan_issued_at=plan_issued_at)


@lru_cache(maxsize=64)
def insert_statement(columns: tuple[str, ...], knows_plan: bool) -> Statement[TaskRow]:
    new = text(NEW).bindparams(ROWS)
    values = select(*map(value_of, columns)).select_from(new)
    recorded = insert(TASK_TABLE).from_select(columns, values, include_defaults=False).on_conflict_do_nothing()
    if knows_plan:
        users = select(literal_column("new.user_id").label("user_id")).distinct().select_from(new).subquery("users")
        recorded = recorded.add_cte(record_plan(users.c.user_id))
    return Statement("record_tasks", recorded.returning(TASK_TABLE), TaskRow)


def value_of(name: str) -> ColumnElement[object]:
    """The value of a column in a new row, or else its default."""
    given: ColumnElement[object] = literal_column(f"new.{name}")
    if name == "completed_at":
        return literal_column(f"CASE WHEN NOT new.{IS_UNFINISHED} THEN coalesce(new.completed_at, now()) END")
    if (default := COLUMNS[name].server_default) is None:
        return given
    value = default.arg  # type: ignore[attr-defined] # of a DefaultClause
    return func.coalesce(given, literal_column(f"'{value}'") if isinstance(value, str) else value)


def finish_tasks(rows: Rows) -> BoundStatement[TaskRow]:
    """
    End tasks and return their rows. Each of `rows` has an `id`, a `user_id` and the values that the end sets;
    `completed_at` is now if absent.

    Returns no row for a task that had already ended. The exception is a task that its deadline ended in the last 24
    hours, which may still complete.
    """
    return CLOSE.bind(rows=written(rows))


CLOSING = [name for name, rules in RULES.items() if rules.given == "end"]
"""The columns that the end of a task sets, also where it has no value for them."""
CLOSE = Statement(
    "finish_tasks",
    f"""
UPDATE user_task_history AS task SET updated_at = now(), completed_at = coalesce(new.completed_at, now()),
  started_at = coalesce(new.started_at, task.started_at), {", ".join(f"{name} = {value_of(name)}" for name in CLOSING)}
FROM {NEW}
WHERE task.id = new.id AND task.user_id = new.user_id AND task.deleted_at IS NULL AND (task.{IS_UNFINISHED}
  OR (new.status = 'completed' AND task_record.may_be_late(task.failure_code, task.completed_at)))
RETURNING task.*
""",  # noqa: S608 - of constants
    TaskRow,
)


def written(rows: Rows) -> str:
    """The rows as JSON text, with their columns' own JSON unchanged."""
    objects = [
        {name: orjson.Fragment(str(value)) if name in JSON_COLUMNS and value else value for name, value in row.items()}
        for row in rows
    ]
    return orjson.dumps(objects, default=str).decode()
