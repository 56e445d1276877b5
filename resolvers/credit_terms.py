from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from models.tasks.task import TaskType


class ImagePrice(NamedTuple):
    task_type: TaskType
    credits: int


@dataclass(frozen=True, slots=True)
class CreditTerms:
    """
    The terms of a plan for credits: `prices`, the credits that an image of each type of task costs, 0 if not named;
    `low`, the number below which a user is warned, None for never; and `hold`, for how long credits are held for a task
    that does not end.
    """

    prices: Mapping[TaskType, int]
    low: int | None
    hold: timedelta
