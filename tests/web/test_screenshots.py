"""Makes the documentation's pictures: `TASK_RECORD_SCREENSHOTS=directory ./run test tests/web/test_screenshots.py`."""

import io
import os
from base64 import b64decode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from PIL import Image

from server.development.demo.demo_user import DEMO_USER
from server.development.demo.recording import record_demo
from server.settings.settings import Settings
from tests.api import Client
from tests.web.visitor import PHONE, Visitor

expect = pytest.importorskip("playwright.async_api").expect

DIRECTORY = os.environ.get("TASK_RECORD_SCREENSHOTS")
pytestmark = [
    pytest.mark.skipif(not DIRECTORY, reason="only when TASK_RECORD_SCREENSHOTS says where to"),
]

DESKTOP = {"width": 1280, "height": 900}

SETTLED = """() => {
    const inSight = [...document.images].filter((image) => image.getBoundingClientRect().top < innerHeight);
    return inSight.length > 1 && inSight.every((image) => image.complete && image.dataset.loaded !== "false");
}"""
OPENED = """() => {
    const large = [...document.querySelectorAll("[role=dialog] img")].filter((image) => image.width > 200);
    return large.length > 0 && large.every((image) => image.complete);
}"""


SENT = """
INSERT INTO task_record.webhook_deliveries
  (webhook_id, user_id, subject_id, type, data, state, next_attempt_at, created_at, attempts)
SELECT $1, $2, $2, type, '{}', state, now() + next::interval, now() - made::interval, (
  SELECT json_agg(json_build_object(
    'started_at', now() - made::interval + later::interval, 'duration_ms', duration, 'status', status, 'error', NULL
  ) ORDER BY later)
  FROM unnest(times::interval[], statuses::integer[], durations::integer[]) AS attempt (later, status, duration)
)
FROM (VALUES
  ('test', 'delivered', NULL, '3 minutes', '{0s}', '{204}', '{38}'),
  ('task.completed', 'delivered', NULL, '6 minutes', '{0s}', '{204}', '{52}'),
  ('task.completed', 'waiting', '23 minutes', '12 minutes', '{0s,5s,5m}', '{503,503,503}', '{1204,988,1377}'),
  ('task.failed', 'delivered', NULL, '5 hours', '{0s,6s}', '{502,204}', '{310,47}')
) AS events (type, state, next, made, times, statuses, durations)
"""


async def test_screenshots(settings: Settings, user: Client, visitor: Visitor) -> None:
    await record_demo(settings)
    user.id = DEMO_USER
    directory = Path(str(DIRECTORY))

    async def save(page: Any, name: str, settled: str = SETTLED) -> None:
        await page.wait_for_function(settled)
        await page.wait_for_timeout(1500)
        await page.screenshot(path=directory / name)

    page = await visitor.open(locale="zh-CN", viewport=DESKTOP | {"height": 1000})
    await save(page, "history.zh-CN.png")
    page = await visitor.open("/?type=IMAGE_EDIT", locale="zh-CN", viewport=DESKTOP)
    await page.locator("[id^=view-]").nth(1).press("Enter")
    await page.get_by_text("并排").click()
    await save(page, "picture.zh-CN.png", OPENED)
    await save(await visitor.open(**PHONE), "phone.png")
    await save(await visitor.open(viewport=DESKTOP, color_scheme="dark"), "dark.png")


async def test_screenshot_of_a_webhook(user: Client, visitor: Visitor, database: asyncpg.Connection) -> None:
    fields = {"url": "https://app.example.com/hooks/tasks", "events": ["TASK_COMPLETED", "TASK_FAILED"]}
    made = await user.mutate("createWebhook", "webhook { id }", **fields)
    await database.execute(SENT, made["webhook"]["id"], user.id)
    page = await visitor.open(f"/webhooks/{made['webhook']['id']}", viewport={"width": 1040, "height": 980})
    await page.get_by_text("answered 503").click()
    await page.mouse.move(0, 0)
    await page.screenshot(path=Path(str(DIRECTORY)) / "webhooks.png")


async def test_recording(settings: Settings, user: Client, visitor: Visitor) -> None:
    """Record ten seconds of the page in use."""
    await record_demo(settings)
    user.id = DEMO_USER
    page = await visitor.open(locale="zh-CN", viewport={"width": 1120, "height": 700}, reduced_motion="no-preference")
    page.set_default_timeout(60_000)
    await page.wait_for_function(SETTLED)
    async with recorded(page, Path(str(DIRECTORY)) / "tour.zh-CN.webp") as rest:
        await rest()
        for step in [60] * 18 + [-98] * 11:
            await page.mouse.wheel(0, step)
            await page.wait_for_timeout(60)
        await rest()
        await page.locator("[id^=view-]").nth(2).click()
        for _ in range(3):
            await page.wait_for_function(OPENED)
            await rest()
            await page.keyboard.press("ArrowRight")
        await rest()
        await page.keyboard.press("Escape")
        await rest()
        await page.get_by_role("searchbox").press_sequentially("海", delay=150)
        await page.wait_for_function(SETTLED)
        await rest()


@asynccontextmanager
async def recorded(page: Any, path: Path) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """
    Record the page as an animated WebP, whose speed does not depend on the machine; yield a function that rests for a
    second.
    """
    session = await page.context.new_cdp_session(page)
    seen: list[tuple[Image.Image, int]] = []

    async def take(frame: dict[str, Any]) -> None:
        picture = Image.open(io.BytesIO(b64decode(frame["data"]))).convert("RGB")
        seen.append((picture.resize((896, 560), Image.Resampling.LANCZOS), 40))
        await session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    async def rest() -> None:
        await page.wait_for_timeout(600)
        while not seen:
            await page.wait_for_timeout(50)
        seen[-1] = (seen[-1][0], 1000)

    session.on("Page.screencastFrame", take)
    await session.send("Page.startScreencast", {"format": "png"})
    yield rest
    await session.send("Page.stopScreencast")
    (first, *others), lengths = zip(*seen, strict=True)
    first.save(path, save_all=True, append_images=others, duration=list(lengths), loop=0, quality=60, method=3)
