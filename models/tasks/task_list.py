from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Text,
    Uuid,
    bindparam,
    column,
    literal_column,
    select,
    text,
    true,
)

from models.keyset_list import KeysetList, OrderedRows
from models.labels.label_task import LabelTask
from models.tasks.task_conditions import CONDITIONS, OF_FIELDS, SPANS, TaskConditions, search_values
from models.tasks.task_row import TaskRow
from models.tasks.task_table import COLUMNS

OWN = "user_id"
"""The name of the condition that tasks belong to one user, in addition to the names of CONDITIONS."""

OWN_LABELS = "own_labels"
"""The name of the condition that tasks have any of the labels, for tasks of one user."""
OF_LABELS = (bindparam("user_id", type_=Uuid), bindparam("labels", type_=ARRAY(Text)))
TASKS_OF_LABEL = """(
  SELECT created_at, task_id, {place} AS place FROM task_record.label_tasks
  WHERE user_id = :user_id AND label = (CAST(:labels AS text[]))[{place} + 1]
  ORDER BY created_at {order}, task_id {order}
)"""
"""A text, because SQLAlchemy takes 0.7 ms for each of a hundred such selects."""
FIRST_OF_LABELS = text("""NOT EXISTS (
  SELECT FROM task_record.label_tasks AS same
  WHERE same.user_id = :user_id AND same.label = ANY ((CAST(:labels AS text[]))[1:labelled.place])
    AND same.created_at = labelled.created_at AND same.task_id = labelled.task_id
)""").bindparams(*OF_LABELS)
"""Excludes a task that an earlier label has found, so that each task is found once."""


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


def task_list(user_id: UUID | None, where: TaskConditions, order: TaskOrdering) -> KeysetList[TaskRow]:
    """The tasks of a user (None: of all users) that meet the conditions, in an order."""
    filters, values = selection(user_id, where)
    kind = " ".join([order.field, order.direction, *filters]).removesuffix(f" {OWN}")
    if where.labels and OWN_LABELS in filters and order.field is TaskOrderField.CREATED_AT:
        labels = list(dict.fromkeys(where.labels))
        values["labels"] = labels
        forwards, backwards = (labelled_tasks(filters, len(labels), order.direction, one) for one in (False, True))
        return KeysetList(forwards, kind, values, backwards)
    return KeysetList(ordered_tasks(filters, order.field, order.direction), kind, values)


def selection(user_id: UUID | None, where: TaskConditions) -> tuple[tuple[str, ...], dict[str, object]]:
    """The names of CONDITIONS that the tasks meet, with OWN for those of one user; and their parameters."""
    values = {name: wanted for name in OF_FIELDS if (wanted := getattr(where, name)) is not None}
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
    if user_id is None:
        return filters, values
    own = (OWN_LABELS if name == "labels" else name for name in filters)
    return (*own, OWN), {**values, "user_id": user_id}


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


@lru_cache(maxsize=128)
def labelled_tasks(
    filters: tuple[str, ...], labels: int, direction: OrderDirection, backwards: bool
) -> OrderedRows[TaskRow]:
    """
    A user's tasks with any of the labels, in the order of time. Each label's tasks are read in the order of a page, so
    that PostgreSQL merges the labels and looks up tasks until the page is full. OFFSET excludes other plans.
    """
    label_task = LabelTask.__table__.c  # type: ignore[attr-defined]
    is_ascending = direction is OrderDirection.ASC
    in_order = "ASC" if is_ascending is not backwards else "DESC"
    each = " UNION ALL ".join(TASKS_OF_LABEL.format(place=place, order=in_order) for place in range(labels))
    columns: tuple[Any, ...] = (label_task.created_at, label_task.task_id, column("place"))
    labelled = text(each).bindparams(*OF_LABELS).columns(*columns).subquery("labelled")
    met = conditions(tuple(name for name in filters if name != OWN_LABELS))
    same = (COLUMNS["id"] == labelled.c.task_id, COLUMNS["created_at"] == labelled.c.created_at)
    once = [FIRST_OF_LABELS] if labels > 1 else []
    task = select(*COLUMNS).where(*same, *met, *once).offset(literal_column("0")).lateral("task")
    spans = {"gte": labelled.c.created_at >= bindparam("gte"), "lt": labelled.c.created_at < bindparam("lt")}
    within = [spans[name] for name in filters if name in spans]
    return OrderedRows(
        "labelled_task_list",
        select(*task.c).select_from(labelled.join(task, true())).where(*within),
        TaskRow,
        cast("tuple[Column[Any], ...]", (labelled.c.created_at, labelled.c.task_id)),
        is_ascending=is_ascending,
        count_name="count_labelled_tasks",
        unordered=select(*COLUMNS).where(*conditions(filters)),
    )


def conditions(filters: tuple[str, ...]) -> list[ColumnElement[bool]]:
    """The WHERE of tasks that are neither deleted nor in the trash and meet these CONDITIONS, or OWN."""
    whose = {OWN: COLUMNS["user_id"] == bindparam("user_id")}
    there = [COLUMNS["deleted_at"].is_(None), COLUMNS["trashed_at"].is_(None)]
    return [*there, *((whose | CONDITIONS)[name] for name in filters)]
