import asyncio
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from models.insights.model_results import ResultsOfModel, select_results
from models.tasks.task import storable
from models.tasks.task_row import TaskRow
from resolvers.context import Context
from resolvers.exceptions import BadUserInput
from resolvers.find_tasks import find_tasks
from resolvers.statistics.read_statistics import check_days


class PairOfTasks(NamedTuple):
    """Tasks with one prompt, one of each model; None for one that was deleted meanwhile."""

    first: TaskRow | None
    second: TaskRow | None


class ComparedModels(NamedTuple):
    first: ResultsOfModel
    second: ResultsOfModel

    @property
    def prompt_count(self) -> int:
        return self.first.prompts


async def compare_models(context: Context, days: tuple[date, date], models: Sequence[str]) -> ComparedModels | None:
    """
    The results of two models for those prompts of the caller that both were given; None if there are none. One
    statement, on 30,000 tasks at most.
    """
    check_days(days)
    if len({*models}) != 2 or len(models) != 2:
        raise BadUserInput(f"`models` must be two different ones; there are {len({*models})}.")
    try:
        storable("".join(models))
    except ValueError as error:
        raise BadUserInput(f"`models` {error}.") from error
    found = {one.model_version: one for one in await context.rows(select_results(context.caller.id, days, models))}
    return ComparedModels(*(found[model] for model in models)) if found else None


async def examples_of(context: Context, compared: ComparedModels) -> list[PairOfTasks]:
    """A task of each model for some of the prompts, the last used first. One statement."""

    async def load(of: ResultsOfModel) -> list[TaskRow | None]:
        return await asyncio.gather(*(context.load(find_tasks, task_id) for task_id in of.examples))

    first, second = await asyncio.gather(load(compared.first), load(compared.second))
    return [PairOfTasks(*pair) for pair in zip(first, second, strict=True)]
