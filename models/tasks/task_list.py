from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select
from sqlmodel import SQLModel

from models.keyset_list import KeysetList, OrderedRows
from models.tasks.task_conditions import CONDITIONS, LISTS, SPANS, TaskConditions, search_values
from models.tasks.task_row import TaskRow

COLUMNS = SQLModel.metadata.tables["user_task_history"].c
OWN = "user_id"
"""The name of the condition that tasks are those of one user, beside the names of CONDITIONS."""


class TaskOrderField(StrEnum):
    CREATED_AT = "created_at"
    GENERATION_TIME_MS = "generation_time_ms"
    TOKENS_USED = "tokens_used"
    CREDITS_DEDUCTED = "credits_deducted"
    UPDATED_AT = "updated_at"
    COMPLETED_AT = "completed_at"
    COST = "cost"


class OrderDirection(StrEnum):
    ASC = "asc"
    DESC = "desc"


@dataclass(frozen=True, slots=True)
class TaskOrdering:
    field: TaskOrderField = TaskOrderField.CREATED_AT
    direction: OrderDirection = OrderDirection.DESC


def task_list(
    user_id: UUID | None, where: TaskConditions, order: TaskOrdering, labelled: Sequence[UUID] | None = None
) -> KeysetList[TaskRow]:
    """
    The tasks of a user (None: of all users) that meet the conditions, in an order. `labelled` are the keys of all the
    user's prompts with any of the labels, where these are few enough to begin with them.
    """
    filters, values = selection(user_id, where)
    kind = " ".join([order.field, order.direction, *filters]).removesuffix(f" {OWN}")
    if labelled is not None:
        filters = tuple("prompt_keys" if name == "labels" else name for name in filters)
        values["prompt_keys"] = labelled
    return KeysetList(ordered_tasks(filters, order.field, order.direction), kind, values)


def selection(user_id: UUID | None, where: TaskConditions) -> tuple[tuple[str, ...], dict[str, object]]:
    """Which of CONDITIONS the tasks meet, and OWN for those of one user; and the values of their parameters."""
    values: dict[str, object] = {}
    for name in (*LISTS, "labels", "rated_at_least"):
        if (wanted := getattr(where, name)) is not None:
            values[name] = wanted
    if where.search is not None:
        values |= search_values(where.search)
    if where.metadata:
        values["metadata_keys"] = [member.key for member in where.metadata]
        values["metadata_values"] = [member.value for member in where.metadata]
    if where.is_starred is not None:
        values["starred" if where.is_starred else "unstarred"] = True
    for name, start in SPANS.items():
        if span := getattr(where, name):
            values |= {f"{start}{bound}": at for bound, at in span.model_dump(exclude_none=True).items()}
    filters = tuple(filter(CONDITIONS.__contains__, values))
    return (filters, values) if user_id is None else ((*filters, OWN), {**values, "user_id": user_id})


@lru_cache(maxsize=512)
def ordered_tasks(filters: tuple[str, ...], field: TaskOrderField, direction: OrderDirection) -> OrderedRows[TaskRow]:
    return OrderedRows(
        "task_list",
        select(*COLUMNS).where(*conditions(filters)),
        TaskRow,
        (COLUMNS[field], COLUMNS["id"]),
        (field, "id"),
        direction is OrderDirection.ASC,
        "count_tasks",
    )


def conditions(filters: tuple[str, ...]) -> list[ColumnElement[bool]]:
    """
    The WHERE of tasks that are neither deleted nor in the trash and meet these CONDITIONS; with OWN, of one user's
    tasks alone.
    """
    whose = {OWN: COLUMNS["user_id"] == bindparam("user_id")}
    there = [COLUMNS["deleted_at"].is_(None), COLUMNS["trashed_at"].is_(None)]
    return [*there, *((whose | CONDITIONS)[name] for name in filters)]
