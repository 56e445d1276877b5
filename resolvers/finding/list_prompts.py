from typing import NamedTuple

from pydantic import ValidationError

from models.finding.prompt_list import LABEL_NUMBERS, PromptRow, prompt_list
from models.tasks.task_conditions import TaskConditions
from models.tasks.task_row import TaskRow
from resolvers.arguments import reason
from resolvers.context import Context
from resolvers.exceptions import BadUserInput, TaskNotFound
from resolvers.find_tasks import find_tasks
from resolvers.labels.dictionary import LabelRow, dictionary
from resolvers.paging import ListPage, Window, list_page


class CountedLabel(NamedTuple):
    label: LabelRow
    task_count: int


async def list_prompts(context: Context, window: Window, search: str | None) -> ListPage[PromptRow]:
    """A page of the caller's prompts. Raises BadUserInput when it is nothing to search for. One statement."""
    try:
        TaskConditions(search=search)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        raise BadUserInput(f"`search`: {reason(fault)}.") from error
    return await list_page(context, prompt_list(context.caller.id, search), window)


async def task_of_prompt(context: Context, prompt: PromptRow) -> TaskRow:
    """The task that shows the prompt. One statement for all that are awaited."""
    task = await context.load(find_tasks, prompt.task_id, prompt.user_id)
    if task is None:
        raise TaskNotFound
    return task


async def count_labels(context: Context) -> list[CountedLabel]:
    """The labels of the caller's tasks, each with its number of tasks, most tasks first. One statement."""
    known = dictionary().labels
    numbers = await context.rows(LABEL_NUMBERS.bind(user_id=context.caller.id))
    return [CountedLabel(known[row.name], row.task_count) for row in numbers if row.name in known]
