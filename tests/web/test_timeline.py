"""The timeline next to the list, and returning to a place far down the list."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.async_api import expect

from tests.api import Client
from tests.web.visitor import DESKTOP, PHONE, Visitor

BETWEEN = timedelta(hours=7)
"""The time between two tasks of `Visitor.record`."""
TOPMOST = """[...document.querySelectorAll("li[data-id]")].find(one => one.getBoundingClientRect().top > 70)
  .innerText.match(/Task (\\d+)/)[1]"""


def month_of(number: int) -> str:
    """Return the name of the month in which `Visitor.record` has the task of that number."""
    return (datetime.now(UTC) - number * BETWEEN).strftime("%B %Y")


async def test_the_oldest_month_is_within_the_window(user: Client, visitor: Visitor) -> None:
    await visitor.record(300)
    await user.mutate("createBoard", "board { id }", name="Foxes")
    page = await visitor.open(**DESKTOP)
    rail = page.get_by_role("slider", name="Timeline")
    boards = page.get_by_role("navigation", name="Boards")
    await expect(boards.get_by_role("link", name="Foxes")).to_be_visible()
    above, box = await boards.bounding_box(), await rail.bounding_box()
    assert above["y"] + above["height"] < box["y"]
    assert box["y"] + box["height"] <= 900
    # The month under the pointer is named at once, before a press.
    await page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 2)
    await expect(rail.get_by_text(month_of(300))).to_be_visible()
    assert await page.evaluate("scrollY") == 0
    await page.mouse.click(box["x"] + 20, box["y"] + box["height"] - 2)
    await expect(page.get_by_role("link", name="View: Task 300", exact=True)).to_be_visible()
    box = await rail.bounding_box()
    assert box["y"] + box["height"] <= 900


async def test_a_small_drag_leads_to_its_day(visitor: Visitor) -> None:
    """It goes to one day twice. The tasks before that day may arrive between the two answers."""
    await visitor.record(300)
    page = await visitor.open(**DESKTOP)
    box = await page.get_by_role("slider", name="Timeline").bounding_box()
    late = {"TaskList": iter((0.0, 1.0)), "TaskListBefore": iter((0.3,))}

    async def answer(route: Any) -> None:
        operation = route.request.post_data_json["operationName"]
        seconds = next(late.get(operation, iter(())), 0)
        fetched = await route.fetch()
        await asyncio.sleep(seconds)
        await route.fulfill(response=fetched)

    await page.route("**/graphql", answer)
    await page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 20)
    await page.mouse.down()
    await page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 21)
    await expect(page.get_by_role("link", name="View: Task 285", exact=True)).to_be_attached()
    await asyncio.sleep(1.5)  # in which the second answer would come
    await page.unroute("**/graphql")
    await page.mouse.up()
    await expect(page.get_by_role("link", name="View: Task 300", exact=True)).to_be_in_viewport()
    await expect(page.get_by_role("link", name="View: Task 285", exact=True)).to_be_attached()


async def test_loaded_tasks_stay_when_the_timeline_cannot_load(visitor: Visitor) -> None:
    await visitor.record(300)
    page = await visitor.open(alone=True, **DESKTOP)
    rail, newest = (
        page.get_by_role("slider", name="Timeline"),
        page.get_by_role("link", name="View: Task 2", exact=True),
    )
    await expect(rail).to_be_visible()
    await expect(newest).to_be_visible()
    await page.context.set_offline(True)
    box = await rail.bounding_box()
    await page.mouse.click(box["x"] + 20, box["y"] + box["height"] - 20)
    await expect(page.get_by_role("button", name="Try again")).to_be_visible()
    await expect(newest).to_be_visible()
    await page.context.set_offline(False)
    await expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    await page.mouse.click(box["x"] + 20, box["y"] + box["height"] - 20)
    await expect(page.get_by_role("link", name="View: Task 295", exact=True)).to_be_visible()
    # Those before it are loaded, too: if they came later, the list would keep its place, which is then not its top.
    await expect(page.get_by_role("link", name="View: Task 285", exact=True)).to_be_attached()
    # Neighbouring tasks that could not be loaded arrive later, and the reader stays there.
    await page.context.set_offline(True)
    await page.evaluate("scrollTo(0, 0)")
    await expect(page.get_by_role("button", name="Try again")).to_be_visible()
    async with page.expect_response(lambda answer: "TaskListBefore" in (answer.request.post_data or "")):
        await page.context.set_offline(False)
    await expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    await expect(page).to_have_url(re.compile("at="))
    await expect(newest).to_have_count(0)


async def test_closing_a_picture_after_a_reload_leads_to_its_place(visitor: Visitor) -> None:
    await visitor.record(300)
    page = await visitor.open(**DESKTOP)
    rail = page.get_by_role("slider", name="Timeline")
    await rail.press("End")
    await page.get_by_role("link", name="View: Task 280", exact=True).press("Enter")
    await expect(page).to_have_url(re.compile("/tasks/"))
    await page.reload()
    await expect(page.get_by_role("dialog")).to_contain_text("Task 280")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("link", name="View: Task 280", exact=True)).to_be_in_viewport()
    await expect(page.get_by_role("link", name="View: Task 280", exact=True)).to_be_focused()


async def test_a_phone_that_is_turned_keeps_the_place(visitor: Visitor) -> None:
    await visitor.record(300)
    day = (datetime.now(UTC) - 100 * BETWEEN).date()
    page = await visitor.open(f"/?at={day}", **PHONE)
    await expect(page.get_by_role("link", name="View: Task 101", exact=True)).to_be_visible()
    await page.mouse.wheel(0, 2500)
    await asyncio.sleep(0.5)
    upright, lying = (PHONE["viewport"][side] for side in ("width", "height"))
    seen = []
    for width, height in ((lying, upright), (upright, lying), (lying, upright)):
        await page.set_viewport_size({"width": width, "height": height})
        await asyncio.sleep(0.5)
        seen.append(int(await page.evaluate(TOPMOST)))
    assert max(seen) - min(seen) <= 8, "they are in the same row, or in a neighbouring one"
