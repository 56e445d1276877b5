from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel, col

from models.administration.overall_tables import OverallCount
from models.keyset_list import KeysetList, OrderedRows
from models.statement import Statement


class UserUsageOrder(StrEnum):
    TASKS = "total_tasks"
    CREDITS = "total_credits_deducted"
    TOKENS = "total_tokens_used"
    STORAGE = "storage_used"
    FAILED_TASKS = "failed_tasks"
    COST = "total_cost"
    LAST_TASK = "last_task_at"


class UserUsageRow:
    """A user's totals of all time, as of the last count of changes."""

    __slots__ = ()

    user_id: UUID
    total_tasks: int
    failed_tasks: int
    total_tokens_used: int
    total_credits_deducted: int
    total_cost: Decimal
    """What providers charged."""
    storage_used: int
    """Bytes of the stored images, without their thumbnails."""
    last_task_at: datetime | None
    """When the user's newest task that is not deleted was created."""
    updated_at: datetime
    """When changes were last counted."""


TABLE = SQLModel.metadata.tables["task_record.user_ranking"].c
COLUMNS = {**TABLE, "storage_used": TABLE["images_size"]}
SELECTED = [
    *(COLUMNS[name].label(name) for name in UserUsageRow.__annotations__ if name != "updated_at"),
    select(col(OverallCount.counted_at)).scalar_subquery().label("updated_at"),
]
USER = Statement("ranked_user", select(*SELECTED).where(TABLE["user_id"] == bindparam("user_id")), UserUsageRow)
SINCE_GONE = TABLE["last_task_at"] < bindparam("last_task_before")
RANKED = {
    (order, gone): OrderedRows(
        "user_ranking",
        select(*SELECTED).where(SINCE_GONE) if gone else select(*SELECTED),
        UserUsageRow,
        (COLUMNS[order], TABLE["user_id"]),
        (order, "user_id"),
    )
    for order in UserUsageOrder
    for gone in (False, True)
}


def user_ranking(order: UserUsageOrder, last_task_before: datetime | None = None) -> KeysetList[UserUsageRow]:
    """
    All users who ever had a task, highest figure or latest task first; with an instant, only those without a task
    since.
    """
    kind = f"users {order}" if last_task_before is None else f"users {order} gone"
    return KeysetList(RANKED[order, last_task_before is not None], kind, {"last_task_before": last_task_before})
