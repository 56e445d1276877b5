"""The pictures in the documentation: `TASK_RECORD_SCREENSHOTS=directory ./run test tests/web/test_screenshots.py`."""

import io
import itertools
import os
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from server.development.demo import DEMO_USER, record_demo
from server.settings.settings import Settings
from tests.api import Client
from tests.web.visitor import Visitor

expect = pytest.importorskip("playwright.async_api").expect

DIRECTORY = os.environ.get("TASK_RECORD_SCREENSHOTS")
pytestmark = [
    pytest.mark.skipif(not DIRECTORY, reason="only when TASK_RECORD_SCREENSHOTS says where to"),
]

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


async def test_screenshots(settings: Settings, user: Client, visitor: Visitor) -> None:
    await record_demo(settings)
    user.id = DEMO_USER
    directory = Path(str(DIRECTORY))

    page = await visitor.open(locale="zh-CN", viewport=DESKTOP | {"height": 1250})
    await expect(page.get_by_role("article").nth(1)).to_be_visible()
    await page.wait_for_timeout(1000)
    await page.screenshot(path=directory / "history.zh-CN.png")

    await page.set_viewport_size(DESKTOP)
    await page.get_by_role("button", name="任务类型").click()
    await page.get_by_role("menuitemcheckbox", name="图片编辑").click()
    await page.keyboard.press("Escape")
    await page.get_by_role("link", name="查看").nth(1).click()
    await page.get_by_text("并排").click()
    await page.wait_for_timeout(1500)
    await page.screenshot(path=directory / "picture.zh-CN.png")

    page = await visitor.open(viewport=PHONE)
    await expect(page.get_by_role("article").first).to_be_visible()
    await page.wait_for_timeout(1000)
    await page.screenshot(path=directory / "phone.png")

    page = await visitor.open(viewport=DESKTOP, color_scheme="dark")
    await expect(page.get_by_role("article").first).to_be_visible()
    await page.mouse.wheel(0, 400)
    await page.wait_for_timeout(1500)
    await page.screenshot(path=directory / "dark.png")


async def test_recording(settings: Settings, user: Client, visitor: Visitor) -> None:
    """Ten seconds of the page, as somebody uses it."""
    await record_demo(settings)
    user.id = DEMO_USER
    page = await visitor.open(locale="zh-CN", viewport={"width": 1120, "height": 700}, reduced_motion="no-preference")
    await expect(page.get_by_role("article").nth(1)).to_be_visible()
    await page.wait_for_load_state("networkidle")
    async with recorded(page, Path(str(DIRECTORY)) / "tour.zh-CN.webp"):
        await page.wait_for_timeout(800)
        for step in [70] * 14 + [-98] * 10:
            await page.mouse.wheel(0, step)
            await page.wait_for_timeout(60)
        await page.locator("[id^=view-]").nth(3).click()
        await page.wait_for_timeout(1500)
        for _ in range(3):
            await page.keyboard.press("ArrowRight")
            await page.wait_for_timeout(800)
        await page.keyboard.press("Escape")
        await page.wait_for_timeout(600)
        await page.get_by_role("searchbox").press_sequentially("海", delay=200)
        await page.wait_for_timeout(1500)


@asynccontextmanager
async def recorded(page: Any, path: Path) -> AsyncIterator[None]:
    """What is seen meanwhile, as a WebP that moves, each picture of it for as long as it was there."""
    session = await page.context.new_cdp_session(page)
    seen: list[tuple[float, Image.Image]] = []

    async def take(frame: dict[str, Any]) -> None:
        await session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})
        seen.append((frame["metadata"]["timestamp"], Image.open(io.BytesIO(b64decode(frame["data"])))))

    session.on("Page.screencastFrame", take)
    await session.send("Page.startScreencast", {"format": "png"})
    yield
    await session.send("Page.stopScreencast")
    times, pictures = zip(*sorted(seen, key=lambda one: one[0]), strict=True)
    lengths = [round(1000 * (after - before)) for before, after in itertools.pairwise(times)] + [1500]
    first, *others = (one.convert("RGB").resize((896, 560), Image.Resampling.LANCZOS) for one in pictures)
    first.save(path, save_all=True, append_images=others, duration=lengths, loop=0, quality=60, method=4)
