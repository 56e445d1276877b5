"""Creating and deleting tasks by keyboard, with the focus in the right place after each step."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.api import Client
from tests.web.visitor import Visitor, completed


async def test_a_task_is_recorded_by_keyboard(user: Client, visitor: Visitor) -> None:
    page = await visitor.open()
    await expect(page.get_by_text("No tasks yet")).to_be_visible()
    new_task = page.get_by_role("button", name="Try it")
    await tab_to(page, new_task)
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog")
    await expect(form.get_by_role("textbox", name="Prompt")).to_be_focused()
    await page.keyboard.type("Typed")
    await tab_to(page, form.locator("select[name=ratio]"))
    await page.keyboard.press("ArrowDown")
    await tab_to(page, form.get_by_role("button", name="Create"))
    await page.keyboard.press("Enter")
    await expect(form.get_by_role("button", name="Cancel")).to_be_focused()
    await expect(form).to_have_count(0)
    await expect(new_task).to_be_focused()
    [task] = (await user.data("{ tasks { nodes { prompt aspectRatio status } } }"))["tasks"]["nodes"]
    assert task == {"prompt": "Typed", "aspectRatio": "16:9", "status": "COMPLETED"}


async def test_one_task_and_a_selection_are_deleted_by_keyboard(user: Client, visitor: Visitor) -> None:
    ids = {prompt: await completed(user, prompt) for prompt in ("Four", "Three", "Two", "One")}
    page = await visitor.open()
    await expect(page.get_by_role("article")).to_have_count(4)
    await tab_to(page, page.get_by_role("link", name="View: Two"))
    await page.keyboard.press("Delete")
    await expect(page.get_by_role("article")).to_have_count(3)
    await expect(page.locator(f"#view-{ids['Three']}")).to_be_focused()
    await tab_to(page, page.get_by_role("button", name="Undo"))
    await page.keyboard.press("Enter")
    await expect(page.locator(f"#view-{ids['Two']}")).to_be_focused()

    for prompt in ("Three", "Four"):
        await tab_to(page, page.get_by_role("link", name=f"View: {prompt}"))
        await page.keyboard.press("x")
    await tab_to(page, page.get_by_role("toolbar").get_by_role("button", name="Delete"))
    await page.keyboard.press("Enter")
    await expect(page.locator(f"#view-{ids['Two']}")).to_be_focused()
    await page.keyboard.press("Control+a")
    await tab_to(page, page.get_by_role("toolbar").get_by_role("button", name="Delete"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("No tasks yet")).to_be_visible()
    await expect(page.get_by_role("heading", name="Tasks", exact=True)).to_be_focused()


async def tab_to(page: Any, target: Any) -> None:
    """Press Tab until the target has the focus, at most 40 times."""
    await expect(target).to_be_visible()
    for _ in range(40):
        if await target.evaluate("element => element === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    pytest.fail(f"Tab does not lead to {target}")


async def test_the_selection_bar_does_not_hide_the_focused_element(visitor: Visitor) -> None:
    await visitor.record(20)
    page = await visitor.open("/?view=list", viewport={"width": 390, "height": 640})
    await page.get_by_role("checkbox", name=re.compile("^Select task: Task 1$")).check()
    bar = page.get_by_role("toolbar")
    for _ in range(12):
        await page.keyboard.press("Tab")
        focused = await page.evaluate("document.activeElement.getBoundingClientRect().bottom")
        assert focused <= (await bar.bounding_box())["y"]
