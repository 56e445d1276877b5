from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from models.tasks.task import TaskType


class Role(StrEnum):
    USER = "USER"
    ADMIN = "ADMIN"
    SERVICE = "SERVICE"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a subscription allows. Sizes in bytes; None means no limit."""

    name: str
    task_types: tuple[TaskType, ...]
    max_image_size: int
    max_storage: int | None = None
    max_tasks_per_month: int | None = None
    retention_days: int | None = None
    can_export: bool = False


@dataclass(frozen=True, slots=True)
class Viewer:
    """The caller, as the verified token describes them."""

    id: UUID
    role: Role
    plan: Plan
    expires_at: datetime
