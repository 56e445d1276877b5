"""The statements on tasks by their ids. With a `user_id` of None, only row-level security restricts whose tasks."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CTE,
    ColumnElement,
    DateTime,
    String,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from models.statement import BoundStatement, IdRow, Statement
from models.tasks.task import TaskStatus
from models.tasks.task_row import RULES, TaskRow
from models.tasks.task_table import COLUMNS, TASK_TABLE
from models.tasks.user_plan import UserPlan

UNFINISHED = (TaskStatus.PENDING, TaskStatus.PROCESSING)
ENDED = (TaskStatus.COMPLETED, TaskStatus.FAILED, TaskStatus.CANCELED)
IMAGE_COLUMNS = ("content_type", "width", "height", "size", "sha256", "thumb_hash")
EXTRAS = [name for name, rules in RULES.items() if rules.rare]
"""The columns that many products never fill. Statements include them only when one of them has a value."""
MERGED = frozenset(name for name, rules in RULES.items() if rules.merged)
"""The JSON columns whose new value is merged into the old one."""
REPLACED = frozenset({"external_id", "started_at"})
RETAINED = MERGED | REPLACED
"""The columns that a new value of None leaves as they are."""
DEADLINE = "deadline"
"""The `failure_code` of a task that its deadline has failed."""
MAY_BE_LATE_BY = timedelta(hours=24)
"""How long a task that its deadline has failed may still complete, as in PostgreSQL's `may_be_late`."""

USER, PLAN = bindparam("user_id", type_=Uuid), bindparam("plan", type_=Text)
ISSUED_AT = bindparam("plan_issued_at", type_=DateTime(timezone=True))
STANDS = and_(col(UserPlan.set_at).is_not(None), or_(ISSUED_AT.is_(None), col(UserPlan.set_at) >= ISSUED_AT))
"""The condition on a plan that a back end has set, and that no later token has replaced."""


SET_CLAIMS = func.set_config(literal_column("'request.jwt.claims'"), bindparam("claims", type_=Text), true())
CLAIMS = select(SET_CLAIMS.label("claims")).cte("caller")
"""The row that sets the claims. Whatever refers to it runs afterwards, in each plan that PostgreSQL may choose."""


def record_plan(user: ColumnElement[UUID], *, sets_claims: bool = False) -> CTE:
    """
    Record the user's plan, in the statement that records a task. Does nothing if the recorded plan is the same, or was
    set by a back end and still applies. With `sets_claims`, it runs after CLAIMS.
    """
    same = select(UserPlan).where(col(UserPlan.user_id) == user, or_(col(UserPlan.plan) == PLAN, STANDS))
    plan = select(user, PLAN)
    if sets_claims:
        same, plan = same.where(CLAIMS.c.claims.is_not(None)).correlate(CLAIMS), plan.select_from(CLAIMS)
    return (
        insert(UserPlan)
        .from_select(["user_id", "plan"], plan.where(~same.exists()))
        .on_conflict_do_update(index_elements=["user_id"], set_={"plan": PLAN, "set_at": None}, where=~STANDS)
        .cte("note_plan")
    )


def without(names: Collection[str], values: Mapping[str, object]) -> Mapping[str, object]:
    """The values, without these columns when all of these are None."""
    if {*map(values.get, names)} != {None}:
        return values
    return {name: value for name, value in values.items() if name not in names}


def by_id(one: bool, own: bool) -> list[ColumnElement[bool]]:
    """
    The conditions on the task `id`, or else on the tasks `ids`, that are not deleted; with `own`, only of `user_id`.
    One task has a condition of its own: PostgreSQL does not know the number of `ids`, and would plan each run again.
    """
    given = bindparam("id", type_=Uuid) if one else any_(bindparam("ids", type_=ARRAY(Uuid)))
    conditions: list[ColumnElement[bool]] = [COLUMNS["id"] == given, COLUMNS["deleted_at"].is_(None)]
    return [*conditions, COLUMNS["user_id"] == bindparam("user_id")] if own else conditions


SHAPES = [(one, own) for one in (True, False) for own in (True, False)]
"""The arguments of `by_id`."""


def select_tasks(ids: Sequence[UUID], user_id: UUID | None) -> BoundStatement[TaskRow]:
    """Select the tasks, in no particular order. Returns no row for a missing or deleted task."""
    statement = SELECT[len(ids) == 1, user_id is not None]
    return statement.bind(id=ids[0] if ids else None, ids=ids, user_id=user_id)


def select_named(user_id: UUID, task_id: UUID | None, external_id: str | None) -> BoundStatement[TaskRow]:
    """Select the user's task with this id or, if that is None, with this external id, unless it is deleted."""
    statement = SELECT[True, True] if task_id else BY_EXTERNAL_ID
    return statement.bind(id=task_id, external_id=external_id, user_id=user_id)


SELECT = {shape: Statement("find_tasks", select(TASK_TABLE).where(*by_id(*shape)), TaskRow) for shape in SHAPES}
BY_EXTERNAL_ID = Statement(
    "task_by_external_id",
    select(TASK_TABLE).where(
        COLUMNS["user_id"] == bindparam("user_id"),
        COLUMNS["external_id"] == bindparam("external_id"),
        COLUMNS["deleted_at"].is_(None),
    ),
    TaskRow,
)


def insert_task(
    values: Mapping[str, object], claims: str, plan: str | None, plan_issued_at: datetime | None
) -> BoundStatement[TaskRow]:
    """
    Set the caller's claims, insert a task with these values, by column, and return its row. Returns no row when its id
    or external id is taken.

    `plan` is the user's plan as the caller knows it, and is recorded when it differs; None: unknown. `plan_issued_at`
    is when the token with that plan was issued. If it is None, the plan does not replace one that a back end has set.
    """
    values = without(EXTRAS, values)
    statement = insert_statement(tuple(values), plan is not None)
    return statement.bind(**values, claims=claims, plan=plan, plan_issued_at=plan_issued_at)


@lru_cache(maxsize=64)
def insert_statement(columns: tuple[str, ...], knows_plan: bool) -> Statement[TaskRow]:
    given = [bindparam(name, type_=COLUMNS[name].type) for name in columns]
    task = select(*given).select_from(CLAIMS).where(CLAIMS.c.claims.is_not(None))
    inserted = insert(TASK_TABLE).from_select(columns, task, include_defaults=False)
    recorded = inserted.on_conflict_do_nothing().returning(TASK_TABLE)  # of its id, or of its external id
    plan = record_plan(USER, sets_claims=True)
    return Statement("record_task", recorded.add_cte(plan) if knows_plan else recorded, TaskRow)


def update_task(
    task_id: UUID, user_id: UUID | None, when: Sequence[TaskStatus], values: Mapping[str, object]
) -> BoundStatement[TaskRow]:
    """
    Change the task to these values, by column, and return its row. Values of MERGED are merged into the old ones, and
    one of RETAINED that is None leaves its column unchanged. `started_at` becomes now if the new status is PROCESSING,
    `completed_at` if it is final.

    Returns no row, and changes nothing, unless the task's status is one of `when`. A task that its deadline has failed
    may also become COMPLETED, for 24 hours.
    """
    values = without(EXTRAS, without(RETAINED, values))
    statement = update_statement(tuple(values), values.get("status"), user_id is not None)
    new = {f"new_{name}": value for name, value in values.items()}
    return statement.bind(id=task_id, user_id=user_id, when=when, **new)


@lru_cache(maxsize=64)
def update_statement(columns: tuple[str, ...], status: object, own: bool) -> Statement[TaskRow]:
    given = {name: bindparam(f"new_{name}", type_=COLUMNS[name].type) for name in columns}
    new: dict[str, object] = {
        **given,
        **{name: func.task_record.merged_json(COLUMNS[name], given[name]) for name in MERGED.intersection(given)},
        **{name: func.coalesce(given[name], COLUMNS[name]) for name in REPLACED.intersection(given)},
    }
    if status == TaskStatus.PROCESSING:
        new["started_at"] = func.coalesce(COLUMNS["started_at"], func.now())
    if status in ENDED:
        new["completed_at"] = func.now()
    still: ColumnElement[bool] = COLUMNS["status"] == any_(bindparam("when", type_=ARRAY(String)))
    if status == TaskStatus.COMPLETED:
        new |= {"error_message": None, "failure_code": None}
        still = or_(still, func.task_record.may_be_late(COLUMNS["failure_code"], COLUMNS["completed_at"]))
    changed = update(TASK_TABLE).where(*by_id(True, own), still).values(new).returning(TASK_TABLE)
    return Statement("change_task", changed, TaskRow)


def find_deleted(ids: Sequence[UUID], user_id: UUID | None) -> BoundStatement[IdRow]:
    """Find those of the tasks that are deleted."""
    return deleted_statement(user_id is not None).bind(ids=ids, user_id=user_id)


@lru_cache
def deleted_statement(own: bool) -> Statement[IdRow]:
    conditions = [COLUMNS["id"] == any_(bindparam("ids", type_=ARRAY(Uuid))), COLUMNS["deleted_at"].is_not(None)]
    if own:
        conditions.append(COLUMNS["user_id"] == USER)
    return Statement("find_deleted_tasks", select(COLUMNS["id"]).where(*conditions), IdRow)


def removed(*parts: str) -> dict[str, object]:
    """The values, by column, of a task from which these parts are removed."""
    return {name: None if COLUMNS[name].nullable else "" for name, rules in RULES.items() if rules.part in parts}


# The rest of a row stays, for the statistics: the user, the times, the outcome and the use.
ERASED = {"deleted_at": func.now(), **removed("prompt", "images", "task")}


def erase_tasks(ids: Sequence[UUID], user_id: UUID | None) -> BoundStatement[TaskRow]:
    """Erase the tasks' content; a trigger queues the removal of their objects. Returns a row with the `id` of each."""
    statement = ERASE[len(ids) == 1, user_id is not None]
    return statement.bind(id=ids[0] if ids else None, ids=ids, user_id=user_id)


ERASE = {
    shape: Statement(
        "delete_tasks", update(TASK_TABLE).where(*by_id(*shape)).values(ERASED).returning(COLUMNS["id"]), TaskRow
    )
    for shape in SHAPES
}
