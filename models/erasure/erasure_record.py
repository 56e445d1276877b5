"""The table of erasures, and the statements that erase a user, and read the progress, as `service_role`."""

from datetime import datetime
from functools import cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, Index, Uuid, any_, bindparam, func, select, text
from sqlmodel import Field, SQLModel, col

from models.keyset_list import KeysetList, OrderedRows
from models.statement import NoRow, Statement
from models.table_rules import NOBODYS, TableRules


class ErasureRecord(SQLModel, table=True):
    """The receipt for the erasure of a user. It is stored permanently, and holds no other data of the user."""

    __tablename__ = "erasures"
    __table_args__ = (
        Index("erasures_user_id_requested_at_idx", "user_id", "requested_at"),
        Index("erasures_requested_at_idx", "requested_at", postgresql_where=text("completed_at IS NULL")),
        TableRules(whose=NOBODYS, service="SELECT, UPDATE (completed_at)").args(),
    )

    id: UUID = Field(primary_key=True, sa_column_kwargs={"server_default": func.gen_random_uuid()})
    user_id: UUID
    tasks: int
    images: int
    requested_at: datetime = Field(sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now()})
    sent_until: datetime = Field(sa_type=DateTime(timezone=True))
    """Until when uploads that were announced before the erasure may still arrive in storage."""
    completed_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    """When storage was found to hold no more objects of the user; null until then."""


class OpenErasure(NamedTuple):
    """An erasure whose objects may remain in storage. When it `is_quiet`, no more objects can arrive."""

    id: UUID
    user_id: UUID
    requested_at: datetime
    is_quiet: bool


class BeingErased(NamedTuple):
    """Whether a user was erased, and the erasure is not complete."""

    is_being_erased: bool


class NeededObject(NamedTuple):
    """An object of a user who returned after an erasure: a task names it, or an upload claims it."""

    key: str


READ = ("id", "user_id", "tasks", "images", "requested_at", "completed_at")
"""The columns of an erasure that administrators read."""
ERASE = Statement(
    "erase_user",
    f"SELECT {', '.join(READ)} FROM task_record.erase_user(:user_id)",  # noqa: S608
    ErasureRecord,
)
"""Deletes the user's rows, in this transaction. Jobs remove the objects in storage."""
WOULD_ERASE = Statement(
    "count_possessions",
    """
SELECT gen_random_uuid() AS id, CAST(:user_id AS uuid) AS user_id, tasks, images, now() AS requested_at,
  CAST(NULL AS timestamptz) AS completed_at
FROM task_record.count_tasks_and_images(:user_id)
""",
    ErasureRecord,
)
"""The erasure that ERASE would return now. It also counts deleted tasks."""
ERASURES = Statement(
    "erasures_by_id",
    select(*(col(getattr(ErasureRecord, name)) for name in READ)).where(
        col(ErasureRecord.id) == any_(bindparam("ids", type_=ARRAY(Uuid)))
    ),
    ErasureRecord,
)
OPEN_ERASURES = Statement(
    "open_erasures",
    """
SELECT id, user_id, requested_at, sent_until < now() AND NOT EXISTS (
  SELECT FROM task_record.image_uploads AS upload WHERE upload.user_id = erasure.user_id
) AS is_quiet
FROM task_record.erasures AS erasure WHERE completed_at IS NULL AND id <> ALL (CAST(:without AS uuid[]))
ORDER BY requested_at LIMIT 100
""",
    OpenErasure,
)
"""Up to 100 incomplete erasures, oldest first, none of those `without`."""
NEEDED = Statement(
    "kept_objects",
    """
SELECT key
FROM unnest(CAST(:keys AS text[])) AS key,
  LATERAL (SELECT regexp_replace(key, '-(thumbnail|marked|medium|marked-medium)$', '') AS image_key) AS image
WHERE EXISTS (
  SELECT FROM user_task_history AS task
  WHERE task.user_id = :user_id
    AND image_key = ANY (task_record.named_keys(aws_original_key, aws_generated_key, more_images))
) OR EXISTS (
  SELECT FROM task_record.image_uploads AS upload WHERE upload.user_id = :user_id AND upload.key = image_key
)
""",
    NeededObject,
)
"""Those of `keys` that the user's present tasks and uploads need."""
IS_BEING_ERASED = Statement(
    "is_being_erased",
    """
SELECT EXISTS (SELECT FROM task_record.erasures WHERE user_id = :user_id AND completed_at IS NULL) AS is_being_erased
""",
    BeingErased,
)
COMPLETE = Statement(
    "complete_erasure",
    "UPDATE task_record.erasures SET completed_at = now() WHERE id = :id AND completed_at IS NULL",
    NoRow,
)

COLUMNS = SQLModel.metadata.tables["task_record.erasures"].c


@cache
def erasures(*, of_user: bool) -> OrderedRows[ErasureRecord]:
    rows = select(*(COLUMNS[name] for name in READ))
    if of_user:
        rows = rows.where(COLUMNS["user_id"] == bindparam("user_id"))
    return OrderedRows(
        "erasures", rows, ErasureRecord, (COLUMNS["requested_at"], COLUMNS["id"]), ("requested_at", "id")
    )


def erasure_list(user_id: UUID | None) -> KeysetList[ErasureRecord]:
    """The erasures of one user (None: of all), newest first."""
    kind = "erasures" if user_id is None else "erasures user"
    return KeysetList(erasures(of_user=user_id is not None), kind, {"user_id": user_id})
