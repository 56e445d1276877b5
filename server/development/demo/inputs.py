"""The values that a product would record for the demo's tasks: parameters, tokens, cost, and how each ended."""

from base64 import b64encode
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import NamedTuple
from uuid import uuid5

from models.lineage.task_derivation import TaskRelation
from models.tasks.task import TaskType
from resolvers.images.image_inputs import ImageReference, ImageSource
from resolvers.lineage.record_sources import NewTaskSource
from resolvers.tasks.batches.batch_item import RecordedTask, TaskOutcome
from resolvers.tasks.task_inputs import Completion, Failure, NewTask, Usage
from server.development.demo.demo_user import DEMO_USER
from server.development.demo.story import (
    EDIT,
    FLUX,
    GEMINI,
    GPT,
    IMAGEN,
    QWEN,
    RETRY,
    SEEDREAM,
    STORY,
    TASKS,
    pictures_of,
    seed_of,
)

IDS = [uuid5(DEMO_USER, f"task {number}") for number in range(len(TASKS))]
"""The ids of the tasks. They are constant, so that a start after an interruption does not record a task twice."""


class Model(NamedTuple):
    price: str
    """Of an image, in US dollars."""
    tokens: int
    """Generated for an image; 0 for a model that does not count tokens."""
    seconds: tuple[int, int]
    parameters: dict[str, object]


MODELS = {
    GEMINI: Model("0.039", 1290, (6, 14), {}),
    GPT: Model("0.042", 1056, (18, 45), {"quality": "medium"}),
    IMAGEN: Model("0.04", 0, (5, 11), {"negativePrompt": "text, watermark"}),
    FLUX: Model("0.04", 0, (4, 9), {"steps": 28, "guidance": 3.5}),
    SEEDREAM: Model("0.03", 0, (5, 12), {"watermark": False}),
    QWEN: Model("0.02", 0, (9, 20), {"steps": 50, "cfg": 4.0, "negativePrompt": "低质量，模糊，水印"}),
}
FAILURES = {
    "content_policy": "提示词未通过模型的内容安全审核。",
    "provider_timeout": "The provider did not answer within 60 seconds.",
    "provider_error": "The provider answered 503: the model is overloaded.",
    "rate_limited": "Too many requests to the provider in this minute.",
}
IMAGE_TOKENS = 258
"""Of an image in a prompt."""
SIZES = {"1:1": "720x720", "4:3": "960x720", "3:4": "720x960", "16:9": "960x540", "9:16": "540x960"}
"""Pixels of the pictures, by aspect ratio."""


def times(now: datetime) -> list[datetime]:
    """Return the time of each task's request: those of a sitting are some minutes apart."""
    asked = []
    for sitting in STORY:
        random = Random(sitting.days_ago)  # noqa: S311 - the same demo everywhere, not a secret
        day = (now - timedelta(days=sitting.days_ago)).replace(hour=sitting.hour, minute=random.randrange(50))
        last = day if sitting.days_ago else now - timedelta(minutes=sitting.hour)
        apart = [timedelta(seconds=random.randint(70, 400)) for _ in sitting.tasks[1:]]
        asked += [last - sum(apart[place:], timedelta()) for place in range(len(sitting.tasks))]
    return asked


def new_task(number: int, created_at: datetime | None) -> NewTask:
    """Return the values that are recorded before the task is generated."""
    task = TASKS[number]
    before = IDS[number - 1]
    source = task.relation and NewTaskSource(
        task_id=before,
        relation=TaskRelation[task.relation],
        image_index=None if task.relation == RETRY else task.of_image,
    )
    edit = task.relation == EDIT
    given = {
        "seed": 2_654_435_761 * seed_of(number) % 2**31,
        "size": SIZES[task.ratio],
        **MODELS[task.model].parameters,
    }
    original = ImageSource(task_image=ImageReference(task_id=before, index=task.of_image)) if edit else None
    kind = TaskType.TEMPLATE_GENERATION if task.is_template else TaskType.IMAGE_GENERATION
    return NewTask(
        id=IDS[number],
        user_id=DEMO_USER,
        task_type=TaskType.IMAGE_EDIT if edit else kind,
        prompt=task.prompt,
        aspect_ratio=task.ratio,
        model_version=task.model,
        original_image=original,
        image_count=task.images,
        sources=(source,) if source else (),
        parameters=given,
        created_at=created_at,
    )


def recorded_task(number: int, asked_at: datetime) -> RecordedTask:
    """Return all values of a task that has ended, with its images if it was completed."""
    task, random = TASKS[number], Random(number)  # noqa: S311
    images = pictures_of(task)
    took = timedelta(seconds=random.uniform(*MODELS[task.model].seconds) * max(1, len(images)) ** 0.5)
    used = usage(number, len(images), took)
    return RecordedTask(
        task=new_task(number, asked_at),
        started_at=asked_at + timedelta(seconds=1),
        outcome=outcome(task.ended, used, images),
        ended_at=asked_at + took,
    )


def usage(number: int, images: int, took: timedelta) -> dict[str, object]:
    task = TASKS[number]
    model = MODELS[task.model]
    prompt_tokens = len(task.prompt.encode()) // 3 + (IMAGE_TOKENS if task.relation == EDIT else 0)
    parts = {"input_tokens": prompt_tokens, "output_tokens": model.tokens * images} if model.tokens else {}
    return {
        **parts,
        "tokens_used": sum(parts.values()),
        "generation_time_ms": round(took / timedelta(milliseconds=1)),
        "cost": Decimal(model.price) * images,
    }


def outcome(ended: str, used: dict[str, object], images: list[bytes]) -> TaskOutcome:
    if ended in FAILURES:
        why = {"error_message": FAILURES[ended], "failure_code": ended}
        return TaskOutcome(failed=Failure.model_validate({**used, **why, "credits_deducted": 0}))
    if ended == "canceled":
        return TaskOutcome(canceled=Usage.model_validate(used))
    first, *more = (ImageSource(data_url=f"data:image/webp;base64,{b64encode(image).decode()}") for image in images)
    result = {**used, "image": first, "more_images": tuple(more), "credits_deducted": None}
    return TaskOutcome(completed=Completion.model_validate(result))
