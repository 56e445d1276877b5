from typing import NamedTuple
from uuid import UUID

from pydantic import ValidationError

from models.finding.prompt_list import BEST_TASKS, FEW, FEW_WITH_GRAMS, LABEL_NUMBERS, PromptRow, prompt_list
from models.tasks.task_conditions import TaskConditions
from models.tasks.task_row import TaskRow
from resolvers.arguments import reason
from resolvers.context import Context
from resolvers.exceptions import BadUserInput, TaskNotFound
from resolvers.find_tasks import find_tasks
from resolvers.finding.indexed_prompts import check_indexed
from resolvers.finding.prompt_features import as_bits, ngram_bitmap_of_search
from resolvers.labels.dictionary import LabelRow, dictionary
from resolvers.paging import ListPage, Window, list_page


class CountedLabel(NamedTuple):
    label: LabelRow
    task_count: int


async def list_prompts(context: Context, window: Window, search: str | None) -> ListPage[PromptRow]:
    """A page of the caller's prompts. Raises BadUserInput for an invalid search. One statement; two with a search."""
    check_indexed(context)
    try:
        TaskConditions(search=search)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        raise BadUserInput(f"`search`: {reason(fault)}.") from error
    user_id, keys = context.caller.id, None
    wanted = ngram_bitmap_of_search(search) if search else 0
    ngram_bitmap = as_bits(wanted) if wanted else None
    if ngram_bitmap:
        [few] = await context.rows(FEW_WITH_GRAMS.bind(user_id=user_id, ngram_bitmap=ngram_bitmap))
        keys = few.keys if few.keys is not None and len(few.keys) <= FEW else None
    return await list_page(context, prompt_list(user_id, search, ngram_bitmap, keys), window)


async def task_of_prompt(context: Context, prompt: PromptRow) -> TaskRow:
    """The task that represents the prompt. One statement for all that are awaited."""
    task = await context.load(find_tasks, prompt.task_id, prompt.user_id)
    if task is None:
        raise TaskNotFound
    return task


async def best_task_of_prompt(context: Context, prompt: PromptRow) -> TaskRow:
    """The prompt's task with the best picture, or else the newest. Two statements for all that are awaited."""
    best = await context.load(find_best, prompt.key, prompt.user_id)
    return await task_of_prompt(context, prompt._replace(task_id=best) if best else prompt)


async def find_best(context: Context, keys: list[UUID], of: UUID | None) -> list[UUID | None]:
    """The best task of each prompt, None if none is completed, for `Context.load`. One statement."""
    rows = await context.rows(BEST_TASKS.bind(user_id=of or context.caller.id, keys=keys), of)
    return list(map({row.key: row.task_id for row in rows}.get, keys))


async def count_labels(context: Context) -> list[CountedLabel]:
    """The labels of the caller's tasks, each with its number of tasks, most tasks first. One statement."""
    check_indexed(context)
    known = dictionary().labels
    numbers = await context.rows(LABEL_NUMBERS.bind(user_id=context.caller.id))
    return [CountedLabel(known[row.name], row.task_count) for row in numbers if row.name in known]
