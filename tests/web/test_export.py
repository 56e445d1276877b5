"""Exporting the filtered tasks, from the menu and from the toolbar of a selection."""

import asyncio
import json
import zipfile
from typing import Any

from playwright.async_api import expect

from tests.api import Client
from tests.web.visitor import PHONE, Fingers, Visitor, completed, middle


async def test_filtered_tasks_are_exported_by_keyboard_with_progress_and_cancel(user: Client, visitor: Visitor) -> None:
    failed = await user.task("createTask", prompt="一只小狗")
    await user.task("failTask", id=failed["id"], errorMessage="no")
    await completed(user, "A lighthouse")
    page = await visitor.open("/?status=FAILED")
    await expect(page.get_by_role("article")).to_have_count(1)
    menu = page.get_by_role("button", name="User menu")
    await menu.focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Export tasks…").focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Export tasks")
    await expect(dialog).to_contain_text("All tasks that match the filters: 1.")
    await dialog.get_by_label("CSV").focus()
    await page.keyboard.press("ArrowRight")
    await expect(dialog).to_contain_text("One JSON object per line")
    async with page.expect_download() as downloading:
        await page.keyboard.press("Tab")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
    downloaded = await downloading.value
    assert downloaded.suggested_filename.endswith(".ndjson")
    [task, last] = map(json.loads, (await downloaded.path()).read_text(encoding="utf-8").splitlines())
    assert (task["id"], task["prompt"], last["summary"]["tasks"]) == (failed["id"], "一只小狗", 1)
    await expect(page.get_by_text("Tasks exported: 1")).to_be_visible()
    await expect(menu).to_be_focused()

    held = asyncio.Event()

    async def hold(route: Any) -> None:
        await held.wait()
        await route.abort()

    await page.route("**/export/*", hold)
    for ending in ("Export canceled", "The export failed: "):
        await menu.click()
        await page.get_by_role("button", name="Export tasks…").click()
        await dialog.get_by_role("button", name="Export", exact=True).click()
        await expect(page.get_by_role("progressbar", name="Exporting tasks")).to_be_visible()
        await menu.click()
        await page.get_by_role("button", name="Export tasks…").click()
        await expect(page.get_by_text("Wait until the other download has finished.").last).to_be_visible()
        if ending == "Export canceled":
            await page.get_by_role("button", name="Cancel").click()
        else:
            held.set()
        await expect(page.get_by_text(ending)).to_be_visible()
        await expect(page.get_by_role("progressbar", name="Exporting tasks")).to_have_count(0)


async def test_a_selection_is_exported_by_touch_in_chinese(user: Client, visitor: Visitor) -> None:
    for number in range(2):
        await completed(user, f"Picture {number}")
    page = await visitor.open(locale="zh-CN", **PHONE)
    toolbar = page.get_by_role("toolbar")
    finger = Fingers(await page.context.new_cdp_session(page))
    pictures = page.get_by_role("article")
    await expect(pictures).to_have_count(2)
    await finger.hold(await middle(pictures.first))
    await expect(toolbar).to_be_visible()
    await expect(toolbar.get_by_role("button", name="导出任务…")).to_have_count(0)
    await page.touchscreen.tap(*await middle(pictures.last))
    await toolbar.get_by_role("button", name="导出任务…").tap()
    dialog = page.get_by_role("dialog", name="导出任务")
    await expect(dialog).to_contain_text("当前筛选下的全部任务，共 2 个。")
    await dialog.get_by_text("ZIP", exact=True).tap()
    async with page.expect_download() as downloading:
        await dialog.get_by_role("button", name="导出", exact=True).tap()
    await expect(page.get_by_text("已导出 2 个任务")).to_be_visible()
    with zipfile.ZipFile(await (await downloading.value).path()) as archive:
        assert archive.testzip() is None
        assert sum(name.endswith(".png") for name in archive.namelist()) == 2
