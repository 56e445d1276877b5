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
    How a plan keeps credits: what an image of each type costs, nothing where it names no price; below how many a user
    is `low` on them, None: never; and for how long those of a task that does not end are held.
    """

    prices: Mapping[TaskType, int]
    low: int | None
    hold: timedelta
