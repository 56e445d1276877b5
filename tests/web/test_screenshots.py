"""
Makes the documentation's pictures, where they belong:
`TASK_RECORD_SCREENSHOTS=1 ./run test tests/web/test_screenshots.py -n 0`.
"""

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
from playwright.async_api import expect

from server.development.demo.demo_user import DEMO_PLAN, DEMO_USER, give_demo_credits
from server.development.demo.recording import record_demo
from server.settings.settings import Settings
from tests.api import Client
from tests.application import on_port
from tests.web.visitor import PHONE, Visitor

pytestmark = pytest.mark.skipif(not os.environ.get("TASK_RECORD_SCREENSHOTS"), reason="only when they are wanted")

TOP = Path(__file__).parents[2]
PAGE = TOP / "web" / "screenshots"
PLANS = TOP / "server" / "development" / "plans.toml"

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


@pytest.fixture
async def demo(user: Client, settings: Settings, visitor: Visitor) -> AsyncIterator[Visitor]:
    """A visitor who is signed in as the demo's user, all of whose tasks are recorded."""
    values = {name: getattr(settings, name) for name in Settings.model_fields} | {"plans_file": PLANS}
    settings = Settings(**values)
    await give_demo_credits(settings)
    await record_demo(settings)
    async with on_port(settings) as server:
        visitor.address, user.id, user.plan = server.url, DEMO_USER, DEMO_PLAN
        yield visitor


async def test_screenshots(demo: Visitor) -> None:
    page = await demo.open("/?type=IMAGE_EDIT", viewport={"width": 1440, "height": 960})
    await page.locator("[id^=view-]").first.press("Enter")
    await page.get_by_text("Side by side").click()
    await page.wait_for_function(OPENED)
    await save(page, PAGE / "picture.webp")
    page = await demo.open(locale="zh-CN", color_scheme="dark", **PHONE)
    await page.wait_for_function(SETTLED)
    await save(page, PAGE / "phone.zh-CN.webp")


async def save(page: Any, path: Path) -> None:
    await page.wait_for_timeout(1500)  # until transitions have ended
    Image.open(io.BytesIO(await page.screenshot())).convert("RGB").save(path, quality=86, method=6)


async def test_screenshot_of_a_webhook(user: Client, visitor: Visitor, database: asyncpg.Connection) -> None:
    fields = {"url": "https://app.example.com/hooks/tasks", "events": ["TASK_COMPLETED", "TASK_FAILED"]}
    made = await user.mutate("createWebhook", "webhook { id }", **fields)
    await database.execute(SENT, made["webhook"]["id"], user.id)
    page = await visitor.open(f"/webhooks/{made['webhook']['id']}", viewport={"width": 1040, "height": 980})
    await page.get_by_text("returned 503").click()
    await page.mouse.move(0, 0)
    await save(page, TOP / "docs" / "images" / "webhooks.webp")


async def test_recording(demo: Visitor) -> None:
    """Record ten seconds of the page in use."""
    page = await demo.open(viewport={"width": 1120, "height": 700}, reduced_motion="no-preference")
    page.set_default_timeout(60_000)
    await page.wait_for_function(SETTLED)
    async with recorded(page, PAGE / "tour.webp") as rest:
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
        await page.get_by_role("searchbox").press_sequentially("dusk", delay=150)
        await expect(page.get_by_text("71 in all")).to_have_count(0)
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
