"""What the tasks of a list used together, and why tasks of it failed."""

from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Select, case, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from models.keyset_list import KeysetList, OrderedRows
from models.statement import BoundStatement, Statement
from models.tasks.task_row import TaskRow

TOTAL_UP_TO = 100_000
"""The most tasks of a list that are added up: the cost does not grow with the list."""
REASONS = 50
"""The most reasons that are returned, those with the most tasks."""
FAILED_IDS = 100
"""The most tasks that are named for each reason."""


class TaskTotalsRow(NamedTuple):
    """What tasks used; `rows` is their number. At most TOTAL_UP_TO + 1 are read."""

    rows: int
    completed_tasks: int
    failed_tasks: int
    canceled_tasks: int
    tokens_used: int
    credits_deducted: int
    cost: Decimal


class FailureReasonRow(NamedTuple):
    """Tasks that failed for one code or, without one, one error message; `error_message` is the last one."""

    failure_code: str | None
    error_message: str | None
    task_count: int
    last_failed_at: datetime
    task_ids: list[UUID]
    """The tasks that failed last, newest first, at most FAILED_IDS."""


def select_totals(listing: KeysetList[TaskRow]) -> BoundStatement[TaskTotalsRow]:
    """Add up what the tasks of the list used, at most TOTAL_UP_TO + 1 of them."""
    return totals_statement(listing.ordered).bind(**listing.values)


def select_reasons(listing: KeysetList[TaskRow]) -> BoundStatement[FailureReasonRow]:
    """Group the failed tasks of the list by their reasons, at most TOTAL_UP_TO of them."""
    return reasons_statement(listing.ordered).bind(**listing.values)


@lru_cache(maxsize=256)
def totals_statement(ordered: OrderedRows[TaskRow]) -> Statement[TaskTotalsRow]:
    names = {"status", "tokens_used", "credits_deducted", "cost"}
    tasks = selected(ordered.select, names).limit(literal_column(str(TOTAL_UP_TO + 1))).subquery().c
    count = func.count().label("rows")
    of_status = [
        func.count().filter(tasks["status"] == literal_column(f"'{status}'"))
        for status in ("completed", "failed", "canceled")
    ]
    sums = [func.coalesce(func.sum(tasks[name]), literal_column("0")) for name in ("tokens_used", "credits_deducted")]
    cost = func.coalesce(func.sum(tasks["cost"]), literal_column("0"))
    return Statement("task_totals", select(count, *of_status, *sums, cost), TaskTotalsRow)


@lru_cache(maxsize=256)
def reasons_statement(ordered: OrderedRows[TaskRow]) -> Statement[FailureReasonRow]:
    of_list = ordered.select if ordered.unordered is None else ordered.unordered
    rows = selected(of_list, {"id", "status", "failure_code", "error_message", "completed_at"})
    failed = rows.where(rows.selected_columns["status"] == literal_column("'failed'"))
    tasks = failed.limit(literal_column(str(TOTAL_UP_TO))).subquery().c
    code = tasks["failure_code"]
    message = case((code.is_(None), tasks["error_message"]))
    count, last = func.count().label("task_count"), func.max(tasks["completed_at"]).label("last_failed_at")
    latest = {
        name: func.array_agg(
            aggregate_order_by(tasks[name], tasks["completed_at"].desc(), tasks["id"]), type_=ARRAY(tasks[name].type)
        )
        for name in ("id", "error_message")
    }
    groups = (
        select(code, latest["error_message"][literal_column("1")], count, last, first_of(latest["id"]))
        .group_by(code, message)
        .order_by(count.desc(), last.desc())
        .limit(literal_column(str(REASONS)))
    )
    return Statement("failure_reasons", groups, FailureReasonRow)


def first_of(ids: ColumnElement[Any]) -> ColumnElement[Any]:
    """The first FAILED_IDS elements of an array."""
    further = func.greatest(func.cardinality(ids) - literal_column(str(FAILED_IDS)), literal_column("0"))
    return func.trim_array(ids, further)


def selected(rows: Select[Any], names: set[str]) -> Select[Any]:
    return rows.with_only_columns(*(one for one in rows.selected_columns if one.key in names))


def add_totals_of_lists(rows: list[TaskTotalsRow]) -> list[TaskTotalsRow]:
    """Add up totals of parts of a list."""
    return [TaskTotalsRow._make(map(sum, zip(*rows, strict=True)))]


def add_reasons(rows: list[FailureReasonRow]) -> list[FailureReasonRow]:
    """Add up the groups of the parts of a list, at most REASONS."""

    def reason(row: FailureReasonRow) -> tuple[bool, str]:
        return row.failure_code is None, (row.failure_code or row.error_message or "")

    added = []
    for _, of_one in groupby(sorted(rows, key=reason), key=reason):
        same = sorted(of_one, key=lambda row: row.last_failed_at, reverse=True)
        ids = [one for row in same for one in row.task_ids][:FAILED_IDS]
        added.append(same[0]._replace(task_count=sum(row.task_count for row in same), task_ids=ids))
    return sorted(added, key=lambda row: (row.task_count, row.last_failed_at), reverse=True)[:REASONS]
