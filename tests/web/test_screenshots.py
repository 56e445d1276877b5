"""The pictures in the documentation: `TASK_RECORD_SCREENSHOTS=directory ./run test tests/web/test_screenshots.py`."""

import os
from pathlib import Path

import pytest

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
