"""Selecting tasks by mouse and keys, deleting them, and undoing that."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.api import Client
from tests.web.visitor import PHONE, Fingers, Visitor, completed, middle


async def remaining(user: Client) -> int:
    count = (await user.data("{ tasks { totalCount { value } } }"))["tasks"]["totalCount"]["value"]
    return int(count)


def checkbox(page: Any, number: int) -> Any:
    return page.get_by_label(f"Select task: Task {number}", exact=True)


async def test_tasks_are_selected_by_range_keys_and_drag(visitor: Visitor) -> None:
    await visitor.record(30)
    page = await visitor.open()
    bar = page.get_by_role("toolbar")
    await checkbox(page, 2).check()
    await checkbox(page, 6).click(modifiers=["Shift"])
    await expect(bar).to_contain_text("5 selected")
    await checkbox(page, 4).uncheck()
    await expect(bar).to_contain_text("4 selected")
    await page.keyboard.press("Control+a")
    await expect(bar).to_contain_text("30 selected")
    await page.keyboard.press("Escape")
    await expect(bar).to_have_count(0)
    boxes = [await page.get_by_role("link", name=f"View: Task {n}", exact=True).bounding_box() for n in (1, 3)]
    await page.mouse.move(boxes[0]["x"] + 60, boxes[0]["y"] + 60)
    await page.mouse.down()
    await page.mouse.move(boxes[1]["x"] + 10, boxes[1]["y"] + 80, steps=6)
    await page.mouse.up()
    await expect(bar).to_contain_text("3 selected")
    for number, chosen in [(1, True), (2, True), (3, True), (4, False)]:
        await expect(checkbox(page, number)).to_be_checked(checked=chosen)
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_while_tasks_are_selected_a_press_on_a_picture_selects_it(user: Client, visitor: Visitor) -> None:
    for name in ("A lighthouse", "A fox"):
        await completed(user, name)
    page = await visitor.open()
    bar, pictures = page.get_by_role("toolbar"), page.get_by_role("article").get_by_alt_text("Result")
    await page.get_by_label("Select task: A fox").check()
    await page.mouse.click(*await middle(pictures.nth(1)))
    await expect(bar).to_contain_text("2 selected")
    await page.mouse.click(*await middle(pictures.nth(0)))
    await expect(bar).to_contain_text("1 selected")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    # A key still opens it.
    await page.get_by_role("link", name="View: A fox").press("Enter")
    await expect(page.get_by_role("dialog")).to_contain_text("A fox")


@pytest.mark.parametrize("view", ["gallery", "list"])
async def test_a_finger_that_is_held_on_a_task_selects_it(user: Client, visitor: Visitor, view: str) -> None:
    for name in ("A lighthouse", "A fox"):
        await completed(user, name)
    page = await visitor.open(f"/?view={view}", **PHONE)
    bar, pictures = page.get_by_role("toolbar"), page.get_by_role("article").get_by_alt_text("Result")
    finger = Fingers(await page.context.new_cdp_session(page))
    await finger.hold(await middle(pictures.nth(0)))
    await expect(bar).to_contain_text("1 selected")
    await page.touchscreen.tap(*await middle(pictures.nth(1)))
    await expect(bar).to_contain_text("2 selected")
    await page.touchscreen.tap(*await middle(pictures.nth(0)))
    await expect(bar).to_contain_text("1 selected")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await bar.get_by_role("button", name="Clear selection").tap()
    await page.touchscreen.tap(*await middle(pictures.nth(0)))
    await expect(page.get_by_role("dialog")).to_contain_text("A fox")


async def test_undo_by_notice_and_by_keys(user: Client, visitor: Visitor) -> None:
    await visitor.record(6, "canceled")
    page, other = await visitor.open(), await visitor.open()
    await expect(page.get_by_role("article")).to_have_count(6)
    await page.get_by_role("button", name="Delete: Task 3", exact=True).click()
    await expect(page.get_by_role("article")).to_have_count(5)
    await expect(page.get_by_role("link", name="View: Task 4", exact=True)).to_be_focused()
    await expect(page.get_by_text("5 in all")).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("article")).to_have_count(6)
    await expect(page.get_by_text("6 in all")).to_be_visible()
    await expect(page.get_by_role("link", name="View: Task 3", exact=True)).to_be_focused()
    assert await remaining(user) == 6
    # Several deletions can be undone, the last first, and other pages follow.
    for number in range(1, 6):
        await page.keyboard.press("Delete") if number > 1 else await page.get_by_role(
            "button", name="Delete: Task 1", exact=True
        ).click()
        await expect(page.get_by_role("link", name=f"View: Task {number + 1}", exact=True)).to_be_focused()
    await expect(page.get_by_text("1 in all")).to_be_visible()
    await expect(other.get_by_role("article")).to_have_text([re.compile("Task 6$")])
    for number in range(5, 0, -1):
        await page.keyboard.press("Control+z")
        await expect(page.get_by_role("link", name=f"View: Task {number}", exact=True)).to_be_focused()
    await expect(page.get_by_text("6 in all")).to_be_visible()
    await expect(other.get_by_role("article")).to_have_text([re.compile(f"Task {n}$") for n in range(1, 7)])
    assert await remaining(user) == 6

    for number in (2, 5):
        await checkbox(page, number).check()
    await page.get_by_role("toolbar").get_by_role("button", name="Delete").click()
    await expect(page.get_by_text("Moved to the trash: 2")).to_be_visible()
    await expect(other.get_by_role("article")).to_have_text([re.compile(f"Task {n}$") for n in (1, 3, 4, 6)])
    assert await remaining(user) == 4


@pytest.mark.parametrize("count", [3, 12])
async def test_notice_and_toolbar_do_not_overlap(visitor: Visitor, count: int) -> None:
    """On a phone the message and the toolbar are as wide as the window; they do not overlap, wherever the list ends."""
    await visitor.record(count, "canceled")
    page = await visitor.open("/?view=list", **PHONE)
    for number in (1, 3):
        await checkbox(page, number).check()
    await page.get_by_role("button", name="Delete: Task 2", exact=True).tap()
    undo, bar = page.get_by_role("button", name="Undo"), page.get_by_role("toolbar")
    await expect(undo).to_be_in_viewport(ratio=1)
    above, below = await undo.bounding_box(), await bar.bounding_box()
    assert above["y"] + above["height"] <= below["y"]
    await page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert (await undo.bounding_box())["y"] + above["height"] <= (await bar.bounding_box())["y"]
    await bar.get_by_role("button", name="Clear selection").tap()
    await expect(bar).to_have_count(0)
    assert (await undo.bounding_box())["y"] > above["y"]
