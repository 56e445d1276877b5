"""
Scrolling past 1,000 of 12,000 tasks. Each page has the cursor of the next, so scrolling through all takes hundreds of
requests in a row. With `TASK_RECORD_LONG=1` the test scrolls through all of 50,000.
"""

import os
import re
from typing import Any

import asyncpg
from playwright.async_api import expect

from server.development.seed import seed
from server.settings.settings import Settings
from tests.api import Client
from tests.web.visitor import Visitor

TASKS, FAR = (50_000, 50_000) if os.environ.get("TASK_RECORD_LONG") else (12_000, 1_000)
MEGABYTE = 1024 * 1024
SCROLL_TO_ROW = """async row => {
    const list = document.querySelector("[role=group][aria-busy]");
    const reached = () => Math.max(...[...list.querySelectorAll("li")].map((task) => task.ariaPosInSet));
    let elements = 0;
    while (reached() < row) {
        scrollTo(0, document.body.scrollHeight);
        await new Promise((resolve) => setTimeout(resolve, 4));
        elements = Math.max(elements, list.querySelectorAll("li").length);
    }
    return elements;
}"""
BACK_TO_ROW = """async ([row, loaded]) => {
    const list = document.querySelector("[role=group][aria-busy]");
    for (;;) {
        const places = [...list.querySelectorAll("li")].map((task) => Number(task.ariaPosInSet));
        if (places.includes(row)) return;
        scrollBy(0, (row - places[Math.floor(places.length / 2)]) * list.offsetHeight / loaded);
        await new Promise((resolve) => setTimeout(resolve, 30));
    }
}"""
IN_SIGHT = "[...document.querySelectorAll('li[data-id]')].map((task) => task.dataset.id)"


async def heap(page: Any) -> int:
    """Return the bytes of JavaScript's heap that are in use after a garbage collection."""
    session = await page.context.new_cdp_session(page)
    await session.send("HeapProfiler.collectGarbage")
    await session.send("Performance.enable")
    metrics = {one["name"]: one["value"] for one in (await session.send("Performance.getMetrics"))["metrics"]}
    return int(metrics["JSHeapUsedSize"])


async def in_order(settings: Settings, user: Client) -> list[tuple[str, str]]:
    """Return the ids and prompts of all the user's tasks, newest first."""
    connection = await asyncpg.connect(settings.database_owner_url.get_secret_value())
    rows = await connection.fetch(
        "SELECT id, prompt FROM user_task_history WHERE user_id = $1 ORDER BY created_at DESC, id DESC", user.id
    )
    await connection.close()
    return [(str(row["id"]), row["prompt"]) for row in rows]


async def test_scrolls_far_in_little_memory(settings: Settings, user: Client, visitor: Visitor) -> None:
    await seed(settings.database_owner_url.get_secret_value(), user.id, TASKS)
    tasks = await in_order(settings, user)
    page = await visitor.open(alone=True)
    page.set_default_timeout(300_000)
    await expect(page.get_by_role("article").first).to_contain_text(tasks[0][1])
    assert await page.evaluate(SCROLL_TO_ROW, FAR // 2) < 150
    before = await heap(page)
    assert await page.evaluate(SCROLL_TO_ROW, FAR) < 150
    # A task in memory takes 7 kB. A dropped task leaves only its id, place and shape.
    assert await heap(page) - before < 2000 * FAR // 2
    for place in (FAR, FAR // 2, 1):
        # Dropped tasks are fetched again.
        await page.evaluate(BACK_TO_ROW, [place, FAR])
        await expect(page.locator(f"li[aria-posinset='{place}']")).to_contain_text(tasks[place - 1][1])
    assert await heap(page) < 40 * MEGABYTE
    await leaps_along_the_rail(page, [task_id for task_id, _ in tasks])


async def leaps_along_the_rail(page: Any, ids: list[str]) -> None:
    """Jump to row 10,000 by a click, scroll both ways there, then jump to the oldest day by a key, and back."""
    await page.mouse.wheel(0, 2000)
    rail = page.get_by_role("slider", name="Timeline")
    box = await rail.bounding_box()
    await page.mouse.click(box["x"] + 20, box["y"] + box["height"] * 10_000 / TASKS)
    # Events of the tasks from `seed` may arrive after the page has opened.
    newest = page.get_by_role("button", name=re.compile("Newest|[0-9] new"))
    await expect(newest).to_be_visible()
    place = await place_of_what_is_seen(page, ids)
    assert abs(place - 10_000) < 500
    for _ in range(5):
        await page.mouse.wheel(0, -1500)
        await page.wait_for_function(f"newer => newer.includes({IN_SIGHT}[0])", arg=ids[place - 1000 : place])
        assert await place_of_what_is_seen(page, ids) < place
        place = await place_of_what_is_seen(page, ids)
    await rail.press("End")
    await page.wait_for_function(f"oldest => {IN_SIGHT}.some((task) => oldest.includes(task))", arg=ids[-400:])
    assert await place_of_what_is_seen(page, ids) > TASKS - 800
    await page.evaluate(
        """async (oldest) => {
            while (!document.querySelector(`li[data-id="${oldest}"]`)) {
                scrollTo(0, document.body.scrollHeight);
                await new Promise((resolve) => setTimeout(resolve, 20));
            }
        }""",
        ids[-1],
    )
    await expect(page.get_by_text("No more tasks")).to_be_visible()
    await newest.click()
    await expect(page.locator("li[aria-posinset='1']")).to_have_attribute("data-id", ids[0])


async def place_of_what_is_seen(page: Any, ids: list[str]) -> int:
    """Return the index of the first task shown, and assert that the tasks after it follow without gap or repeat."""
    await expect(page.get_by_role("article").first).to_be_visible()
    seen = await page.evaluate(IN_SIGHT)
    place = ids.index(seen[0])
    assert seen == ids[place : place + len(seen)]
    return place
