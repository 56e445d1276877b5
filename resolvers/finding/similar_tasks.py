from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from models.finding.resembling_tasks import SIMILAR_TASKS
from models.tasks.task_row import TaskRow
from resolvers.arguments import OneOfInput
from resolvers.context import Context
from resolvers.exceptions import BadUserInput, InputRefusal
from resolvers.find_tasks import find_tasks
from resolvers.finding.indexed_prompts import check_indexed
from resolvers.finding.prompt_features import features_of
from resolvers.images.image_inputs import GivenImage, ImageSource
from resolvers.images.inspected_image import inspected

MOST_SIMILAR = 50
MOST_CHARACTERS = 10_000
"""Characters of a prompt, as of a task's."""


class Likeness(StrEnum):
    SAME_IMAGE = "SAME_IMAGE"
    SAME_PROMPT = "SAME_PROMPT"
    SIMILAR_IMAGE = "SIMILAR_IMAGE"
    SIMILAR_PROMPT = "SIMILAR_PROMPT"


class SimilarTo(OneOfInput):
    """What tasks should resemble: a task, a prompt or an image."""

    task_id: UUID | None = None
    prompt: str | None = None
    image: GivenImage | None = None


@dataclass(frozen=True, slots=True)
class TaskAlike:
    """A task that resembles the query, and how much: 0 to 1, which is the same."""

    task: TaskRow
    likeness: Likeness
    score: float


async def similar_tasks(context: Context, to: SimilarTo, first: int) -> list[TaskAlike]:
    """
    The caller's tasks that resemble the query, the closest first. Raises BadUserInput for an invalid image, a prompt
    that is too long, or a number out of bounds; PromptsNotIndexed for a prompt if none are indexed. Two statements;
    three for a task.
    """
    if not 1 <= first <= MOST_SIMILAR:
        raise BadUserInput(f"`first` must be 1 to {MOST_SIMILAR}; it is {first}.")
    prompt: str | None = None
    looks: list[int] | None = []
    if to.task_id:
        [task] = await find_tasks(context, [to.task_id], context.caller.id)
        if task is None:
            return []
        looks, prompt = None, task.prompt if context.indexes_prompts else None
    elif to.prompt is not None:
        if len(to.prompt) > MOST_CHARACTERS:
            raise BadUserInput(f"`to.prompt` must have {MOST_CHARACTERS:,} characters at most.")
        check_indexed(context)
        prompt = to.prompt.strip()
    elif to.image:
        looks = [await look_of(context, to.image)]
    found = await context.rows(
        SIMILAR_TASKS.bind(
            user_id=context.caller.id,
            task_id=to.task_id,
            looks=looks,
            prompt=prompt or None,
            features=features_of(prompt) if prompt else None,
            at_most=first,
        )
    )
    tasks = await find_tasks(context, [row.task_id for row in found], context.caller.id) if found else []
    kinds = list(Likeness)
    return [TaskAlike(task, kinds[row.likeness - 1], row.score) for task, row in zip(tasks, found, strict=True) if task]


async def look_of(context: Context, given: GivenImage) -> int:
    """The look of the image, which is not stored."""
    source = ImageSource(file=given.file, data_url=given.data_url)
    try:
        async with inspected(context, source, context.caller.id, ["to", "image"]) as image:
            return image.content.look or 0
    except InputRefusal as error:
        raise BadUserInput(f"`to.image`: {error}") from error
