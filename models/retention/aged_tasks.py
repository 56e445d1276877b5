"""
The statements that find, count and remove expired tasks, or parts of tasks, of all users. They run as `service_role`.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Integer,
    Select,
    Text,
    Uuid,
    all_,
    and_,
    any_,
    bindparam,
    column,
    func,
    literal_column,
    or_,
    select,
    true,
    update,
)
from sqlmodel import col

from models.keyset_list import RowCount
from models.statement import IdRow, NoRow, Statement
from models.tasks.task_row import RULES
from models.tasks.task_statements import ERASED, removed
from models.tasks.task_table import COLUMNS, TASK_TABLE
from models.tasks.user_plan import UserPlan

FIND_BATCH = 10_000
"""Tasks that are found, and held in memory, at a time."""


class Part(StrEnum):
    """A part of a task that is removed because of its age; or TRASH, a whole task in the trash."""

    TASK = "tasks"
    TRASH = "trash"
    IMAGES = "images"
    PROMPT = "prompts"


class FoundTask(NamedTuple):
    """An expired task, its user, and when it was found."""

    id: UUID
    user_id: UUID
    found_at: datetime


class UnknownPlan(NamedTuple):
    """A plan that is no longer configured, and how many users have it."""

    plan: str
    users: int


IMAGES = ("original_image_url", "generated_image_url", "aws_original_key", "aws_generated_key")
OF_PROMPT = [COLUMNS[name] for name, rules in RULES.items() if rules.part == "prompt" and rules.given]
HAS_PART: dict[Part, ColumnElement[bool]] = {
    Part.TASK: true(),
    Part.TRASH: COLUMNS["trashed_at"].is_not(None),
    Part.IMAGES: or_(*(COLUMNS[name].is_not(None) for name in IMAGES)),
    Part.PROMPT: or_(*(column.is_not(None) if column.nullable else column != "" for column in OF_PROMPT)),
}
"""By part, the condition on tasks that have it, among those that are not deleted."""
WITHOUT_PART: dict[Part, dict[str, object]] = {
    Part.TASK: ERASED,
    Part.TRASH: ERASED,
    Part.IMAGES: {"images_removed_at": func.now(), **removed("images")},
    Part.PROMPT: {"prompt_removed_at": func.now(), **removed("prompt")},
}
"""By part, the new values of a task that loses it."""
TURN = Statement("purge_turn", "SELECT pg_advisory_xact_lock(hashtext('task_record purge'))", NoRow)
"""Waits for others that remove tasks of several users: each locks rows in its own order, and could deadlock."""
IDS = any_(bindparam("ids", type_=ARRAY(Uuid)))
PLANS = bindparam("plans", type_=ARRAY(Text))
UNKNOWN_PLANS = Statement(
    "unknown_plans",
    "SELECT plan, count(*) AS users FROM task_record.user_plans WHERE plan <> ALL (:plans) GROUP BY plan",
    UnknownPlan,
)
"""The plans that are not among `plans`. Nothing is removed from their users."""


def aged(part: Part, *, has_plan: bool = True, is_spared: bool = False) -> Select[UUID]:
    """
    Select the tasks that have the part, whose user's recorded plan is one of `plans`. Three arrays follow the order of
    `plans`. A task is older than `days`, and not older than `most_days` unless that is null. A starred task is left out
    where the plan `spares` it. For the trash, the age counts from the move into it, and stars do not matter.

    Without `has_plan`, select tasks of users without a recorded plan, as if each had all `plans`. With `is_spared`,
    select the spared tasks instead.
    """
    kinds: dict[str, Any] = {"days": Integer, "most_days": Integer, "spares": Boolean}
    values = (bindparam(name, type_=ARRAY(kind)) for name, kind in kinds.items())
    columns = (column("plan", Text), *(column(name, kind) for name, kind in kinds.items()))
    clock = func.unnest(PLANS, *values).table_valued(*columns, name="clock").render_derived()
    created_at = COLUMNS["trashed_at" if part is Part.TRASH else "created_at"]

    def ago(number: ColumnElement[int]) -> ColumnElement[datetime]:
        return func.now() - func.make_interval(0, 0, 0, number)

    recorded = col(UserPlan.user_id) == COLUMNS["user_id"]
    ids = select(COLUMNS["id"]).select_from(TASK_TABLE)
    tasks = (
        ids.join(UserPlan, recorded).join(clock, clock.c.plan == col(UserPlan.plan))
        if has_plan
        else ids.join(clock, ~select(UserPlan).where(recorded).exists())
    )
    starred = COLUMNS["starred_at"].is_not(None)
    return tasks.where(COLUMNS["deleted_at"].is_(None), HAS_PART[part], created_at < ago(clock.c.days)).where(
        or_(clock.c.most_days.is_(None), created_at >= ago(clock.c.most_days)),
        and_(starred, clock.c.spares) if is_spared else or_(~starred, ~clock.c.spares),
    )


CREATED_BEFORE = select(COLUMNS["id"]).where(
    COLUMNS["deleted_at"].is_(None), COLUMNS["created_at"] < bindparam("created_before")
)
TASKS: dict[Part | None, Select[UUID]] = {None: CREATED_BEFORE, **{part: aged(part) for part in Part}}
"""By part, the tasks that lose it; by None, the tasks `created_before` an instant."""
FOUND_AT = func.now().label("found_at")
OTHERS = COLUMNS["user_id"] != all_(bindparam("without", type_=ARRAY(Uuid)))
FIND = {
    part: Statement(
        "aged_tasks",
        tasks.add_columns(COLUMNS["user_id"], FOUND_AT).where(OTHERS).limit(literal_column(str(FIND_BATCH))),
        FoundTask,
    )
    for part, tasks in TASKS.items()
}
"""By part as in TASKS, up to FIND_BATCH of the tasks, none of a user `without`."""
COUNT = {
    part: Statement("count_aged_tasks", select(func.count().label("rows")).select_from(tasks.subquery()), RowCount)
    for part, tasks in TASKS.items()
}
COUNT_WITHOUT_PLAN = {
    part: Statement(
        "count_aged_tasks_without_plan",
        select(func.count().label("rows")).select_from(aged(part, has_plan=False).subquery()),
        RowCount,
    )
    for part in Part
}
SPARED = (Part.TASK, Part.IMAGES, Part.PROMPT)
COUNT_SPARED = {
    part: Statement(
        "count_spared_tasks",
        select(func.count().label("rows")).select_from(aged(part, is_spared=True).subquery()),
        RowCount,
    )
    for part in SPARED
}
"""By part, how many tasks retain it because they are starred."""
LOCK = {
    part: Statement(
        "lock_aged_tasks",
        select(COLUMNS["id"])
        .where(
            *(COLUMNS["id"] == IDS, COLUMNS["deleted_at"].is_(None), HAS_PART[part]),
            func.coalesce(COLUMNS["starred_at"] <= bindparam("found_at"), true()),
        )
        .with_for_update(key_share=True, skip_locked=True),
        IdRow,
    )
    for part in Part
}
"""
Those of the tasks `ids` that still have the part, locked until the transaction ends. It skips a task that another
transaction is changing, or that was starred after `found_at`.
"""
REMOVE = {
    part: Statement("remove_aged", update(TASK_TABLE).where(COLUMNS["id"] == IDS).values(WITHOUT_PART[part]), NoRow)
    for part in Part
}
