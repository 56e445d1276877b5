from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf
from uuid import UUID

from models.database import Database
from models.retention.aged_tasks import (
    COUNT,
    COUNT_SPARED,
    COUNT_WITHOUT_PLAN,
    SPARED,
    UNKNOWN_PLANS,
    FoundTask,
    Part,
    UnknownPlan,
)
from resolvers.access import PlanLimits
from resolvers.limits.apart import Apart
from resolvers.retention.removal import Removal

CLOCKS = {
    Part.TASK: "retention_days",
    Part.TRASH: "trash_days",
    Part.IMAGES: "image_retention_days",
    Part.PROMPT: "prompt_retention_days",
}
"""The field of a plan with the days after which each part is removed. Whole tasks, with all parts, come first."""
DETAILS = {
    Part.TASK: "tasks past their plan's retention",
    Part.TRASH: "tasks in the trash for longer than their plan keeps them there",
    Part.IMAGES: "tasks, of their images, past their plan's retention",
    Part.PROMPT: "tasks, of their prompts, past their plan's retention",
}


def summary(done: Mapping[Part, int]) -> str:
    """A phrase that says from how many tasks each part was removed, or is to be removed."""
    tasks, trash, images, prompts = (f"{done.get(part, 0):,}" for part in Part)
    return f"{tasks} tasks, {trash} in the trash, the images of {images} and the prompts of {prompts}"


def spared_summary(spared: Mapping[Part, int]) -> str:
    """A sentence on the spared starred tasks; empty if nothing would have been removed."""
    tasks, images, prompts = (f"{spared[part]:,}" for part in SPARED)
    said = f" Spared, as they are starred: {tasks} tasks, the images of {images} and the prompts of {prompts}."
    return said if any(spared.values()) else ""


def clock(plans: Collection[PlanLimits], part: Part) -> dict[str, object]:
    """The values of FIND and COUNT that say after how many days the part is removed, for the plans that remove it."""
    limiting = [plan for plan in plans if getattr(plan, CLOCKS[part]) is not None]
    return {
        "plans": [plan.name for plan in limiting],
        "days": [getattr(plan, CLOCKS[part]) for plan in limiting],
        "most_days": [None if part in (Part.TASK, Part.TRASH) else plan.retention_days for plan in limiting],
        "spares": [part is not Part.TRASH and plan.retention_spares_starred for plan in limiting],
    }


def with_shorter_retention(plan: PlanLimits, plans: Iterable[PlanLimits]) -> list[str]:
    """The names of the other plans that retain no part of a task longer than this plan does."""

    def days(one: PlanLimits) -> Iterator[float]:
        return (inf if (limit := getattr(one, name)) is None else limit for name in CLOCKS.values())

    return [
        other.name
        for other in plans
        if other.name != plan.name
        and all(shorter <= longer for shorter, longer in zip(days(other), days(plan), strict=True))
        and other.retention_spares_starred <= plan.retention_spares_starred
    ]


@dataclass(frozen=True, slots=True)
class CleanUp:
    """
    Removes what is past the retention of its user's plan. It has no state, so it may be interrupted and repeated at any
    time.
    """

    database: Database
    plans: Collection[PlanLimits]
    user_id: UUID
    """The user as whom statements run."""

    @property
    def removal(self) -> Removal:
        return Removal(self.database, self.user_id, None)

    async def count(self) -> dict[Part, int]:
        """From how many tasks each part is to be removed. Reads all tasks of the users whose plan has a retention."""
        return {part: await self.removal.count(COUNT[part], **clock(self.plans, part)) for part in Part}

    async def count_without_plan(self, plan: PlanLimits) -> dict[Part, int]:
        """The same for users whose plan is unknown, if this were their plan. Nothing of theirs is removed."""
        return {part: await self.removal.count(COUNT_WITHOUT_PLAN[part], **clock([plan], part)) for part in Part}

    async def count_spared(self) -> dict[Part, int]:
        """
        From how many tasks each part would be removed if they were not starred. Reads the starred tasks of these users.
        """
        return {
            part: await self.removal.count(spared, **clock(self.plans, part)) for part, spared in COUNT_SPARED.items()
        }

    async def run(self) -> AsyncIterator[tuple[Part, int]]:
        """
        Remove everything due, except of users whose tasks cannot be changed now. Yields, after each batch, the part and
        from how many tasks it is removed so far.
        """
        for part in Part:
            apart: Apart[FoundTask] = Apart("purge")
            done, before = 0, (-1, 0)
            while (done, len(apart.left)) != before:
                before = done, len(apart.left)
                aged = await self.removal.find(part, apart.left, **clock(self.plans, part))
                async for removed in self.removal.remove(part, aged, DETAILS[part], apart):
                    done += removed
                    yield part, done

    async def unknown_plans(self) -> list[UnknownPlan]:
        """Plans of users' last tokens that no longer exist. Nothing of these users is removed."""
        names = [plan.name for plan in self.plans]
        return await self.database.rows(UNKNOWN_PLANS.bind(plans=names), self.user_id, "service_role")
