"""The caller of an operation, what their role lets them do, and what their plan allows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from models.claims import DatabaseRole
from models.tasks.task import TaskType
from resolvers.credit_terms import CreditTerms, ImagePrice
from resolvers.exceptions import Forbidden, TaskTypeNotInPlan


class Role(StrEnum):
    """What the token says that the caller is: a user, an administrator, or a trusted back end (`SERVICE`)."""

    USER = "USER"
    ADMIN = "ADMIN"
    SERVICE = "SERVICE"


@dataclass(frozen=True, slots=True)
class PlanLimits:
    """What a subscription allows. Sizes are in bytes; None means no limit and, for `credits`, that none are kept."""

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
    """Whether share links can be made; those that exist go on."""
    users_end_tasks: bool = True
    trash_days: int = 30
    """Days for which tasks stay in the trash; with 0, they are deleted instead."""
    retention_spares_starred: bool = True
    """Whether what is starred is kept, with its images and its prompt, however old it is."""
    label_images: bool = True
    """Whether results are labelled and signed, where the installation has a producer to name, or a key."""
    mark_images: str | None = None
    """The language of the visible mark that downloads and share links have; None: they have none."""
    credits: CreditTerms | None = None

    @property
    def credit_prices(self) -> list[ImagePrice]:
        return [ImagePrice(*price) for price in self.credits.prices.items()] if self.credits else []

    def check_includes(self, task_type: TaskType) -> None:
        if task_type not in self.task_types:
            included = ", ".join(kind.name for kind in self.task_types)
            raise TaskTypeNotInPlan(plan=self.name, task_type=task_type.name, included=included)


def default_plan(plans: Mapping[str, PlanLimits]) -> PlanLimits:
    """Return the plan for tokens that name none: `free`, or else the first."""
    return plans.get("free") or next(iter(plans.values()))


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller, as the verified token describes them. `expires_at` is when the token stops being valid."""

    id: UUID
    role: Role
    plan: PlanLimits
    expires_at: datetime
    names_plan: bool = True
    """Whether the token names the plan; otherwise `plan` is the one for tokens that name none."""
    issued_at: datetime | None = None
    """When the token was issued; None if it does not say."""
    owner: UUID | None = field(init=False)
    """The user whose tasks the caller may act on; None for anyone's."""
    database_role: DatabaseRole = field(init=False)
    """The role in PostgreSQL whose policies apply to all that the caller does."""

    def __post_init__(self) -> None:
        is_service = self.role is Role.SERVICE
        object.__setattr__(self, "owner", None if is_service else self.id)
        object.__setattr__(self, "database_role", "service_role" if is_service else "authenticated")

    @property
    def seen_plan(self) -> str | None:
        """The plan to note for the user of a new task; None when a back end calls whose token names no plan."""
        return self.plan.name if self.names_plan or self.owner else None

    @property
    def plan_issued_at(self) -> datetime | None:
        """When a token of the user themselves that names the plan was issued; None for any other token."""
        return self.issued_at if self.names_plan and self.owner else None

    def check_may_record_for(self, user_id: UUID) -> None:
        if self.owner not in (None, user_id):
            raise Forbidden("Recording a task for someone else needs the SERVICE role.")

    def check_may_record_past(self) -> None:
        if self.role is not Role.SERVICE:
            raise Forbidden("Recording a task of the past needs the SERVICE role.")

    def check_may_read_of(self, user_id: UUID) -> None:
        if self.owner not in (None, user_id):
            raise Forbidden("Reading someone else's tasks needs the SERVICE role.")

    def check_service(self) -> None:
        if self.role is not Role.SERVICE:
            raise Forbidden("This needs the SERVICE role.")

    def check_may_read_users(self) -> None:
        if self.role is Role.USER:
            raise Forbidden("Looking up a user needs the SERVICE or ADMIN role.")

    def check_may_give_credits(self) -> None:
        if self.role is Role.USER:
            raise Forbidden("Giving credits, and taking them back, needs the SERVICE or ADMIN role.")

    def check_may_hear_of_all(self) -> None:
        if self.role is Role.USER:
            raise Forbidden("Receiving the events of all users needs the SERVICE or ADMIN role.")

    def check_may_export_of(self, user_id: UUID) -> None:
        if user_id != self.id and self.role is not Role.ADMIN:
            raise Forbidden("Exporting someone else's tasks needs the ADMIN role.")

    def check_administrator(self) -> None:
        if self.role is not Role.ADMIN:
            raise Forbidden("Administration needs the ADMIN role.")
