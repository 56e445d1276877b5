"""The caller of an operation, what their role lets them do, and what their plan allows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from models.claims import DatabaseRole
from models.tasks.task import TaskType
from resolvers.exceptions import Forbidden, TaskTypeNotInPlan


class ImagePrice(NamedTuple):
    task_type: TaskType
    credits: int


@dataclass(frozen=True, slots=True)
class CreditTerms:
    """A plan's terms for credits."""

    prices: Mapping[TaskType, int]
    """The credits of an image by type of task; 0 for a type that is not named."""
    low: int | None
    """The balance below which a user is warned; None for never."""
    hold: timedelta
    """How long credits are held for a task that does not end."""


class Role(StrEnum):
    """What the token says the caller is: a user, an administrator, or a trusted back end (`SERVICE`)."""

    USER = "USER"
    ADMIN = "ADMIN"
    SERVICE = "SERVICE"


@dataclass(frozen=True, slots=True)
class PlanLimits:
    """
    What a subscription allows. Sizes are in bytes; None means no limit and, for `credits`, that the plan has none.
    """

    name: str
    task_types: tuple[TaskType, ...]
    max_image_size: int
    max_storage: int | None = None
    max_tasks_per_month: int | None = None
    retention_days: int | None = None
    image_retention_days: int | None = None
    prompt_retention_days: int | None = None
    can_export: bool = False
    can_share: bool = False
    """Whether share links can be created; existing ones stay."""
    users_end_tasks: bool = True
    trash_days: int = 30
    """Days for which tasks stay in the trash; with 0, they are deleted instead."""
    retention_spares_starred: bool = True
    """Whether starred tasks are retained, with images and prompt, however old they are."""
    label_images: bool = True
    """Whether results are labelled and signed, if the installation has a producer to name, or a key."""
    mark_images: str | None = None
    """The language of the visible mark on downloads and share links; None for no mark."""
    credits: CreditTerms | None = None

    @property
    def credit_prices(self) -> list[ImagePrice]:
        return [ImagePrice(*price) for price in self.credits.prices.items()] if self.credits else []

    def check_includes(self, task_type: TaskType) -> None:
        if task_type not in self.task_types:
            included = ", ".join(kind.name for kind in self.task_types)
            raise TaskTypeNotInPlan(plan=self.name, task_type=task_type.name, included=included)


def default_plan(plans: Mapping[str, PlanLimits]) -> PlanLimits:
    """The plan for tokens that name none: `free`, or else the first."""
    return plans.get("free") or next(iter(plans.values()))


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller, as the verified token describes them. `expires_at` is when the token stops being valid."""

    id: UUID
    role: Role
    plan: PlanLimits
    expires_at: datetime
    names_plan: bool = True
    """Whether the token names the plan; otherwise `plan` is the default plan."""
    issued_at: datetime | None = None
    """When the token was issued; None if it does not say."""
    subject: str | None = None
    """The token's `sub`, if `id` is made from it; None if it is a UUID, and so the id."""
    owner: UUID | None = field(init=False)
    """The user whose tasks the caller may act on; None for anyone's."""
    database_role: DatabaseRole = field(init=False)
    """The PostgreSQL role whose policies apply to everything the caller does."""

    def __post_init__(self) -> None:
        is_service = self.role is Role.SERVICE
        object.__setattr__(self, "owner", None if is_service else self.id)
        object.__setattr__(self, "database_role", "service_role" if is_service else "authenticated")

    @property
    def seen_plan(self) -> str | None:
        """The plan to store for the user of a new task; None if a back end's token names no plan."""
        return self.plan.name if self.names_plan or self.owner else None

    @property
    def plan_issued_at(self) -> datetime | None:
        """When the user's own token that names the plan was issued; None for any other token."""
        return self.issued_at if self.names_plan and self.owner else None

    def check_may(self, action: str, *roles: Role) -> None:
        """Raise Forbidden unless the caller has one of the roles; `action` begins the message."""
        if self.role not in roles:
            raise Forbidden(f"{action} needs the {' or '.join(roles)} role.")

    def check_may_act_for(self, user_id: UUID, action: str) -> None:
        """Raise Forbidden unless the caller is the user or a back end; `action` begins the message."""
        if self.owner != user_id:
            self.check_may(action, Role.SERVICE)
