"""The built-in plans, and those of PLANS_FILE."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from models.tasks.task import TaskType
from resolvers.access import CreditTerms, PlanLimits

MIB = 1024**2
GIB = 1024**3
MAX_INT = 2**31 - 1  # GraphQL's Int
MAX_PRICE = 100_000_000  # credits for an image, so that the price of a task with several fits into an Int
MAX_BIGINT = 2**63 - 1  # PostgreSQL's BIGINT

Days = Annotated[int | None, Field(ge=1, le=36_500)]

BUILT_IN = {
    "free": PlanLimits("free", tuple(TaskType), 10 * MIB, max_storage=GIB, max_tasks_per_month=1000, retention_days=90),
    "pro": PlanLimits("pro", tuple(TaskType), 50 * MIB, max_storage=100 * GIB, can_export=True, can_share=True),
}


class PlanTable(BaseModel):
    """The table of a plan in PLANS_FILE. Sizes are in bytes; a limit that is not set is unlimited."""

    model_config = ConfigDict(strict=True, extra="forbid")

    task_types: list[Annotated[TaskType, Field(strict=False)]] = Field(min_length=1)
    max_image_size: int = Field(ge=1, le=MAX_INT)
    max_storage: int | None = Field(None, ge=0, le=MAX_BIGINT)
    max_tasks_per_month: int | None = Field(None, ge=0, le=MAX_INT)
    retention_days: Days = None
    image_retention_days: Days = None
    prompt_retention_days: Days = None
    can_export: bool = False
    can_share: bool = False
    users_end_tasks: bool = True
    trash_days: int = Field(30, ge=0, le=36_500)
    retention_spares_starred: bool = True
    label_images: bool = True
    mark_images: Literal["zh-CN", "en"] | None = None
    credit_prices: dict[Annotated[TaskType, Field(strict=False)], Annotated[int, Field(ge=0, le=MAX_PRICE)]] = Field(
        default_factory=dict
    )
    credits_low: int | None = Field(None, ge=0, le=MAX_BIGINT)

    def limits(self, name: str, hold: timedelta) -> PlanLimits:
        """Return the plan. `hold` is how long the credits of an unfinished task are held."""
        terms = CreditTerms(self.credit_prices, self.credits_low, hold) if self.credit_prices else None
        limits = self.model_dump(exclude={"credit_prices", "credits_low", "task_types"})
        return PlanLimits(name, tuple(self.task_types), credits=terms, **limits)


PLAN_TABLES = TypeAdapter(Annotated[dict[str, PlanTable], Field(min_length=1)])


def read_plans(path: Path, hold: timedelta) -> dict[str, PlanLimits]:
    """
    Return the plans in a TOML file, in order; ValueError says which key is wrong. `hold` is how long the credits of an
    unfinished task are held.
    """
    try:
        tables = PLAN_TABLES.validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ValueError(f"cannot read {path} ({error.strerror}); expected a TOML file") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise ValueError(f"in {path}, {key}: {first['msg']}; see docs/settings.md for a plan's keys") from error
    except ValueError as error:
        raise ValueError(f"{path} is not valid TOML in UTF-8: {error}") from error
    return {name: table.limits(name, hold) for name, table in tables.items()}
