"""The demo of `./run dev`: records a user's tasks of the past weeks, with pictures that are drawn here."""

import asyncio
import base64
import io
import math
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID, uuid5

import asyncpg

from models.lineage.task_derivation import TaskRelation
from models.tasks.task import TaskType
from resolvers.access import Caller, Role
from resolvers.context import Context
from resolvers.credits.credit_inputs import NewGrant
from resolvers.credits.give_credits import grant_credits
from resolvers.exceptions import GrantIdTaken
from resolvers.images.image_inputs import ImageReference, ImageSource
from resolvers.lineage.lineage_inputs import NewTaskSource
from resolvers.tasks.close_task import complete_task, fail_task
from resolvers.tasks.create_task import create_task
from resolvers.tasks.start_task import start_task
from resolvers.tasks.task_inputs import NewTask, TaskFailure, TaskResult, TaskStart, TaskUsage
from server.settings.settings import Settings
from server.stores.connections import open_database, open_storage

DEMO_USER = UUID("de300000-0000-4000-8000-000000000001")
DEMO_PLAN = "studio"
"""The demo user's plan, one of plans.toml."""

PROMPTS = (
    "一只戴着宇航员头盔的小狗，站在月球上，背景是蓝色的地球",
    "A lighthouse in a storm, oil on canvas",
    "将背景改为夕阳西下的海滩",
    "霓虹灯下的雨夜街道，赛博朋克风格",
    "A fox reading a newspaper in a café, 35 mm photograph",
    "雪山脚下的木屋，清晨的薄雾，水彩画",
    "Portrait of an old sailor, charcoal",
    "极简主义的茶壶海报，米色背景",
)
RATIOS = {"1:1": (768, 768), "16:9": (1024, 576), "9:16": (576, 1024), "4:3": (960, 720)}
TASKS = [uuid5(DEMO_USER, str(number)) for number in range(32)]
"""The tasks' ids, always the same, so that a start after an interruption does not record a task again."""
FAILED = 23
"""The number of the failed task that is retried, from which all tasks of MADE_FROM descend."""
MADE_FROM = {
    24: NewTaskSource(task_id=TASKS[FAILED], relation=TaskRelation.RETRY),
    25: NewTaskSource(task_id=TASKS[24], relation=TaskRelation.VARIATION, image_index=1),
    26: NewTaskSource(task_id=TASKS[25], relation=TaskRelation.EDIT, image_index=0),
    27: NewTaskSource(task_id=TASKS[24], relation=TaskRelation.VARIATION, image_index=1),
}
"""The sources of tasks by the tasks' numbers, in the order in which the tasks can be recorded."""
IMAGES = {24: 4}
"""The number of images of those tasks that have more than one."""


async def record_demo(settings: Settings) -> None:
    """Record those tasks of the demo that are not recorded yet, in some seconds; the server may be running."""
    async with (
        open_database(settings) as database,
        open_storage(settings) as storage,
    ):
        context = Context(demo_caller(settings), database, storage)
        without_source = [number for number in range(len(TASKS)) if number not in MADE_FROM]
        await asyncio.gather(*(record_task(context, number) for number in without_source))
        for number in MADE_FROM:
            await record_task(context, number)
    await move_into_the_past(settings.database_owner_url.get_secret_value())


def demo_caller(settings: Settings, role: Role = Role.USER) -> Caller:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    return Caller(DEMO_USER, role, settings.plans.get(DEMO_PLAN, settings.plans["pro"]), tomorrow)


async def give_demo_credits(settings: Settings) -> None:
    """Give the demo user credits, unless they have them: some that never expire, and some that do this week."""
    this_week = datetime.now(UTC) + timedelta(days=5)
    async with open_database(settings) as database, open_storage(settings) as storage:
        context = Context(demo_caller(settings, Role.SERVICE), database, storage)
        for name, amount, expires_at in (("订单 1042", 140, None), ("欢迎礼包", 60, this_week)):
            grant = NewGrant(
                id=uuid5(DEMO_USER, name), user_id=DEMO_USER, amount=amount, expires_at=expires_at, reason=name
            )
            with suppress(GrantIdTaken):  # granted at an earlier start
                await grant_credits(context, grant)


async def record_task(context: Context, number: int) -> None:
    """
    Record a task and, but for task 0, start, fail or complete it; what was done at an earlier start stays as it is.
    """
    random = Random(number)  # noqa: S311 - the same demo everywhere, not a secret
    new = await new_task(number)
    task = await create_task(context, new)
    tokens_used = random.randint(90, 400)
    price = new.image_count * (2 if new.original_image else 1)
    generation_time_ms = random.randint(1800, 9000)
    usage = TaskUsage(id=task.id, tokens_used=tokens_used, generation_time_ms=generation_time_ms)
    if number == 0:
        return
    if number == 1:
        await start_task(context, TaskStart(id=task.id))
    elif number % 9 == FAILED % 9:
        await fail_task(context, TaskFailure(**dict(usage), credits_deducted=0, error_message="图片处理超时"))
    else:
        size = RATIOS[str(new.aspect_ratio)]
        image, *more = [await asyncio.to_thread(picture, size, random) for _ in range(new.image_count)]
        result = TaskResult(**dict(usage), credits_deducted=price, image=image, more_images=tuple(more))
        await complete_task(context, result)


async def new_task(number: int) -> NewTask:
    """Return what is recorded for a task. Every fourth edits a picture: its source's, or one drawn for it."""
    source = MADE_FROM.get(number)
    like = FAILED if source else number
    ratio = Random(like).choice(list(RATIOS))  # noqa: S311
    original = None
    if edit := number % 4 == 2:
        original = (
            ImageSource(task_image=ImageReference(task_id=source.task_id, index=source.image_index))
            if source
            else await asyncio.to_thread(picture, RATIOS[ratio], Random(number + 1000))  # noqa: S311
        )
    return NewTask(
        id=TASKS[number],
        task_type=TaskType.IMAGE_EDIT if edit else TaskType.IMAGE_GENERATION,
        prompt=PROMPTS[(number if edit else like) % len(PROMPTS)],
        aspect_ratio=ratio,
        model_version="gemini-2.5-flash-image",
        original_image=original,
        image_count=IMAGES.get(number, 1),
        sources=(source,) if source else (),
    )


def picture(size: tuple[int, int], random: Random) -> ImageSource:
    """Draw soft hills under a sky, `size` pixels wide and high, and return the picture as a client would send it."""
    from PIL import Image, ImageDraw  # only a first start draws

    width, height = size
    colors = [tuple(random.randint(40, 235) for _ in range(3)) for _ in range(6)]
    image = Image.linear_gradient("L").resize(size)
    sky = Image.composite(Image.new("RGB", size, colors[0]), Image.new("RGB", size, colors[1]), image)
    draw = ImageDraw.Draw(sky)
    radius = min(size) // random.randint(6, 12)
    x, y = random.randint(radius, width - radius), random.randint(radius, height // 2)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colors[2])
    for layer, color in enumerate(colors[3:]):
        base, wave, phase = height * (0.55 + 0.14 * layer), random.uniform(90, 260), random.uniform(0, 6)
        hill = [(x, base + math.sin(x / wave + phase) * height * 0.07) for x in range(0, width + 8, 8)]
        draw.polygon([*hill, (width, height), (0, height)], fill=color)
    data = io.BytesIO()
    sky.save(data, "PNG")
    return ImageSource(data_url=f"data:image/png;base64,{base64.b64encode(data.getvalue()).decode()}")


async def move_into_the_past(owner_url: str) -> None:
    """Spread the demo's tasks over the past two weeks: those not ended are the newest, then by number."""
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.execute(
            """
            WITH moved AS (
              UPDATE user_task_history AS task SET created_at = made, updated_at = made + took,
                completed_at = CASE WHEN completed_at IS NOT NULL THEN made + took END
              FROM (
                SELECT id, now() - age * interval '11 hours' - interval '2 minutes' AS made,
                  coalesce(generation_time_ms, 0) * interval '1 millisecond' AS took
                FROM (
                  SELECT id, generation_time_ms,
                    row_number() OVER (ORDER BY completed_at IS NOT NULL, array_position($1, id) DESC) - 1 AS age
                  FROM user_task_history WHERE id = ANY($1)
                ) AS aged
              ) AS times
              WHERE task.id = times.id
              RETURNING task.id, task.created_at
            )
            UPDATE task_record.task_sources AS source SET created_at = moved.created_at
            FROM moved WHERE source.task_id = moved.id
            """,
            TASKS,
        )
    finally:
        await connection.close()
